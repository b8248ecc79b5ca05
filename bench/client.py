"""A client that costs little: prebuilt bytes over one kept connection."""

import socket
from dataclasses import dataclass


@dataclass
class Answer:
    """A status, the headers in lower case as one text, and the body."""

    status: int
    headers: str
    body: bytes

    def header(self, name: str) -> str:
        """One header's value."""
        for line in self.headers.split("\r\n"):
            if line.lower().startswith(name.lower() + ":"):
                return line.split(":", 1)[1].strip()
        return ""


class Client:
    """One connection to 127.0.0.1, kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def get(self, path: str, headers: str = "") -> Answer:
        """A GET; `headers` are whole lines, each ended."""
        return self.send(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())

    def post(self, path: str, body: bytes, headers: str = "") -> Answer:
        """A POST of JSON."""
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Type: application/json\r\n"
        return self.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def send(self, raw: bytes) -> Answer:
        """Sends a request as it is and reads the whole answer."""
        self._socket.sendall(raw)
        while b"\r\n\r\n" not in self._left:
            self._more()
        head, _, rest = self._left.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        answer = Answer(int(text[9:12]), text, b"")
        length = int(answer.header("content-length") or 0) if answer.status != 304 else 0
        self._left = rest
        while len(self._left) < length:
            self._more()
        answer.body, self._left = self._left[:length], self._left[length:]
        return answer

    def _more(self) -> None:
        chunk = self._socket.recv(262144)
        if not chunk:
            raise OSError("the server closed the connection")
        self._left += chunk
