"""What the matrix expects of every page. A form is posted whole, with every field that any page takes."""

from typing import Any

from tests.matrix.table import AGREEMENT, PERSON, PLAN, SIGNED, Row

FORM: dict[str, Any] = {
    "reason": "It has done its work.", "text": "As I see it.", "note": "On Thursday.", "answer": "agree",
    "signatures": "2", "until_on": "2027-02-01", "from_on": "2026-12-01", "mentor_id": "{mentor_id}",
    "person_id": "{mentor_id}", "agreement_id": "{agreement_id}", "framework_id": "{framework_id}",
    "plan_id": "{plan_id}", "held_on": "2026-10-01", "minutes": "30", "mode": "coaching", "plans": "pause",
    "outcome": "competent", "seen_on": "2026-10-01", "method": "observed", "help": "alone",
    "statement": "Found cover before noon.", "item_rev": "1", "intent": "1", "what_matters": "Time to talk.",
    "goal_short": "One week on call.", "goal_long": "Run the service.", "support_arrangement": "both",
    "programme": "new_managers", "mentee_id": "{person_id}", "mentor_1": "{mentor_id}",
    "short_1": "One week on call.", "starts_on": "2026-10-01",
    "ends_on": "2026-12-30", "on": "2027-01-01", "revision": "1", "outcomes": "# none", "rev": "1",
    "pin": "000000", "criterion": "", "happened_at": "2026-10-01T09:00:00Z", "consulted": "",
}  # fmt: skip

NOUNS = ("appointments", "identity-checks", "leaving", "line-manager", "names", "staff-number")


def _pages() -> dict[str, Row]:
    one, plan = "/agreements/<agreement_id>", "/plans/<plan_id>"
    item = f"{plan}/items/<item_id>"
    return {
        # one's own
        **{f"GET {path}": Row() for path in (
            "/", "/me", "/plan", "/plans", "/mentees", "/agreements", "/agreements/new", "/people", "/frameworks",
            "/hours", "/notes",
            "/me/organisations", "/me/password", "/me/pin", "/me/sessions",
        )},
        **{f"POST {path}": Row(body=FORM) for path in (
            "/me/password", "/me/pin", "/me/sessions/ending", "/me/shared-phone",
            "/me/shared-phone/removal", "/sign-out",
        )},
        "POST /me/organisations": Row(body=FORM),
        "POST /me/sessions/<session_id>/ending": Row("nobody", body=FORM),
        # people and the organisation
        "GET /people/<person_id>": Row(PERSON),
        "GET /people/<person_id>/absences": Row(PERSON, "S L N P D"),
        "POST /people/<person_id>/absences": Row(PERSON, "L N P D", FORM),
        "GET /absences/<absence_id>/ending/new": Row(PERSON, "L N P D"),
        "POST /absences/<absence_id>/ending": Row(PERSON, "L N P D", FORM),
        "GET /people/<person_id>/joining-code/new": Row(PERSON, "P D"),
        "POST /people/<person_id>/joining-code": Row(PERSON, "P D", FORM),
        **{f"GET /people/<person_id>/{noun}/new": Row(PERSON, "P D") for noun in NOUNS},
        **{f"POST /people/<person_id>/{noun}": Row(PERSON, "P D", FORM) for noun in NOUNS},
        "POST /people/<person_id>/line-manager/ending": Row(PERSON, "P D", FORM),
        # nobody comes back who has not left
        "GET /people/<person_id>/returning/new": Row(PERSON, "nobody"),
        "POST /people/<person_id>/returning": Row(PERSON, "nobody", FORM),
        **{f"GET {path}": Row("*", "P D") for path in ("/people/new", "/sites", "/sites/new", "/areas/new")},
        **{f"POST {path}": Row("*", "P D", FORM) for path in ("/people", "/sites", "/areas")},
        **{f"GET /{kind}s/<{kind}_id>/names/new": Row("MEMBER", "P D") for kind in ("area", "site")},
        **{f"POST /{kind}s/<{kind}_id>/names": Row("MEMBER", "P D", FORM) for kind in ("area", "site")},
        **{f"GET /people/{path}": Row("*", "P D") for path in ("import", "export.csv", "export.xlsx")},
        "POST /people/import": Row("*", "P D", FORM),
        "GET /people/imports/<import_id>": Row("nobody"),
        "POST /people/imports/<import_id>": Row("nobody", body=FORM),
        "GET /organisation": Row("*", "P D"),
        "POST /organisation": Row("*", "P D", FORM),
        # frameworks
        "GET /frameworks/<framework_id>": Row("MEMBER"),
        "GET /frameworks/<framework_id>/file": Row("MEMBER"),
        "POST /frameworks/<framework_id>/retirement": Row("MEMBER", "E D", FORM),
        "GET /framework-drafts/new": Row("*", "E D"),
        "POST /framework-drafts": Row("*", "E D", FORM),
        "GET /framework-drafts/<draft_id>": Row("E D"),
        "POST /framework-drafts/<draft_id>": Row("E D", body=FORM),
        "POST /framework-drafts/<draft_id>/outcomes": Row("E D", body=FORM),
        "POST /framework-drafts/<draft_id>/publication": Row("E D", body=FORM),
        "POST /framework-drafts/<draft_id>/discarding": Row("E D", body=FORM),
        # agreements
        "POST /agreements": Row(PERSON, "S M L N A E", FORM, names_a_place=True),
        f"GET {one}": Row(AGREEMENT),
        f"POST {one}/approval": Row(AGREEMENT, "A", FORM),
        f"POST {one}/answers": Row(f"{AGREEMENT} W2", "S M W2", FORM),
        f"GET {one}/amendments/new": Row(AGREEMENT, "S M"),
        f"POST {one}/amendments": Row(AGREEMENT, "S M", FORM),
        f"GET {one}/mentors/new": Row(AGREEMENT, "A"),
        f"POST {one}/mentors": Row(AGREEMENT, "A", FORM),
        f"GET {one}/mentors/<mentor_id>/leaving/new": Row(AGREEMENT, "A M"),
        f"POST {one}/mentors/<mentor_id>/leaving": Row(AGREEMENT, "A M", FORM),
        f"GET {one}/pauses/new": Row(AGREEMENT, "A"),
        f"POST {one}/pauses": Row(AGREEMENT, "A", FORM),
        f"POST {one}/pauses/current/ending": Row(AGREEMENT, "A", FORM),
        f"GET {one}/ending/new": Row(AGREEMENT, "S M A"),
        f"POST {one}/ending": Row(AGREEMENT, "S M A", FORM),
        f"GET {one}/plans": Row(AGREEMENT, "M A"),
        f"POST {one}/plans/<plan_id>": Row(AGREEMENT, "M A", FORM),
        f"POST {one}/change-requests": Row(AGREEMENT, "S", FORM),
        f"POST {one}/change-requests/<request_id>/answer": Row(AGREEMENT, "A", FORM),
        f"GET {one}/conversations": Row(AGREEMENT, "S M"),
        f"POST {one}/conversations": Row(AGREEMENT, "M", FORM),
        "GET /conversations/<conversation_id>/striking/new": Row(AGREEMENT, "W"),
        "POST /conversations/<conversation_id>/striking": Row(AGREEMENT, "W", FORM),
        # plans
        f"GET {plan}": Row(PLAN),
        f"GET {plan}/moves/<framework_id>": Row(PLAN, "A E"),
        f"POST {plan}/moves": Row(PLAN, "A E", FORM),
        f"GET {plan}/sign-offs/new": Row(PLAN, "M"),
        f"POST {plan}/sign-offs": Row(PLAN, "M", FORM),
        f"POST {plan}/notes": Row(PLAN, body=FORM),
        f"GET {item}": Row(PLAN),
        f"GET {item}/history": Row(PLAN),
        f"GET {item}/disputes/new": Row(PLAN, "S"),
        f"POST {item}/disputes": Row(PLAN, "S", FORM),
        f"GET {item}/lending": Row(PLAN, "S"),
        f"POST {item}/lending": Row(PLAN, "S", FORM),
        f"POST {item}/notes": Row(PLAN, body=FORM),
        f"POST {item}/requests": Row(PLAN, "S", FORM),
        f"GET {item}/requirements/new": Row(PLAN, "S M"),
        f"POST {item}/requirements": Row(PLAN, "S M", FORM),
        f"GET {item}/sign-offs/new": Row(PLAN, "M"),
        f"POST {item}/sign-offs": Row(PLAN, "M", FORM),
        "GET /requests/<request_id>/decline/new": Row(PLAN, "M"),
        "POST /requests/<request_id>/decline": Row(PLAN, "M", FORM),
        "GET /requests/<request_id>/passing-on/new": Row(PLAN, "M"),
        "POST /requests/<request_id>/passing-on": Row(PLAN, "M", FORM),
        "POST /requests/<request_id>/withdrawal": Row(PLAN, "S", FORM),
        "POST /requirements/<requirement_id>/answers": Row(PLAN, "M", FORM),
        "POST /requirements/<requirement_id>/withdrawal": Row(PLAN, "S", FORM),
        "GET /sign-offs/<sign_off_id>/receipt": Row(SIGNED),
        "GET /sign-offs/<sign_off_id>/dispute/new": Row(PLAN, "S"),
        "POST /sign-offs/<sign_off_id>/dispute": Row(PLAN, "S", FORM),
        # that a withdrawal is open is told to all who see the sign-off
        "GET /sign-offs/<sign_off_id>/withdrawal/new": Row(SIGNED),
        "POST /sign-offs/<sign_off_id>/withdrawal": Row(SIGNED, body=FORM),
        "GET /withdrawals/<withdrawal_id>/receipt": Row(SIGNED),
        "GET /withdrawals/<withdrawal_id>/confirmations/new": Row(SIGNED, "A P L but W"),
        "POST /withdrawals/<withdrawal_id>/confirmations": Row(SIGNED, "A P L but W", FORM),
        "POST /withdrawals/<withdrawal_id>/taking-back": Row(SIGNED, "OPENER", FORM),
        # copies to keep
        **{f"GET /me/copy{kind}": Row() for kind in ("", ".json")},
        **{f"GET {plan}/copy{kind}": Row(PLAN) for kind in ("", ".pdf", ".json")},
        **{f"GET /people/<person_id>/copy{kind}": Row(PERSON, "P") for kind in ("", ".pdf", ".json")},
        # notes
        "GET /notes/<note_id>/signing": Row("W"),
        "POST /notes/<note_id>/dropping": Row("W", body=FORM),
    }  # fmt: skip


PAGES = _pages()
