"""F16: every route refuses a stranger, by walking the URL map."""

import re

from backend.kernel.ids import new_id
from mobile_api import ROOMS
from mobile_api.accounts import examples as accounts
from mobile_api.frameworks import examples as frameworks
from mobile_api.mentoring import examples as mentoring
from mobile_api.notices import examples as notices
from mobile_api.people import examples as people
from mobile_api.practice import examples as practice
from mobile_api.readiness import examples as readiness
from mobile_api.records import examples as records
from mobile_api.reviews import examples as reviews
from mobile_api.signoff import examples as signoff
from tests.mobile_api.conftest import Desk, Phone, code_of, parts

SENT, FORM = parts(practice.ADD_EVIDENCE)
PUBLIC = {
    ("POST", "/v1/auth/sessions"),
    ("POST", "/v1/auth/refreshes"),
    ("POST", "/v1/auth/joinings"),
    ("GET", "/v1/openapi.json"),
}
BODIES = {
    "/v1/samples": readiness.DRAW_SAMPLE,
    "/v1/absences/<id:absence_id>/ending": people.BACK,
    "/v1/agreements/<id:agreement_id>/ending": mentoring.ENDING,
    "/v1/agreements/<id:agreement_id>/pauses": mentoring.PAUSE,
    "/v1/people/<id:person_id>/absences": people.ABSENCE,
    "/v1/people/<id:person_id>/deputies": people.NAME_DEPUTY,
    "/v1/plans/<id:plan_id>/agreement": signoff.TAKING_UP,
    "/v1/agreements": mentoring.PROPOSE,
    "/v1/agreement-groups": mentoring.PROPOSE_GROUP,
    "/v1/agreements/<id:agreement_id>/approval": mentoring.APPROVE,
    "/v1/agreements/<id:agreement_id>/answers": mentoring.ANSWER,
    "/v1/agreements/<id:agreement_id>/amendments": mentoring.AMEND,
    "/v1/agreements/<id:agreement_id>/mentors": mentoring.ADD_MENTOR,
    "/v1/agreements/<id:agreement_id>/mentors/<id:mentor_id>": mentoring.REMOVE_MENTOR,
    "/v1/agreements/<id:agreement_id>/mentors/<id:mentor_id>/leaving": mentoring.REMOVE_MENTOR,
    "/v1/agreements/<id:agreement_id>/change-requests": mentoring.ASK_FOR_CHANGE,
    "/v1/agreements/<id:agreement_id>/change-requests/<id:request_id>/answer": mentoring.ANSWER_CHANGE,
    "/v1/agreements/<id:agreement_id>/conversations": mentoring.CONVERSATION,
    "/v1/conversations/<id:conversation_id>/striking": mentoring.STRIKE,
    "/v1/areas": people.AREA,
    "/v1/areas/<id:area_id>/names": people.AREA,
    "/v1/people": people.ADD_PERSON,
    "/v1/people/<id:person_id>/appointments": people.APPOINT,
    "/v1/people/<id:person_id>/identity-checks": people.IDENTITY_CHECK,
    "/v1/people/<id:person_id>/leaving": people.LEAVING,
    "/v1/people/<id:person_id>/line-manager": people.LINE_MANAGER,
    "/v1/people/<id:person_id>/names": people.NAME,
    "/v1/people/<id:person_id>/returning": people.APPOINT,
    "/v1/people/<id:person_id>/staff-number": people.STAFF_NUMBER,
    "/v1/sites": people.SITE,
    "/v1/sites/<id:site_id>/names": people.SITE_NAME,
    "/v1/auth/presences": accounts.PRESENCE,
    "/v1/auth/switches": accounts.SWITCH,
    "/v1/devices/<id:device_id>/push-target": notices.PUT_TARGET,
    "/v1/organisation/meetings": notices.CHANGE_MEETING,
    "/v1/me/password": accounts.CHANGE_PASSWORD,
    "/v1/me/pin": accounts.CHANGE_PIN,
    "/v1/notes": practice.MAKE_NOTE,
    **dict.fromkeys(("/v1/deliveries/resending", "/v1/me/calendar")),
    **dict.fromkeys(("/v1/notices/reading", "/v1/notices/<id:notice_id>/reading")),
    "/v1/organisation": people.CHANGE_SETTINGS,
    "/v1/notice-preferences": notices.PUT_PREFERENCES,
    "/v1/text-checks": people.TEXT_CHECK,
    "/v1/people/imports": b"Staff number,Name",
    "/v1/evidence": SENT,
    "/v1/reflections": practice.MAKE_REFLECTION,
    "/v1/reflections/<id:reflection_id>": practice.CHANGED_REFLECTION,
    "/v1/reflections/<id:reflection_id>/sharing": {},
    "/v1/evidence/<id:evidence_id>/taking-back": {},
    "/v1/people/<id:person_id>/joining-codes": accounts.JOINING_CODE,
    "/v1/framework-drafts": frameworks.NEW_DRAFT,
    "/v1/framework-drafts/<id:draft_id>": frameworks.CHANGED_DRAFT,
    "/v1/framework-drafts/<id:draft_id>/outcomes": frameworks.CHANGED_DRAFT,
    "/v1/framework-drafts/<id:draft_id>/publication": {},
    "/v1/frameworks/<id:framework_id>/retirement": frameworks.RETIRE_FRAMEWORK,
    "/v1/plans": signoff.CREATE_PLAN,
    "/v1/plans/<id:plan_id>/moves": signoff.MOVE_PLAN,
    "/v1/plans/<id:plan_id>/items/<id:item_id>/requests": signoff.REQUEST,
    "/v1/plans/<id:plan_id>/items/<id:item_id>/sign-offs": signoff.SIGN_OFF,
    "/v1/sign-offs/<id:sign_off_id>/withdrawal": signoff.WITHDRAWAL,
    "/v1/withdrawals/<id:withdrawal_id>/confirmations": signoff.CONFIRMATION,
    "/v1/sign-offs/<id:sign_off_id>/not-me": {},
    "/v1/sign-offs/<id:sign_off_id>/lifting": signoff.LIFTING,
    "/v1/liftings/<id:lifting_id>/confirmations": signoff.CONFIRMATION,
    "/v1/requests/<id:request_id>/decline": signoff.DECLINE,
    "/v1/requests/<id:request_id>/passing-on": signoff.PASSING_ON,
    "/v1/plans/<id:plan_id>/items/<id:item_id>/requirements": signoff.REQUIREMENT,
    "/v1/records": records.WRITE,
    "/v1/records/<id:record_id>": records.REWRITE,
    "/v1/records/<id:record_id>/sharing": {},
    "/v1/records/<id:record_id>/discussion": records.DISCUSS,
    "/v1/records/<id:record_id>/answer": records.ANSWER,
    "/v1/records/<id:record_id>/amendments": records.AMEND,
    "/v1/records/<id:record_id>/inclusion": records.INCLUDE,
    "/v1/next-steps/<id:step_id>/settlement": records.SETTLE,
    "/v1/requirements/<id:requirement_id>/answers": signoff.REQUIREMENT_ANSWER,
    "/v1/plans/<id:plan_id>/items/<id:item_id>/disputes": signoff.DISPUTE,
    "/v1/sign-offs/<id:sign_off_id>/dispute": signoff.DISPUTE,
    "/v1/plans/<id:plan_id>/reviews": reviews.REVIEW_PLAN,
    "/v1/plans/<id:plan_id>/views": reviews.VIEW,
    "/v1/reviews/<id:review_id>/confirmations": reviews.CONFIRM_REVIEW,
    "/v1/reviews/<id:review_id>/decline": reviews.DECLINE_REVIEW,
    "/v1/reviews/<id:review_id>/comments": reviews.COMMENT,
}
TYPES = {"/v1/people/imports": "text/csv", "/v1/evidence": FORM}
QUERIES = {"/v1/people/<id:person_id>/what-if": f"?framework_id={new_id()}&role=manager"}
ROUTES = """\
DELETE /v1/agreements/<id:agreement_id>/mentors/<id:mentor_id>
DELETE /v1/agreements/<id:agreement_id>/pauses/current
DELETE /v1/auth/sessions
DELETE /v1/auth/sessions/<id:session_id>
DELETE /v1/auth/sessions/current
DELETE /v1/devices/<id:device_id>/push-target
DELETE /v1/framework-drafts/<id:draft_id>
DELETE /v1/liftings/<id:lifting_id>
DELETE /v1/me/calendar
DELETE /v1/notes/<id:note_id>
DELETE /v1/people/<id:person_id>/deputies/current
DELETE /v1/people/<id:person_id>/line-manager
DELETE /v1/records/<id:record_id>
DELETE /v1/reflections/<id:reflection_id>
DELETE /v1/requests/<id:request_id>
DELETE /v1/requirements/<id:requirement_id>
DELETE /v1/reviews/<id:review_id>
DELETE /v1/withdrawals/<id:withdrawal_id>
GET /v1/agreements
GET /v1/agreements/<id:agreement_id>
GET /v1/agreements/<id:agreement_id>/change-requests
GET /v1/agreements/<id:agreement_id>/conversations
GET /v1/agreements/<id:agreement_id>/history
GET /v1/agreements/<id:agreement_id>/mentors/<id:mentor_id>/leaving
GET /v1/agreements/<id:agreement_id>/plans-to-take-up
GET /v1/areas
GET /v1/auth/sessions
GET /v1/conversation-prompts
GET /v1/deliveries
GET /v1/evidence
GET /v1/evidence/<id:evidence_id>
GET /v1/evidence/<id:evidence_id>/file
GET /v1/framework-drafts
GET /v1/framework-drafts/<id:draft_id>
GET /v1/frameworks
GET /v1/frameworks/<id:framework_id>
GET /v1/frameworks/<id:framework_id>/file
GET /v1/me
GET /v1/me/calendar
GET /v1/me/copy
GET /v1/me/copy.pdf
GET /v1/me/hours
GET /v1/next-steps
GET /v1/notes
GET /v1/notice-preferences
GET /v1/notices
GET /v1/openapi.json
GET /v1/organisation
GET /v1/organisation/meeting
GET /v1/people
GET /v1/people/<id:person_id>
GET /v1/people/<id:person_id>/absences
GET /v1/people/<id:person_id>/copy
GET /v1/people/<id:person_id>/copy.pdf
GET /v1/people/<id:person_id>/deputies/current
GET /v1/people/<id:person_id>/leaving
GET /v1/people/<id:person_id>/what-if
GET /v1/people/export.csv
GET /v1/people/export.xlsx
GET /v1/plans
GET /v1/plans/<id:plan_id>
GET /v1/plans/<id:plan_id>/copy
GET /v1/plans/<id:plan_id>/copy.pdf
GET /v1/plans/<id:plan_id>/items/<id:item_id>/history
GET /v1/plans/<id:plan_id>/moves/<id:framework_id>
GET /v1/plans/<id:plan_id>/review-pack
GET /v1/plans/<id:plan_id>/review-pack.pdf
GET /v1/programmes
GET /v1/push-keys/webpush
GET /v1/readiness
GET /v1/readiness/answers
GET /v1/readiness/export.csv
GET /v1/readiness/export.xlsx
GET /v1/readiness/mentors
GET /v1/records
GET /v1/records/<id:record_id>
GET /v1/records/<id:record_id>/copy.pdf
GET /v1/reflections
GET /v1/reflections/<id:reflection_id>
GET /v1/reviews
GET /v1/reviews/<id:review_id>
GET /v1/rhythm
GET /v1/samples
GET /v1/samples/<id:sample_id>
GET /v1/sign-offs/<id:sign_off_id>/receipt
GET /v1/sites
GET /v1/waits
GET /v1/withdrawals/<id:withdrawal_id>/receipt
POST /v1/absences/<id:absence_id>/ending
POST /v1/agreement-groups
POST /v1/agreements
POST /v1/agreements/<id:agreement_id>/amendments
POST /v1/agreements/<id:agreement_id>/answers
POST /v1/agreements/<id:agreement_id>/approval
POST /v1/agreements/<id:agreement_id>/change-requests
POST /v1/agreements/<id:agreement_id>/change-requests/<id:request_id>/answer
POST /v1/agreements/<id:agreement_id>/conversations
POST /v1/agreements/<id:agreement_id>/ending
POST /v1/agreements/<id:agreement_id>/mentors
POST /v1/agreements/<id:agreement_id>/mentors/<id:mentor_id>/leaving
POST /v1/agreements/<id:agreement_id>/pauses
POST /v1/areas
POST /v1/areas/<id:area_id>/names
POST /v1/auth/joinings
POST /v1/auth/presences
POST /v1/auth/refreshes
POST /v1/auth/sessions
POST /v1/auth/switches
POST /v1/conversations/<id:conversation_id>/striking
POST /v1/deliveries/resending
POST /v1/evidence
POST /v1/evidence/<id:evidence_id>/taking-back
POST /v1/framework-drafts
POST /v1/framework-drafts/<id:draft_id>/outcomes
POST /v1/framework-drafts/<id:draft_id>/publication
POST /v1/frameworks/<id:framework_id>/retirement
POST /v1/liftings/<id:lifting_id>/confirmations
POST /v1/me/calendar
POST /v1/next-steps/<id:step_id>/settlement
POST /v1/notes
POST /v1/notices/<id:notice_id>/reading
POST /v1/notices/reading
POST /v1/organisation/meetings
POST /v1/people
POST /v1/people/<id:person_id>/absences
POST /v1/people/<id:person_id>/appointments
POST /v1/people/<id:person_id>/deputies
POST /v1/people/<id:person_id>/identity-checks
POST /v1/people/<id:person_id>/joining-codes
POST /v1/people/<id:person_id>/leaving
POST /v1/people/<id:person_id>/line-manager
POST /v1/people/<id:person_id>/names
POST /v1/people/<id:person_id>/returning
POST /v1/people/<id:person_id>/staff-number
POST /v1/people/imports
POST /v1/plans
POST /v1/plans/<id:plan_id>/agreement
POST /v1/plans/<id:plan_id>/items/<id:item_id>/disputes
POST /v1/plans/<id:plan_id>/items/<id:item_id>/requests
POST /v1/plans/<id:plan_id>/items/<id:item_id>/requirements
POST /v1/plans/<id:plan_id>/items/<id:item_id>/sign-offs
POST /v1/plans/<id:plan_id>/moves
POST /v1/plans/<id:plan_id>/reviews
POST /v1/plans/<id:plan_id>/views
POST /v1/records
POST /v1/records/<id:record_id>/amendments
POST /v1/records/<id:record_id>/answer
POST /v1/records/<id:record_id>/discussion
POST /v1/records/<id:record_id>/inclusion
POST /v1/records/<id:record_id>/sharing
POST /v1/reflections
POST /v1/reflections/<id:reflection_id>/sharing
POST /v1/requests/<id:request_id>/decline
POST /v1/requests/<id:request_id>/passing-on
POST /v1/requirements/<id:requirement_id>/answers
POST /v1/reviews/<id:review_id>/comments
POST /v1/reviews/<id:review_id>/confirmations
POST /v1/reviews/<id:review_id>/decline
POST /v1/samples
POST /v1/sign-offs/<id:sign_off_id>/dispute
POST /v1/sign-offs/<id:sign_off_id>/lifting
POST /v1/sign-offs/<id:sign_off_id>/not-me
POST /v1/sign-offs/<id:sign_off_id>/withdrawal
POST /v1/sites
POST /v1/sites/<id:site_id>/names
POST /v1/text-checks
POST /v1/withdrawals/<id:withdrawal_id>/confirmations
PUT /v1/devices/<id:device_id>/push-target
PUT /v1/framework-drafts/<id:draft_id>
PUT /v1/me/password
PUT /v1/me/pin
PUT /v1/notice-preferences
PUT /v1/organisation
PUT /v1/records/<id:record_id>
PUT /v1/reflections/<id:reflection_id>"""


def routes(desk: Desk) -> list[tuple[str, str]]:
    """Every method and rule of the app, but for the page that shows them."""
    rules = [rule for rule in desk.app.url_map.iter_rules() if not rule.endpoint.startswith("docs.")]
    return sorted((method, rule.rule) for rule in rules for method in (rule.methods or set()) - {"HEAD"})


def test_the_routes_are_those_that_were_agreed(desk: Desk) -> None:
    assert "\n".join(f"{method} {rule}" for method, rule in routes(desk)) == ROUTES


def test_f16_every_route_is_refused_to_a_stranger(desk: Desk) -> None:
    walked = 0
    for method, rule in routes(desk):
        if (method, rule) in PUBLIC:
            continue
        path = re.sub("<id:(.*?)>", lambda _: new_id(), rule).removeprefix("/v1") + QUERIES.get(rule, "")
        body = BODIES[rule] if method in ("POST", "PUT") else BODIES.get(rule) if method == "DELETE" else None
        for stranger in (Phone(desk.app), Phone(desk.app, f"{desk.world.org}.made-up")):
            answer = stranger.ask(method, path, body, Content_Type=TYPES.get(rule, "application/json"))
            assert code_of(answer) == (401, "session.required"), rule
            assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
        walked += 1
    assert walked == len(ROUTES.splitlines()) - len(PUBLIC)


def test_f16_an_unknown_thing_is_not_found_by_somebody_who_may_see_all_there_is(desk: Desk) -> None:
    phone = desk.phone("people_team")
    for method, rule in routes(desk):
        if "<id:" not in rule:
            continue
        path = re.sub("<id:(.*?)>", lambda _: new_id(), rule).removeprefix("/v1") + QUERIES.get(rule, "")
        assert code_of(phone.ask(method, path, BODIES.get(rule))) == (404, "not_found"), rule


def test_every_room_is_open(desk: Desk) -> None:
    assert {room.name for room in ROOMS} | {"docs"} == set(desk.app.blueprints)
