"""What a file is by its content, and photos of which nothing is left but the picture."""

import io
import random
import struct
from pathlib import Path
from threading import Event, Thread

import pytest
from PIL import Image

from backend.kernel.errors import Refused
from backend.kernel.files import DiskFiles, digest_of
from backend.kernel.ids import new_id
from backend.practice.file_kinds import DOCX, PDF, TEXT, form_of
from backend.practice.images import LONGEST_SIDE, Darkroom
from backend.practice.rules import MOST_BYTES
from backend.practice.uploads import Kept, keep_file
from tests.kernel.helping import refused
from tests.long import often
from tests.practice import pictures

ORG = new_id()


@pytest.fixture
def files(tmp_path: Path) -> DiskFiles:
    return DiskFiles(tmp_path / "files")


def kept(files: DiskFiles, raw: bytes) -> tuple[Kept, bytes]:
    """What is kept of a file, and its bytes."""
    one = keep_file(files, Darkroom(), ORG, raw)
    with files.open(ORG, one.digest) as file:
        return one, file.read()


def test_p12_of_a_photo_only_the_picture_is_kept(files: DiskFiles) -> None:
    for form in ("JPEG", "PNG"):
        raw = pictures.photo(form=form)
        assert pictures.SECRET in raw
        one, found = kept(files, raw)
        assert (one.sent, one.digest, one.size) == (digest_of(raw), digest_of(found), len(found))
        assert (one.kind, one.media_type) == ("photo", f"image/{form.lower()}")
        assert pictures.SECRET not in found
        with Image.open(io.BytesIO(found)) as image:
            assert (image.format, image.size) == (form, (640, 480))
            assert dict(image.getexif()) == {}
            assert set(image.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }


@pytest.mark.parametrize(("orientation", "size"), [(1, (640, 480)), (3, (640, 480)), (6, (480, 640)), (8, (480, 640))])
def test_a_photo_stands_as_the_camera_was_held(files: DiskFiles, orientation: int, size: tuple[int, int]) -> None:
    _, found = kept(files, pictures.photo(orientation=orientation))
    with Image.open(io.BytesIO(found)) as image:
        assert image.size == size
        first = image.convert("RGB").getpixel((5, 5))
        assert isinstance(first, tuple)
        assert (first[0] > 200) == (orientation in (1, 6))


def test_a_large_photo_is_made_smaller_and_a_clear_one_stays_clear(files: DiskFiles) -> None:
    _, found = kept(files, pictures.photo(6000, 1000))
    with Image.open(io.BytesIO(found)) as image:
        assert max(image.size) == LONGEST_SIDE
    raw = io.BytesIO()
    Image.new("RGBA", (40, 30), (10, 20, 30, 40)).save(raw, "PNG")
    _, found = kept(files, raw.getvalue())
    with Image.open(io.BytesIO(found)) as image:
        assert image.getpixel((3, 3)) == (10, 20, 30, 40)


def test_documents_are_known_by_their_content_and_kept_as_they_are(files: DiskFiles) -> None:
    for raw, type_ in ((pictures.PDF, PDF), (pictures.docx(), DOCX), (pictures.TEXT, TEXT)):
        one, found = kept(files, raw)
        assert (one.kind, one.media_type, found) == ("document", type_, raw)


@pytest.mark.parametrize("what", pictures.REFUSED)
def test_anything_else_is_refused_whatever_it_is_called(files: DiskFiles, what: str) -> None:
    with refused("evidence.unknown_type"):
        kept(files, pictures.REFUSED[what])


@pytest.mark.parametrize("what", pictures.DAMAGED)
def test_a_photo_that_cannot_be_read_is_refused(files: DiskFiles, what: str) -> None:
    with refused("evidence.damaged"):
        kept(files, pictures.DAMAGED[what])


@pytest.mark.parametrize("side", [5_000, 12_000, 60_000])
def test_a_picture_that_unfolds_to_fill_the_memory_is_refused_before_it_does(files: DiskFiles, side: int) -> None:
    raw = pictures.bomb(side)
    assert len(raw) < 1_000_000
    with refused("evidence.too_many_pixels"):
        kept(files, raw)


def test_a_file_that_is_two_things_is_only_ever_one(files: DiskFiles) -> None:
    for tail in (pictures.PAGE, pictures.docx("evil.js"), pictures.PDF):
        _, found = kept(files, pictures.photo() + tail)
        assert tail not in found
    both = pictures.PDF[:9] + pictures.PAGE + pictures.PDF[9:]
    assert kept(files, both)[0].media_type == PDF  # and is handed out as nothing else


def test_a_file_may_have_ten_mebibytes_and_not_one_byte_more(files: DiskFiles) -> None:
    whole = pictures.PDF[:9] + b"%" * (MOST_BYTES - len(pictures.PDF)) + pictures.PDF[9:]
    assert kept(files, whole)[0].size == MOST_BYTES
    with refused("request.too_large"):
        kept(files, whole + b" ")


def test_f15_no_broken_photo_ends_in_a_mistake_of_ours() -> None:
    rng, room = random.Random(12), Darkroom()
    whole = {form: pictures.photo(200, 150, form) for form in ("JPEG", "PNG")}
    told = []
    for _ in range(often(300, 5_000)):
        form = rng.choice(list(whole))
        raw = bytearray(whole[form])
        for _ in range(rng.choice([1, 3, 30])):
            raw[rng.randrange(8, len(raw))] = rng.randrange(256)
        try:
            room.develop(bytes(raw[: rng.choice([len(raw), rng.randrange(8, len(raw))])]), form)
            told.append("read")
        except Refused as refusal:
            told.append(refusal.code)
    assert set(told) - {"evidence.too_many_pixels"} == {"read", "evidence.damaged"}


def test_f15_no_file_is_taken_for_something_by_chance() -> None:
    rng = random.Random(7)
    for _ in range(often(500, 5_000)):
        assert form_of(rng.randbytes(rng.randrange(8, 300))) is None


def test_photos_are_developed_a_few_at_a_time_and_nobody_waits_for_ever() -> None:
    room, begun, go_on = Darkroom(at_once=1, seconds=0.05), Event(), Event()

    def slowly(raw: bytes, form: str) -> bytes:
        begun.set()
        go_on.wait(10)
        return raw

    other = Thread(target=room.turn, args=(slowly, b"", "JPEG"))
    other.start()
    begun.wait(10)
    with refused("busy"):
        room.develop(pictures.photo(), "JPEG")
    go_on.set()
    other.join()
    assert room.develop(pictures.photo(), "JPEG")


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    ramp = Image.frombytes("I;16", (64, 8), struct.pack("<64H", *range(0, 65536, 1024)) * 8)
    raw = io.BytesIO()
    ramp.save(raw, "PNG")
    seen = Image.open(io.BytesIO(Darkroom().develop(raw.getvalue(), "PNG"))).convert("L")
    assert [seen.getpixel((x, 4)) for x in range(64)] == [x * 4 for x in range(64)]


def test_a_photo_as_an_iphone_keeps_it_is_refused_with_the_way_to_send_it(files: DiskFiles) -> None:
    for brand in (b"heic", b"mif1"):
        with refused("evidence.heic") as told:
            kept(files, b"\x00\x00\x00\x18ftyp" + brand + bytes(64))
        assert "‘Most Compatible’" in told.value.detail
