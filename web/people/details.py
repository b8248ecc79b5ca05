"""Somebody's name, staff number and checked identity."""

from flask import Blueprint, request

from backend.people.details import (
    ChangeName,
    ChangeStaffNumber,
    RecordIdentityCheck,
    change_name,
    change_staff_number,
    record_identity_check,
)
from web.forms import posted
from web.people.one_form import Data, OneForm, open_form

details = Blueprint("details", __name__)


def _checked() -> Data:
    return posted("id", "checked_on") | {"method": request.form["identity_method"]}


def _numbered() -> Data:
    return {"staff_number": None, **posted("id", "staff_number")}


for form in (
    OneForm("names", "change_name", ChangeName, change_name, ("name",), lambda: posted("id", "name")),
    OneForm("staff-number", "change_staff_number", ChangeStaffNumber, change_staff_number, (), _numbered),
    OneForm("identity-checks", "check_identity", RecordIdentityCheck, record_identity_check,
            ("identity_method", "checked_on"), _checked),
):  # fmt: skip
    open_form(details, form)
