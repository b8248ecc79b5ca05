"""Answers that need not be sent again: strong ETags, If-None-Match, and bodies kept under what they depend on."""

from hashlib import blake2b
from threading import Lock

from cachetools import LRUCache
from flask import Response, request
from werkzeug.datastructures import ETags

from backend.kernel.errors import stale, unconditional
from backend.kernel.ids import Id, is_id

KEPT_BYTES = 32 * 1024 * 1024
CACHE_CONTROL = "private, no-cache"

Key = tuple[str, str, str]
"""Organisation, resource, and the tag that says which state of it, for whom, on which day."""


class Kept:
    """Bodies already made, the longest unused dropped first. A key is never stale: another state has another key."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._bodies: LRUCache[Key, bytes] = LRUCache(most_bytes, getsizeof=len)
        self._guard = Lock()

    def get(self, key: Key) -> bytes | None:
        """The body under that key, if it is still here."""
        with self._guard:
            return self._bodies.get(key)

    def put(self, key: Key, body: bytes) -> None:
        """Keeps a body, unless it alone is larger than all there is room for."""
        with self._guard:
            if len(body) <= self._bodies.maxsize:
                self._bodies[key] = body


def is_known(tag: str) -> bool:
    """Whether the client says that it has what `tag` stands for."""
    said = request.headers.get("If-None-Match")
    if said is None:
        return False
    return said == f'"{tag}"' or request.if_none_match.contains_weak(tag)


NO_STATE = 0
"""The revision of a state that is no more. A story takes it only when what it is told stands there already."""


def matched(tag: str, revision: int) -> int:
    """`revision`, which `tag` stands for, when If-Match names it; else `NO_STATE`. Raises `request.if_match_needed`."""
    return revision if _if_match().contains(tag) else NO_STATE


def followed() -> Id:
    """The state that a change says it follows, for its story to compare: a state's tag is the id of whatever made it.

    Raises `request.if_match_needed` without If-Match, `request.stale` when it names no state of ours.
    """
    named = [tag for tag in _if_match() if is_id(tag)]
    if len(named) != 1:
        raise stale()
    return Id(named[0])


def _if_match() -> ETags:
    if not request.if_match:
        raise unconditional()
    return request.if_match


def unchanged(tag: str) -> Response:
    """304: what the client has is what there is."""
    return _with_tag(Response(status=304), tag)


def tagged(body: bytes, tag: str | None = None) -> Response:
    """A JSON body under `tag`, or under a hash of itself; 304 when the client has it."""
    tag = tag or blake2b(body, digest_size=16).hexdigest()
    if is_known(tag):
        return unchanged(tag)
    return _with_tag(Response(body, headers={"Content-Type": "application/json"}), tag)


def _with_tag(response: Response, tag: str) -> Response:
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response
