"""Pages of the documentation that are made from the code: every refusal, and who may do what."""

import importlib
import pkgutil
from pathlib import Path

import backend
from backend.kernel.errors import CATALOGUE
from backend.kernel.ties import GRANTS, Tie

DOCS = Path(__file__).parent.parent / "docs"


def errors_page() -> str:
    """`docs/errors.md`: every refusal with its code, what kind it is, and the words people read."""
    for module in pkgutil.walk_packages(backend.__path__, "backend."):  # each declares its refusals as it is read
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    lines = [f"| `{one.code}` | {one.kind} | {one.text} |" for one in sorted(CATALOGUE.values(), key=lambda r: r.code)]
    head = [
        "# Refusals",
        "",
        "Made from the code by `./run pages`. A code never changes its meaning; words may. What stands in braces is",
        "filled in, and stands in `params` of the phone API's problem documents.",
        "",
        "| code | kind | words |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *lines, ""])


def rights_page() -> str:
    """`docs/rights.md`: for each thing one may do, the ties that let one."""
    columns = [tie for tie in Tie if any(tie in granted for granted in GRANTS.values())]
    head = [
        "# Who may do what",
        "",
        "Made from the code by `./run pages`. A right is a tie (how a person stands to the thing) and a grant. Nobody",
        "signs their own work, approves an agreement about themselves or appoints themselves, whatever ties they hold.",
        "Approvers and reviewers are area managers, and whoever else the organisation's settings say.",
        "",
        f"| | {' | '.join(tie.replace('_', ' ') for tie in columns)} |",
        f"|---|{'---|' * len(columns)}",
    ]
    rows = [
        f"| {do.replace('_', ' ')} | {' | '.join('yes' if tie in granted else '' for tie in columns)} |"
        for do, granted in GRANTS.items()
    ]
    return "\n".join([*head, *rows, ""])


PAGES = {"errors.md": errors_page, "rights.md": rights_page}


def write_pages() -> None:
    """Writes every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page())


def stale_pages() -> list[str]:
    """The names of the pages that no longer say what the code says."""
    return [name for name, page in PAGES.items() if (DOCS / name).read_text() != page()]
