"""Files in and out: a form of two parts, what is said in JSON and the file itself; and files as downloads."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.wsgi import FileWrapper

from backend.kernel import loader, shapes
from backend.kernel.errors import Fault, invalid, too_large
from backend.practice.evidence_shown import EvidenceFile
from backend.practice.rules import MOST_BYTES
from mobile_api.doors import Body

FORM = "multipart/form-data"
MOST_AROUND = 64 * 1024
"""So much may stand around the file: what is said about it, and the lines between the parts."""
MOST_PARTS = 4


@dataclass(frozen=True)
class Upload:
    """What an operation takes that is a file with something said about it: the form's parts `said` and `file`.

    `said` is JSON of the body's shape. `types` are the kinds of file that are taken, whatever the part claims to be.
    """

    body: Body
    types: tuple[str, ...]
    about: str

    def load(self) -> tuple[dict[str, Any], bytes]:
        """What is said, checked, and the file.

        Raises `request.too_large`, 415, `request.malformed`, `request.invalid`.
        """
        if request.mimetype != FORM or request.content_encoding not in (None, "identity"):
            raise UnsupportedMediaType
        request.max_content_length = MOST_BYTES + MOST_AROUND
        request.max_form_memory_size = MOST_AROUND
        request.max_form_parts = MOST_PARTS
        try:
            said, file = request.form.get("said"), request.files.get("file")
        except RequestEntityTooLarge:
            raise too_large(limit="10 MiB") from None
        if file is None:
            raise invalid(faults=[Fault("/file", "Send the file as a part named file.", "required")], fields="file")
        with closing(file):
            raw = file.read()
        return shapes.check(self.body.schema, loader.load((said or "{}").encode(errors="surrogatepass"))), raw


def handed_out(wanted: EvidenceFile, file: BinaryIO) -> Response:
    """A file as a download, never as a page: nothing on the way keeps it, and nothing in it runs."""
    headers = {
        "Content-Type": wanted.media_type,
        "Content-Disposition": f'attachment; filename="{wanted.name}"',
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(_closed_after(file), headers=headers)


def _closed_after(file: BinaryIO) -> Iterator[bytes]:
    with closing(file):
        yield from FileWrapper(file, 64 * 1024)
