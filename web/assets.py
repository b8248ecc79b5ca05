"""The stylesheet, the script, the fonts and the logo: read once at start, served for ever.

Every address carries a digest of its content, so a browser may keep what it got, and a new release has
new addresses.
"""

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, request

STATIC = Path(__file__).parent / "static"

STYLES = (
    "tokens",
    "base",
    "header",
    "bell",
    "tabs",
    "sheet",
    "slot",
    "button",
    "form",
    "pin",
    "message",
    "progress",
    "record",
    "signed",
    "writing",
    "board",
    "search",
    "joining",
    "evidence",
)
"""The stylesheets in the order in which they stand in the one that is served."""

SCRIPTS = ("vendor/htmx.min.js", "js/app.js", "js/drafts.js")
FONTS = tuple(f"atkinson-{face}.woff2" for face in ("latin-400", "latin-700", "latin-ext-400", "latin-ext-700"))

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it goes over the wire: its address, its bytes, and these compressed when that helps."""

    file: str
    media_type: str
    body: bytes
    packed: bytes | None

    @property
    def url(self) -> str:
        """The address of exactly this content."""
        return f"/assets/{self.file}"


def asset(name: str, body: bytes) -> Asset:
    """Name the content by its digest: `app.css` becomes `app.<digest>.css`."""
    path = Path(name)
    file = f"{path.stem}.{sha256(body).hexdigest()[:12]}{path.suffix}"
    packed = None if path.suffix == ".woff2" else gzip.compress(body, 9, mtime=0)
    return Asset(file, TYPES[path.suffix], body, packed)


def stylesheet(static: Path, fonts: dict[str, Asset]) -> bytes:
    """All stylesheets as one, without comments and indents, each font by its own address."""
    text = "\n".join((static / "css" / f"{name}.css").read_text("utf-8") for name in STYLES)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", text)
    return re.sub(r"\.\./vendor/([\w.-]+)", lambda found: fonts[found[1]].url, text).encode()


def script(static: Path) -> bytes:
    """All scripts as one, in order."""
    return b";\n".join((static / name).read_bytes() for name in SCRIPTS)


def build(static: Path) -> dict[str, Asset]:
    """Everything a page may ask for, by the name templates use for it."""
    files = {name: asset(name, (static / "vendor" / name).read_bytes()) for name in FONTS}
    files["app.css"] = asset("app.css", stylesheet(static, files))
    files["app.js"] = asset("app.js", script(static))
    for name in ("push.js", "push-worker.js"):
        files[name] = asset(name, (static / "js" / name).read_bytes())
    files["favicon.svg"] = asset("favicon.svg", (static / "favicon.svg").read_bytes())
    return files


ASSETS = build(STATIC)
BY_FILE = {one.file: one for one in ASSETS.values()}

assets = Blueprint("assets", __name__)


def asset_url(name: str) -> str:
    """The address of an asset for a template: `asset_url('app.css')`. An unknown name is a KeyError."""
    return ASSETS[name].url


@assets.get("/assets/<file>")
def show(file: str) -> Response:
    """The content of one asset, compressed for whoever reads that; 404 for an address of another release."""
    found = BY_FILE.get(file)
    if found is None:
        abort(404)
    packed = found.packed if request.accept_encodings.quality("gzip") > 0 else None
    response = Response(packed or found.body, content_type=found.media_type)
    response.headers["Cache-Control"] = FOR_EVER
    if found.packed:
        response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
