"""A server on this machine that speaks as Firebase Cloud Messaging does: HTTP v1, its token endpoint, and its faults.

It holds what it is sent to the published form, answers what `choose` says, and keeps what it accepted. Beside it a
browser's push service (RFC 8030), for the same trials.
"""

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

PROJECT = "countersign-trial"
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
AUDIENCE = "https://oauth2.googleapis.com/token"
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
ADDRESSES = ("token", "fid", "topic", "condition")
FIELDS = {*ADDRESSES, "data", "notification", "android", "apns", "webpush", "fcm_options"}
Message = Mapping[str, Any]


class Reply(StrEnum):
    """What it does with a message. `reset`: hangs up without having taken it. `lost`: takes it, then hangs up."""

    OK = "ok"
    UNREGISTERED = "UNREGISTERED"
    BAD_TARGET = "bad target"
    BAD_MESSAGE = "bad message"
    SENDER_ID_MISMATCH = "SENDER_ID_MISMATCH"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    INTERNAL = "INTERNAL"
    UNAVAILABLE = "UNAVAILABLE"
    THIRD_PARTY_AUTH_ERROR = "THIRD_PARTY_AUTH_ERROR"
    NOT_JSON = "a gateway's page"
    SLOW = "slow"
    RESET = "reset"
    LOST = "lost"


STATUSES: Mapping[Reply, tuple[int, str]] = {
    Reply.UNREGISTERED: (404, "NOT_FOUND"),
    Reply.SENDER_ID_MISMATCH: (403, "PERMISSION_DENIED"),
    Reply.QUOTA_EXCEEDED: (429, "RESOURCE_EXHAUSTED"),
    Reply.INTERNAL: (500, "INTERNAL"),
    Reply.UNAVAILABLE: (503, "UNAVAILABLE"),
    Reply.THIRD_PARTY_AUTH_ERROR: (401, "UNAUTHENTICATED"),
}


@dataclass(frozen=True)
class Taken:
    """A message it accepted, as a phone would get it; `at` counts seconds."""

    target: str
    notice: str
    tag: str
    message: Message
    at: float


Choose = Callable[[Message, int], Reply]
"""What to do with a message that was sent for the so-manieth time."""


def _take(_message: Message, _before: int) -> Reply:
    return Reply.OK


@dataclass
class Fcm:
    """The server; `url` is where it listens. `early` counts what came again before it might, `wrong` says what
    nobody should ever send, `open` are its connections.
    """

    choose: Choose = _take
    retry_after: int = 1
    slow: float = 0.2
    url: str = ""
    taken: list[Taken] = field(default_factory=list)
    replies: Counter[str] = field(default_factory=Counter)
    early: int = 0
    grants: int = 0
    wrong: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    pushed: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    _asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    _not_before: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    open: set[Any] = field(default_factory=set)

    def visible(self) -> dict[tuple[str, str], int]:
        """How many of its messages a phone shows: for each target and tag the newest takes the place of the last."""
        return Counter({(one.target, one.tag) for one in self.taken})

    async def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, str] | None:
        """Status, body and further headers of an answer; None to hang up."""
        if path == "/token":
            return self._token(body)
        if path.startswith("/push/"):
            return self._push(path, headers, body)
        if path != f"/v1/projects/{PROJECT}/messages:send":
            return _problem(404, "NOT_FOUND", "no such method")
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _problem(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        message = json.loads(body)["message"]
        if fault := fault_of(message):
            return _invalid(fault)
        return await self._message(message)

    async def _message(self, message: Message) -> tuple[int, bytes, str] | None:
        key = (message["data"]["notice"], address_of(message))
        if time.monotonic() < self._not_before[key]:
            self.early += 1
        reply = self.choose(message, self._asked[key])
        self._asked[key] += 1
        self.replies[reply] += 1
        if reply is Reply.SLOW:
            await asyncio.sleep(self.slow)
        if reply in (Reply.OK, Reply.LOST, Reply.SLOW):
            tag = message["android"]["notification"]["tag"]
            self.taken.append(Taken(key[1], key[0], tag, message, time.monotonic()))
        if reply in (Reply.LOST, Reply.RESET):
            return None
        if reply in (Reply.OK, Reply.SLOW):
            name = f"projects/{PROJECT}/messages/{len(self.taken)}"
            return 200, json.dumps({"name": name}).encode(), ""
        return self._refused(reply, message, key)

    def _refused(self, reply: Reply, message: Message, key: tuple[str, str]) -> tuple[int, bytes, str]:
        if reply is Reply.BAD_TARGET:
            return _invalid("message.token" if "token" in message else "message.fid")
        if reply is Reply.BAD_MESSAGE:
            return _invalid("message.android.ttl")
        if reply is Reply.NOT_JSON:
            return 502, b"<html>Bad Gateway</html>", ""
        status, name = STATUSES[reply]
        wait = ""
        if reply in (Reply.QUOTA_EXCEEDED, Reply.UNAVAILABLE):
            self._not_before[key] = time.monotonic() + self.retry_after
            wait = f"Retry-After: {self.retry_after}\r\n"
        details = [] if reply is Reply.INTERNAL else [{"@type": FCM_ERROR, "errorCode": reply.value}]
        return _problem(status, name, f"Told so: {reply}.", details, wait)

    def _token(self, body: bytes) -> tuple[int, bytes, str]:
        given = parse_qs(body.decode())
        claims = jwt.decode(given["assertion"][0], certs=_public(), audience=AUDIENCE)
        assert given["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
        assert (claims["iss"], claims["scope"]) == (account()["client_email"], SCOPE)
        self.grants += 1
        self.tokens.add(token := f"ya29.{self.grants}")
        answer = {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}
        return 200, json.dumps(answer).encode(), ""

    def _push(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, str]:
        assert headers["content-encoding"] == "aes128gcm"
        assert headers["authorization"].startswith("vapid t=")
        assert len(headers["topic"]) <= 32
        assert int(headers["ttl"]) > 0
        status = int(path.rpartition("/")[2].partition("-")[0])
        if status == 201:
            self.pushed.append((path, headers, body))
        return status, b"", "Retry-After: 7\r\n" if status == 429 else "Location: /elsewhere\r\n"


def address_of(message: Message) -> str:
    """The target's address."""
    return str(next(message[name] for name in ADDRESSES if name in message))


def fault_of(message: Message) -> str | None:
    """The first field that FCM would not take."""
    if set(message) - FIELDS or len(set(message) & set(ADDRESSES)) != 1:
        return "message"
    android, apns = message.get("android", {}), message.get("apns", {})
    checks = {
        "message.data": _are_texts(message.get("data", {})),
        "message.android.ttl": str(android.get("ttl", "1s")).endswith("s"),
        "message.android.priority": android.get("priority", "normal") in ("normal", "high"),
        "message.apns.headers": _are_texts(apns.get("headers", {})),
        "message.apns.headers.apns-collapse-id": len(apns.get("headers", {}).get("apns-collapse-id", "")) <= 64,
        "message.webpush.headers": _are_texts(message.get("webpush", {}).get("headers", {})),
        "message": len(json.dumps(message)) <= 4096,
    }
    return next((name for name, holds in checks.items() if not holds), None)


def _are_texts(found: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) for value in found.values())


def _problem(status: int, name: str, said: str, details: Any = (), headers: str = "") -> tuple[int, bytes, str]:
    error = {"code": status, "message": said, "status": name, "details": list(details)}
    return status, json.dumps({"error": error}).encode(), headers


def _invalid(name: str) -> tuple[int, bytes, str]:
    details = [
        {"@type": FCM_ERROR, "errorCode": "INVALID_ARGUMENT"},
        {"@type": BAD_REQUEST, "fieldViolations": [{"field": name, "description": "Not valid."}]},
    ]
    return _problem(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", details)


class _Connection(asyncio.Protocol):
    """HTTP/1.1 as far as a client of ours speaks it; requests on one connection are answered in turn."""

    def __init__(self, server: Fcm) -> None:
        self._server = server
        self._left = b""
        self._transport: Any = None
        self._task: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._server.open.add(transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._server.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._left += data
        head, gap, rest = self._left.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        if gap and len(rest) >= (size := int(headers.get("content-length", 0))):
            self._left = rest[size:]
            self._task = asyncio.ensure_future(self._answer(lines[0].split(" ")[1], headers, rest[:size]))

    async def _answer(self, path: str, headers: dict[str, str], body: bytes) -> None:
        try:
            answer = await self._server.answer(path, headers, body)
        except (AssertionError, KeyError, ValueError) as wrong:
            self._server.wrong.append(f"{path}: {wrong!r}")
            answer = _problem(500, "INTERNAL", "see `wrong`")
        if answer is None:
            self._transport.abort()
            return
        status, said, more = answer
        head = f"HTTP/1.1 {status} .\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n{more}\r\n"
        self._transport.write(head.encode() + said)


@contextmanager
def fcm(choose: Choose | None = None, **options: Any) -> Iterator[Fcm]:
    """The server, on a free port, in a thread of its own."""
    server = Fcm(choose or _take, **options)
    ready, loop = Event(), asyncio.new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        listening = loop.run_until_complete(loop.create_server(lambda: _Connection(server), "127.0.0.1", 0))
        server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        ready.set()
        loop.run_forever()
        listening.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        for transport in server.open:
            transport.abort()
        while server.open:
            loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def _public() -> Any:
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return {"1": _key().public_key().public_bytes(*form)}


def account() -> dict[str, str]:
    """A service account's file, of nobody's."""
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "1",
        "private_key": _key().private_bytes(*form).decode(),
        "client_email": f"sender@{PROJECT}.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": AUDIENCE,
    }
