"""What a file is, by what stands in it: never by its name, nor by what was said about it. Pure.

Source: trust, P12 and S23.
"""

from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from backend.practice.rules import EvidenceKind

TEXT = "text/plain"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", PDF: "pdf", TEXT: "txt", DOCX: "docx"}
"""What the name of a file ends with when it is handed out."""

_MOST_PARTS = 1_000
_NEEDED, _MACROS = {"[Content_Types].xml", "word/document.xml"}, "vbaproject.bin"
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_LINES = set("\n\r\t\f")


@dataclass(frozen=True)
class Form:
    """What a file is. `picture` is how Pillow calls it, of one that is developed anew; anything else stays as it is."""

    kind: EvidenceKind
    media_type: str
    picture: str | None = None


def form_of(raw: bytes) -> Form | None:
    """What a file is, or None for anything that is not taken: a program, a page, a drawing with scripts."""
    if raw.startswith(b"\xff\xd8\xff"):
        return Form(EvidenceKind.PHOTO, "image/jpeg", "JPEG")
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return Form(EvidenceKind.PHOTO, "image/png", "PNG")
    if raw.startswith(b"%PDF-"):
        return Form(EvidenceKind.DOCUMENT, PDF) if b"%%EOF" in raw[-2048:] else None
    if raw.startswith(b"PK\x03\x04") and _is_docx(raw):
        return Form(EvidenceKind.DOCUMENT, DOCX)
    return Form(EvidenceKind.DOCUMENT, TEXT) if _is_plain(raw) else None


def is_heic(raw: bytes) -> bool:
    """Whether it is a photo as an iPhone keeps them, which is not taken: its decoder is one large parser more."""
    return raw[4:8] == b"ftyp" and raw[8:12] in _HEIC


def _is_docx(raw: bytes) -> bool:
    """Whether it is a Word document without macros, by its list of parts. Nothing is unpacked."""
    try:
        with ZipFile(BytesIO(raw)) as packed:
            names = packed.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    has_macros = any(name.lower().endswith(_MACROS) for name in names)
    return len(names) <= _MOST_PARTS and set(names) >= _NEEDED and not has_macros


def _is_plain(raw: bytes) -> bool:
    """Whether it is text that somebody wrote, and no markup that a browser would run."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if not text.strip() or text.lstrip().startswith("<"):
        return False
    return not any((letter < " " and letter not in _LINES) or letter == "\x7f" for letter in text)
