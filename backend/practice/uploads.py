"""Taking in a file: what it is, a photo developed anew, then kept by its digest. Before any transaction that writes."""

from dataclasses import dataclass

from backend.kernel.errors import too_large
from backend.kernel.files import Files, digest_of
from backend.kernel.ids import Id
from backend.practice import rules
from backend.practice.file_kinds import form_of, is_heic
from backend.practice.images import Darkroom
from backend.practice.rules import MOST_BYTES, EvidenceKind


@dataclass(frozen=True)
class Kept:
    """A file that is kept: as `sent`, and what is kept of it. Both digests are hexadecimal sha256; `size` is bytes."""

    sent: str
    kind: EvidenceKind
    digest: str
    media_type: str
    size: int


def keep_file(files: Files, darkroom: Darkroom, org: Id, raw: bytes) -> Kept:
    """Keeps what somebody sent, once it is durable; a photo without anything that is not the picture.

    Should the act that names it be refused after this, the file stays, and nobody can ask for it.
    Raises `request.too_large`, `evidence.heic`, `evidence.unknown_type`, `evidence.damaged`,
    `evidence.too_many_pixels`, `busy`, `storage.full`, `file.unavailable`.
    """
    if len(raw) > MOST_BYTES:
        raise too_large(limit="10 MiB")
    form = form_of(raw)
    if form is None:
        raise rules.heic() if is_heic(raw) else rules.unknown_type()
    clean = darkroom.develop(raw, form.picture) if form.picture else raw
    return Kept(digest_of(raw), form.kind, files.put(org, clean), form.media_type, len(clean))
