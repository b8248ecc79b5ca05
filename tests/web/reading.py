"""A page as a test reads it: its elements, its words, and its forms with what stands in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "img", "hr"}


@dataclass
class Element:
    """A tag with its attributes."""

    tag: str
    attrs: dict[str, str | None]


@dataclass
class Form:
    """A form: where it posts to, and the fields a browser would send as it stands."""

    action: str
    id: str | None
    fields: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **values: str | None) -> dict[str, str]:
        """The fields with some of them filled in; None leaves one out."""
        return {name: value for name, value in {**self.fields, **values}.items() if value is not None}


class Page(HTMLParser):
    """A page, read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._textarea: str | None = None
        self.html = html
        self.feed(html)

    @property
    def text(self) -> str:
        """Every word on it, with single spaces."""
        return " ".join(" ".join(self._words).split())

    @property
    def heading(self) -> str:
        """Its first heading."""
        return Page(self.html.split("<h1", 1)[1].split(">", 1)[1].split("</h1>", 1)[0]).text

    def form(self, id_: str) -> Form:
        """The form with that id."""
        return next(form for form in self.forms if form.id == id_)

    def links(self) -> list[str]:
        """Where its links lead."""
        return [one.attrs["href"] or "" for one in self.elements if one.tag == "a"]

    def by_id(self, id_: str) -> Element | None:
        """The element with that id."""
        return next((one for one in self.elements if one.attrs.get("id") == id_), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps an element, and what it adds to the form it stands in."""
        found = dict(attrs)
        self.elements.append(Element(tag, found))
        if tag == "form":
            self.forms.append(Form(found.get("action") or "", found.get("id")))
        elif tag == "textarea":
            self._textarea = found["name"]
            self.forms[-1].fields[self._textarea or ""] = ""
        elif tag == "input":
            self._input(found)

    def _input(self, attrs: dict[str, str | None]) -> None:
        name, value = attrs["name"] or "", attrs.get("value") or ""
        form = self.forms[-1]
        if attrs.get("type") in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(value)
            if "checked" not in attrs:
                return
        form.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        """Ends a text field."""
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """Keeps words, also as what stands in a text field."""
        self._words.append(data)
        if self._textarea:
            self.forms[-1].fields[self._textarea] += data.removeprefix("\n")
