"""The page on which people read the API and try it, at `/api/docs`. Nothing on it comes from elsewhere.

RapiDoc writes styles into its own elements, so this one page has a policy of its own.
"""

import gzip
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, request

_VENDORED = Path(__file__).parent.parent / "web" / "static" / "vendor" / "rapidoc-min.js"
_SCRIPT = _VENDORED.read_bytes()
_PACKED = gzip.compress(_SCRIPT, 9, mtime=0)
_SCRIPT_NAME = f"rapidoc.{sha256(_SCRIPT).hexdigest()[:12]}.js"

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

PAGE = f"""<!doctype html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>The phone API · Countersign</title>
  <script type="module" src="docs/{_SCRIPT_NAME}"></script>
</head>
<body>
  <noscript><p>This page needs JavaScript. The same is written down in <a href="v1/openapi.json">openapi.json</a>.</p>
  </noscript>
  <rapi-doc spec-url="v1/openapi.json" load-fonts="false" regular-font="system-ui, sans-serif"
    mono-font="ui-monospace, monospace" bg-color="#f6f3ec" text-color="#16302b" primary-color="#0b5d4e"
    nav-bg-color="#16302b" nav-text-color="#d5ddd5" nav-accent-color="#7fc9b3" theme="light" render-style="read"
    schema-style="table" show-header="false" allow-spec-url-load="false" allow-spec-file-load="false"
    allow-server-selection="false" allow-advanced-search="false" persist-auth="false"></rapi-doc>
</body>
</html>
"""

docs = Blueprint("docs", __name__)


@docs.get("/docs")
def page() -> Response:
    """The page."""
    headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache"}
    return Response(PAGE, content_type="text/html; charset=utf-8", headers=headers)


@docs.get(f"/docs/{_SCRIPT_NAME}")
def script() -> Response:
    """The one script of the page."""
    takes_packed = request.accept_encodings.quality("gzip") > 0
    response = Response(_PACKED if takes_packed else _SCRIPT, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if takes_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
