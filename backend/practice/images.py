"""The darkroom: photos are developed anew, so that nothing stays in them but the picture.

What a camera writes beside it (where, when, whose phone: EXIF, and the same in every other corner of a file) is not
copied. A few at a time and outside any transaction: a large photo takes a tenth of a second and many megabytes.
Source: trust, P12.
"""

from collections.abc import Callable
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any

from PIL import Image, ImageOps

from backend.kernel.errors import Refused, busy
from backend.practice import rules

AT_ONCE = 2
LONGEST_SIDE = 2560
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 24_000_000}
"""A JPEG is read at a quarter of its size when that is enough; a PNG unfolds whole, and could be a bomb."""
_SAVED: dict[str, dict[str, Any]] = {"JPEG": {"quality": 88, "progressive": True}, "PNG": {"compress_level": 6}}


class Darkroom:
    """Develops at most `at_once` photos at any moment; who waits longer than `seconds` is told to come again."""

    def __init__(self, at_once: int = AT_ONCE, seconds: float = 20) -> None:
        self._room = BoundedSemaphore(at_once)
        self._seconds = seconds

    def develop(self, raw: bytes, form: str) -> bytes:
        """The picture that `raw` shows, upright, at most 2,560 pixels long, in the same form (`JPEG` or `PNG`).

        Raises `evidence.damaged`, `evidence.too_many_pixels`, `busy`.
        """
        return self.turn(_developed, raw, form)

    def turn(self, work: Callable[[bytes, str], bytes], raw: bytes, form: str) -> bytes:
        """Does `work` when there is room. Raises `busy` when there is none in time."""
        if not self._room.acquire(timeout=self._seconds):
            raise busy()
        try:
            return work(raw, form)
        finally:
            self._room.release()


def _developed(raw: bytes, form: str) -> bytes:
    try:
        with Image.open(BytesIO(raw), formats=[form]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS[form]:
                raise rules.too_many_pixels(millions=MOST_PIXELS[form] // 1_000_000)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _saved(_clean(image, form), form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise rules.too_many_pixels(millions=MOST_PIXELS[form] // 1_000_000) from None
    except Refused:
        raise
    except Exception as error:  # a broken file makes a decoder raise anything at all; none of it is ours
        raise rules.damaged() from error


def _clean(image: Image.Image, form: str) -> Image.Image:
    """The pixels alone, turned as the camera was held."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I"):  # sixteen bits of grey, of which eight are kept; a mere conversion would clip them
        turned = turned.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    is_clear = form == "PNG" and ("A" in turned.getbands() or "transparency" in turned.info)
    plain = turned.convert("RGBA" if is_clear else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _saved(image: Image.Image, form: str) -> bytes:
    raw = BytesIO()
    image.save(raw, form, **_SAVED[form])
    return raw.getvalue()
