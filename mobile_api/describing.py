"""The description (OpenAPI 3.1) of every operation, said beside its view and nowhere else.

flask-smorest gathers and serves it. Its own decorators would parse and dump again around every view, so an operation
is described in full with `doc`, and the view itself is what Flask calls.
"""

from collections.abc import Callable, Iterable, Mapping
from inspect import unwrap
from typing import Any

import orjson
from flask import Flask, Response
from flask_smorest import Api, Blueprint
from marshmallow import Schema
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from backend.kernel.errors import CATALOGUE
from backend.kernel.shapes import schema
from mobile_api import problems
from mobile_api.answer_schemas import answer_schema
from mobile_api.doors import JSON, Body, File
from mobile_api.files import FORM, Upload
from mobile_api.problems import CONTENT_TYPE, HTTP_PROBLEMS, STATUSES

View = Callable[..., Response]

ABOUT = """What phone apps are built against. It may grow; what stands here keeps its names and meanings.

Ids are UUIDs, and a client may send its own `id` (UUIDv7) with whatever it makes: the same id and content gets the
first result again (200), other content 409 `id.reused`. Instants are RFC 3339 in UTC, days are `YYYY-MM-DD` in the
organisation's time zone. Everything that goes wrong is a problem document (RFC 9457) with a stable `code`. Fields a
client does not know are to be overlooked."""

_HEADERS: Mapping[int, tuple[str, str]] = {
    401: ("WWW-Authenticate", "Whether to sign in, or to show presence and send the same again (RFC 9470)."),
    405: ("Allow", "The methods this address takes."),
    429: ("Retry-After", "Seconds to wait."),
    503: ("Retry-After", "Seconds to wait."),
    507: ("Retry-After", "Seconds to wait."),
}
_BODY_PROBLEMS = ("request.malformed", "request.too_large", "request.unsupported_media_type", "request.invalid")
_EDIT_PROBLEMS = ("request.if_match_needed", "request.stale")
_ALWAYS = ("busy",)
_CONDITION = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of what the client has; 304 when that is what there is.",
    "schema": {"type": "string"},
}

_EDITED = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what is changed: 428 without it, 412 when somebody else has changed it.",
    "schema": {"type": "string"},
}


_BINARY = {"type": "string", "format": "binary"}


class IdConverter(BaseConverter):
    """An id in an address: a UUID in either case, lowered. Anything else is no address of ours."""

    regex = "-".join(f"[0-9a-fA-F]{{{n}}}" for n in (8, 4, 4, 4, 12))

    def to_python(self, value: str) -> str:
        """The id as we keep it."""
        return value.lower()


class Room(Blueprint):
    """The operations of one room."""

    def operation(
        self,
        method: str,
        rule: str,
        *,
        gives: Mapping[int, Any],
        takes: Body | File | Upload | None = None,
        query: type | None = None,
        refuses: Iterable[str] = (),
        example: Any = None,
        is_public: bool = False,
        has_tag: bool = False,
        is_edit: bool = False,
    ) -> Callable[[View], View]:
        """Puts a view at an address and describes it: its docstring is the summary, `gives` has a dataclass (or a
        schema, a file's content type or several, or None) for each status, `refuses` the codes of the refusals it may
        answer with. `is_edit` asks for If-Match.
        """
        codes = [*refuses, *(() if is_public else ("session.required",)), *_ALWAYS]
        codes += _BODY_PROBLEMS if takes else ("request.invalid",) if query else ()
        codes += _EDIT_PROBLEMS if is_edit else ()
        told = {
            "responses": _problems(codes) | {s: _given(s, shape, example, has_tag) for s, shape in gives.items()},
            "parameters": [
                *([{"in": "query", "schema": schema(query)}] if query else []),
                *([_CONDITION] if has_tag and not is_edit else []),
                *([_EDITED] if is_edit else []),
            ],
        }
        if takes:
            told["requestBody"] = _taken(takes)
        if is_public:
            told["security"] = []

        def put(view: View) -> View:
            documented = self.doc(operationId=view.__name__, **_sorted(told))(view)
            self.add_url_rule(rule, view.__name__, documented, methods=[method])
            return view

        return put


def _taken(takes: Body | File | Upload) -> dict[str, Any]:
    if isinstance(takes, Upload):
        parts = {"said": takes.body.schema, "file": _BINARY}
        form = {"type": "object", "required": list(parts), "properties": parts}
        kinds = {"said": {"contentType": JSON}, "file": {"contentType": ", ".join(takes.types)}}
        content = {FORM: {"schema": form, "encoding": kinds, "example": {"said": takes.body.example}}}
        return {"required": True, "description": takes.about, "content": content}
    if isinstance(takes, File):
        return {"required": True, "description": takes.about, "content": _binary(takes.types)}
    return {"required": True, "content": {JSON: {"schema": takes.schema, "example": takes.example}}}


def _binary(types: Iterable[str]) -> dict[str, Any]:
    return {type_: {"schema": _BINARY} for type_ in types}


def _sorted(told: dict[str, Any]) -> dict[str, Any]:
    responses = told.pop("responses")
    parameters = told.pop("parameters")
    return {
        **({"parameters": parameters} if parameters else {}),
        **told,
        "responses": {str(status): responses[status] for status in sorted(responses)},
    }


def _given(status: int, shape: Any, example: Any, has_tag: bool) -> dict[str, Any]:
    if shape is None:
        words = {204: "Done.", 304: "What the client has is what there is."}
        return {"description": words[status]}
    if isinstance(shape, str):
        return {"description": "The file.", "content": _binary([shape])}
    if isinstance(shape, tuple):
        return {"description": "The file, as what it is.", "content": _binary(shape)}
    shown = shape if isinstance(shape, dict) or _is_schema(shape) else answer_schema(shape)
    content = {"schema": shown, **({"example": example} if example else {})}
    words = {200: "This, as it is now.", 201: "Made."}
    described: dict[str, Any] = {"description": words[status], "content": {JSON: content}}
    if has_tag:
        described["headers"] = {"ETag": {"description": "Stands for this answer.", "schema": {"type": "string"}}}
    return described


def _is_schema(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, Schema)


def _problems(codes: Iterable[str]) -> dict[int, dict[str, Any]]:
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        status, words = _words(code)
        by_status.setdefault(status, []).append(f"`{code}`: {words}")
    return {status: _problem(status, lines) for status, lines in by_status.items()}


def _words(code: str) -> tuple[int, str]:
    if refusal := CATALOGUE.get(code):
        return STATUSES[refusal.kind], refusal.text
    return next((status, words) for status, (known, words) in HTTP_PROBLEMS.items() if known == code)


def _problem(status: int, lines: list[str]) -> dict[str, Any]:
    content = {"schema": answer_schema(problems.Problem)}
    described: dict[str, Any] = {"description": "\n\n".join(lines), "content": {CONTENT_TYPE: content}}
    if status in _HEADERS:
        name, words = _HEADERS[status]
        described["headers"] = {name: {"description": words, "schema": {"type": "string"}}}
    return described


class Description(Api):
    """flask-smorest's description, with our problem documents for its errors."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = answer_schema(problems.Problem)

    def handle_http_exception(self, error: HTTPException) -> Response:
        """The problem document of what Flask refuses."""
        return problems.told(error)


def describe(app: Flask, rooms: Iterable[Room]) -> Description:
    """Registers the rooms with `app` and describes them."""
    app.url_map.converters["id"] = IdConverter
    app.config.update(API_TITLE="Countersign", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    scheme = {"type": "http", "scheme": "bearer", "description": "The access token of POST /v1/auth/sessions."}
    api = Description(
        app,
        spec_kwargs={
            "info": {"description": ABOUT, "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"}},
            "servers": [{"url": "/api"}],
            "security": [{"bearer": []}],
        },
    )
    api.spec.components.security_scheme("bearer", scheme)
    api.register_converter(IdConverter, lambda _converter: {"type": "string", "format": "uuid"})
    for room in rooms:
        api.register_blueprint(room)
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = unwrap(view)
    return api


def told(api: Description) -> bytes:
    """The description as bytes, the same each time."""
    document = api.spec.to_dict()
    document["components"]["schemas"].pop("PaginationMetadata")  # flask-smorest's own; our pages stand in the body
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
