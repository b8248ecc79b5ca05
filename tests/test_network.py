"""The network beyond this machine is shut while tests run; this holds the lock itself to its word."""

import socket
from pathlib import Path

import pytest

from tests.network import NetworkShut


@pytest.mark.parametrize(
    "address", [("192.0.2.1", 80), ("example.com", 443), ("0.0.0.1", 1), ("2001:db8::1", 80, 0, 0)]
)
def test_reaching_beyond_this_machine_raises(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outward:
        outward.settimeout(1)
        with pytest.raises(NetworkShut):
            outward.connect(address)
        with pytest.raises(NetworkShut):
            outward.connect_ex(address)


def test_this_machine_can_be_reached_by_loopback_and_by_socket_file(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 1) as near:
        assert near.getpeername() == server.getsockname()
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as near:
        server.bind(path)
        server.listen(1)
        near.connect(path)
        assert near.getpeername() == path
