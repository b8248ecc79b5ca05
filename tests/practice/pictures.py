"""Files to send: photos with everything a camera writes into them, documents, and what pretends to be either."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

from PIL import ExifTags, Image

SECRET = b"Larch House, flat 4"
"""Stands in every corner of `photo` that is not the picture."""


def photo(width: int = 640, height: int = 480, form: str = "JPEG", orientation: int = 1) -> bytes:
    """A photo, red on the left and blue on the right, with place, owner, comment and thumbnail in it."""
    image = Image.new("RGB", (width, height), "red")
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = SECRET.decode()
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitude] = (51.0, 30.0, 26.0)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSAreaInformation] = SECRET
    raw = BytesIO()
    options = {"comment": SECRET, "icc_profile": b"profile" + SECRET} if form == "JPEG" else {}
    image.save(raw, form, exif=exif, **options)
    return raw.getvalue() + (SECRET if form == "JPEG" else b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(side: int) -> bytes:
    """A small PNG that says it unfolds to `side` times `side` pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(1 + side * 3)) for _ in range(min(side, 4_000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def docx(*more: str) -> bytes:
    """A Word document, as far as its list of parts says."""
    raw = BytesIO()
    with ZipFile(raw, "w") as packed:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            packed.writestr(name, "<xml/>")
    return raw.getvalue()


PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
TEXT = b"What we agreed at the handover: Maya rings round first.\n"
PAGE = b"<!doctype html><script>alert(document.cookie)</script>"
DRAWING = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
REFUSED = {
    "nothing": b"",
    "a page": PAGE,
    "a page after blanks": b"\n\t  " + PAGE,
    "a page with a mark before it": "\ufeff".encode() + PAGE,
    "a drawing": DRAWING,
    "a program": b"MZ\x90\x00" + bytes(100),
    "another program": b"\x7fELF" + bytes(100),
    "a script with a NUL": b"#!/bin/sh\necho \x00\n",
    "a GIF": b"GIF89a" + bytes(100),
    "a WebP": b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(20),
    "a TIFF": b"II*\x00" + bytes(100),
    "a page that begins as a GIF": b"GIF89a\x01\x00/*" + PAGE,
    "half a PDF": PDF[:20],
    "an archive": docx()[:50],
    "a workbook": docx().replace(b"word/document.xml", b"work/documentxml!"),
    "a document with macros": docx("word/vbaProject.bin"),
    "Latin text": "Café".encode("latin-1"),
}
DAMAGED = {
    "a JPEG cut short": photo()[:2_000],
    "the beginning of a JPEG": b"\xff\xd8\xff\xe0",
    "a JPEG that is a page": b"\xff\xd8\xff" + PAGE,
    "a PNG that is a page": b"\x89PNG\r\n\x1a\n" + PAGE,
    "a PNG that is a drawing": b"\x89PNG\r\n\x1a\n" + DRAWING,
    "a PNG cut short": photo(form="PNG")[:-200],
    "a PNG without pixels": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 5, 8, 2, 0, 0, 0)),
}
