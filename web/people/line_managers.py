"""Naming somebody's line manager, and ending that."""

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id
from backend.people.line_managers import NameLineManager, end_line_management, name_line_manager
from backend.people.listing import PeopleFilter, list_people
from web.forms import asked, posted
from web.pages import answered
from web.paths import person_at
from web.people.one_form import Data, OneForm, open_form
from web.people.reading import person_page
from web.visits import Visit, acting

line_managers = Blueprint("line_managers", __name__)
MOST_FOUND = 10


def _colleagues(visit: Visit, _person_id: Id) -> Data:
    search = asked("search").get("search", "")[:100]
    found = list_people(visit.tx, visit.actor, PeopleFilter(search=search, limit=MOST_FOUND)).items if search else []
    return {"search": search, "found": found}


def _named() -> Data:
    return posted("id", "manager_id")


open_form(
    line_managers,
    OneForm("line-manager", "name_line_manager", NameLineManager, name_line_manager, ("manager_id",), _named,
            _colleagues),
)  # fmt: skip


@line_managers.post("/people/<id:person_id>/line-manager/ending")
def end_line(person_id: Id) -> AnyResponse:
    """Ends line management, until somebody else is named."""
    with acting() as visit:
        end_line_management(visit.tx, visit.actor, person_id)
    return answered(person_page, person_at(person_id), "line-ended", person_id=person_id)
