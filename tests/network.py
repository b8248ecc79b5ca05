"""Shuts the network beyond loopback for the whole test session."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, ip_address
from itertools import count
from typing import Any


class NetworkShut(RuntimeError):
    """A test tried to reach beyond this machine."""


def _is_near(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a unix socket's path
    host = address[0]
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def shut_network() -> Iterator[None]:
    """Connecting anywhere but loopback raises `NetworkShut` inside."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: Any) -> None:
        if not _is_near(address):
            raise NetworkShut(f"tests stay on this machine, not {address!r}")
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        if not _is_near(address):
            raise NetworkShut(f"tests stay on this machine, not {address!r}")
        return connect_ex(self, address)

    socket.socket.connect, socket.socket.connect_ex = guarded, guarded_ex  # type: ignore[method-assign,assignment]  # the one way to shut it
    try:
        yield
    finally:
        socket.socket.connect, socket.socket.connect_ex = connect, connect_ex  # type: ignore[method-assign]  # put back as they were


_networks = count(1)


def fresh_address() -> str:
    """An address in a network that no other test comes from: wrong tries of one slow none of the others down."""
    return str(IPv4Address(0x0A000000 + next(_networks)))
