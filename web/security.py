"""What protects every page: headers, the session cookie, and the token in each form.

BREACH (guessing a secret from the size of compressed answers) needs another site to make a browser send many
requests with its cookie, text of the attacker's in the same answer, and a secret that stays the same. The cookie is
`SameSite=Lax`, so other sites' requests carry none; no page repeats what its address says, but for the path to go on
to on the sign-in page and what was searched for; and the token's signature changes every second.
"""

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

from backend.kernel.settings import Settings

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""What a machine calls itself: nobody else is led astray by it."""
LARGEST_FORM = 256 * 1024
LARGEST_FILE = 5 * 1024 * 1024 + LARGEST_FORM
LARGEST_EVIDENCE = 10 * 1024 * 1024 + LARGEST_FORM
FILES = {"imports.upload": LARGEST_FILE, "evidence.add": LARGEST_EVIDENCE}
"""The forms that a file is sent with, and how much they take."""


def protect(app: Flask, settings: Settings) -> None:
    """Puts all of it in place."""
    if not settings.secret_key:
        raise ValueError("a secret key is needed to sign the session cookie: set COUNTERSIGN_SECRET_KEY")
    secure = settings.secure_cookies
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-countersign" if secure else "countersign",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a long statement is not lost to an hour's pause
        WTF_CSRF_SSL_STRICT=False,  # browsers that hide the referrer may sign; `__Host-` keeps subdomains out
    )
    app.before_request(_let_files_in)
    CSRFProtect(app)
    app.after_request(_with_headers)
    if secure:
        app.after_request(_only_encrypted)


def _let_files_in() -> None:
    """A file is larger than any form."""
    if request.endpoint in FILES:
        request.max_content_length = FILES[request.endpoint]


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.blueprint != "assets":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _only_encrypted(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
