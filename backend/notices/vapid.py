"""The public half of the key that browser push is signed with: browsers subscribe with it. Source: RFC 8292."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key


@dataclass
class BrowserKey:
    """What a browser subscribes with, in base64 for addresses; null where nobody has set browser push up."""

    public_key: str | None


def browser_key(key: Path | None) -> BrowserKey:
    """From the private key's file. Raises `OSError`, `ValueError` for a bad one."""
    if key is None:
        return BrowserKey(None)
    public = load_pem_private_key(key.read_bytes(), None).public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return BrowserKey(urlsafe_b64encode(point).rstrip(b"=").decode())
