"""Opaque tokens: the organisation, a dot, and 32 random bytes. Only a hash of them is kept.

A token begins with its organisation, so that looking up the session and answering the request share one transaction.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import digest
from secrets import token_urlsafe

from backend.kernel.errors import signed_out
from backend.kernel.ids import Id, is_id


def new_token(org: Id) -> str:
    """A token that nobody can guess."""
    return f"{org}.{token_urlsafe(32)}"


def token_of(org: Id, secret: str, nonce: str) -> str:
    """The same token for the same `secret` and `nonce`; neither alone tells it."""
    return f"{org}.{urlsafe_b64encode(digest(nonce.encode(), secret.encode(), 'sha256')).decode().rstrip('=')}"


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def org_of(token: str | None) -> Id:
    """The organisation a token begins with. Raises `session.required` for what is no token."""
    org = (token or "").partition(".")[0]
    if not is_id(org):
        raise signed_out()
    return Id(org)
