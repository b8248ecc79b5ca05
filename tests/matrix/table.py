"""What the matrix expects of every route: who sees the thing at all (else 404), and who may do this (else 403).

Letters as in `places.STANDS`; `*` is anybody who is signed in. Source: decisions, Rights.
"""

from dataclasses import dataclass
from typing import Any

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

PLAN = "S M L N A E P"
AGREEMENT = "S M L N A E P PR"
PERSON = "S M L N A E P D C"
SIGNED = f"{PLAN} W"
RECORD = "S M W L N A"
EVIDENCE = "S M L N A W"
REVIEW = "S M A P"
DEEDS = {
    "appointments": {**people.APPOINT, "site_id": "{site_id}"},
    "identity-checks": people.IDENTITY_CHECK,
    "leaving": {},
    "line-manager": {"manager_id": "{mentor_id}"},
    "names": people.NAME,
    "returning": {**people.APPOINT, "site_id": "{site_id}"},
    "staff-number": people.STAFF_NUMBER,
}


@dataclass(frozen=True)
class Sent:
    """A file that is sent with something said about it."""

    said: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """What one route expects. `body` is a JSON body, the form of a page, or a file, and of a GET what its query says;
    ids in braces are the place's.
    `names_a_place`: by its body, not by its address.
    """

    sees: str = "*"
    does: str | None = None
    body: Any = None
    names_a_place: bool = False


PUBLIC = {
    "POST /v1/auth/sessions", "POST /v1/auth/refreshes", "POST /v1/auth/joinings", "GET /v1/openapi.json", "GET /docs",
    "GET /sign-in", "POST /sign-in", "GET /join", "POST /join", "GET /healthz", "GET /readyz", "GET /assets/<file>",
    "GET /metrics",  # on this machine alone
    "GET /calendar/<secret>.ics",  # whoever has the secret
    "POST /sign-in/people/<person_id>/removal", "POST /hand-over",
    "GET /plans/<plan_id>/items/<item_id>/sign-offs",  # leads on to the item, which is asked then
}  # fmt: skip
"""What anybody may ask for who is not signed in."""

_written = {name: said for name, said in records.WRITE.items() if name != "id"} | {"subject_id": "{person_id}"}
_ITEM = "/v1/plans/<plan_id>/items/<item_id>"
_ONE = "/v1/agreements/<agreement_id>"
API: dict[str, Row] = {
    # one's own
    "GET /v1/me": Row(),
    "GET /v1/me/hours": Row(),
    "GET /v1/waits": Row(),
    "GET /v1/notes": Row(),
    "GET /v1/notices": Row(),
    "GET /v1/notice-preferences": Row(),
    "PUT /v1/notice-preferences": Row(body=notices.PUT_PREFERENCES),
    "POST /v1/notices/reading": Row(),
    "GET /v1/push-keys/webpush": Row(),
    "GET /v1/me/calendar": Row(),
    "POST /v1/me/calendar": Row(),
    "DELETE /v1/me/calendar": Row(),
    "GET /v1/organisation/meeting": Row(),
    "POST /v1/organisation/meetings": Row("*", "P D", notices.CHANGE_MEETING),
    "GET /v1/deliveries": Row("*", "D"),
    "POST /v1/deliveries/resending": Row("*", "D"),
    "POST /v1/notices/<notice_id>/reading": Row(sees="nobody"),
    "GET /v1/reflections": Row(),
    "POST /v1/reflections": Row(body=practice.MAKE_REFLECTION),
    "GET /v1/evidence": Row(),
    "GET /v1/auth/sessions": Row(),
    "DELETE /v1/auth/sessions": Row(),
    "DELETE /v1/auth/sessions/current": Row(),
    "DELETE /v1/auth/sessions/<session_id>": Row(sees="nobody"),
    "POST /v1/auth/presences": Row(body=accounts.PRESENCE),
    "POST /v1/auth/switches": Row(sees="nobody", body=accounts.SWITCH),
    "PUT /v1/me/password": Row(body=accounts.CHANGE_PASSWORD),
    "PUT /v1/me/pin": Row(body=accounts.CHANGE_PIN),
    "PUT /v1/devices/<device_id>/push-target": Row(sees="nobody", body=notices.PUT_TARGET),
    "DELETE /v1/devices/<device_id>/push-target": Row(sees="nobody"),
    "GET /v1/programmes": Row(),
    "GET /v1/conversation-prompts": Row(),
    # lists of what is within reach
    "GET /v1/agreements": Row(),
    "GET /v1/plans": Row(),
    "GET /v1/people": Row(),
    # people and the organisation
    "GET /v1/people/<person_id>": Row(PERSON),
    "GET /v1/people/<person_id>/absences": Row(PERSON, "S L N P D"),
    "POST /v1/people/<person_id>/absences": Row(PERSON, "L N P D", {"from_on": "2026-12-01"}),
    "POST /v1/people/<person_id>/deputies": Row(PERSON, "S L N P D", {"deputy_id": "{person_id}"}),
    "GET /v1/people/<person_id>/deputies/current": Row(PERSON, "S L N P D"),
    "DELETE /v1/people/<person_id>/deputies/current": Row(PERSON, "S L N P D"),
    "POST /v1/absences/<absence_id>/ending": Row(PERSON, "L N P D", {"until_on": "2027-02-01"}),
    "POST /v1/people/<person_id>/joining-codes": Row(PERSON, "P D", {}),
    "POST /v1/people": Row("*", "P D", {**people.ADD_PERSON, "site_id": "{site_id}"}),
    **{f"POST /v1/people/<person_id>/{noun}": Row(PERSON, "P D", body) for noun, body in DEEDS.items()},
    "GET /v1/people/<person_id>/leaving": Row(PERSON, "P D"),
    "DELETE /v1/people/<person_id>/line-manager": Row(PERSON, "P D"),
    "GET /v1/areas": Row(),
    "GET /v1/sites": Row(),
    "POST /v1/areas": Row("*", "P D", people.AREA),
    "POST /v1/sites": Row("*", "P D", {**people.SITE, "area_id": "{area_id}"}),
    "POST /v1/areas/<area_id>/names": Row("MEMBER", "P D", people.AREA),
    "POST /v1/sites/<site_id>/names": Row("MEMBER", "P D", people.SITE_NAME),
    "POST /v1/people/imports": Row("*", "P D", b"Staff number,Name"),
    **{f"GET /v1/people/export.{kind}": Row("*", "P D") for kind in ("csv", "xlsx")},
    "GET /v1/organisation": Row("*", "P D"),
    "PUT /v1/organisation": Row("*", "P D", people.CHANGE_SETTINGS),
    "POST /v1/text-checks": Row(body=people.TEXT_CHECK),
    # frameworks
    "GET /v1/frameworks": Row(),
    "GET /v1/frameworks/<framework_id>": Row("MEMBER"),
    "GET /v1/frameworks/<framework_id>/file": Row("MEMBER"),
    "POST /v1/frameworks/<framework_id>/retirement": Row("MEMBER", "E D", frameworks.RETIRE_FRAMEWORK),
    "GET /v1/framework-drafts": Row("*", "E D"),
    "POST /v1/framework-drafts": Row("*", "E D", frameworks.NEW_DRAFT),
    "GET /v1/framework-drafts/<draft_id>": Row("E D"),
    "PUT /v1/framework-drafts/<draft_id>": Row("E D", body=frameworks.CHANGED_DRAFT),
    "DELETE /v1/framework-drafts/<draft_id>": Row("E D"),
    "POST /v1/framework-drafts/<draft_id>/outcomes": Row("E D", body=frameworks.CHANGED_DRAFT),
    "POST /v1/framework-drafts/<draft_id>/publication": Row("E D", body={}),
    # agreements
    "POST /v1/agreements": Row(PERSON, "S M L N A E", {**mentoring.PROPOSE, "mentee_id": "{person_id}",
                                                    "mentor_ids": ["{mentor_id}"], "peer_ids": []},
                               names_a_place=True),
    "POST /v1/agreement-groups": Row(PERSON, "S L N A E", {**mentoring.PROPOSE_GROUP,
                                                          "mentee_ids": ["{person_id}"]}, names_a_place=True),
    f"GET {_ONE}": Row(AGREEMENT),
    f"GET {_ONE}/history": Row(AGREEMENT),
    f"POST {_ONE}/approval": Row(AGREEMENT, "A", {}),
    f"POST {_ONE}/answers": Row(f"{AGREEMENT} W2", "S M W2", mentoring.ANSWER),
    f"POST {_ONE}/amendments": Row(AGREEMENT, "S M", mentoring.AMEND),
    f"POST {_ONE}/mentors": Row(AGREEMENT, "A", {"person_id": "{mentor_id}"}),
    f"DELETE {_ONE}/mentors/<mentor_id>": Row(AGREEMENT, "A M", mentoring.REMOVE_MENTOR),
    f"GET {_ONE}/mentors/<mentor_id>/leaving": Row(AGREEMENT, "A M"),
    f"POST {_ONE}/mentors/<mentor_id>/leaving": Row(AGREEMENT, "A M", mentoring.REMOVE_MENTOR),
    f"POST {_ONE}/pauses": Row(AGREEMENT, "A", mentoring.PAUSE),
    f"DELETE {_ONE}/pauses/current": Row(AGREEMENT, "A"),
    f"POST {_ONE}/ending": Row(AGREEMENT, "S M A", mentoring.ENDING),
    f"GET {_ONE}/plans-to-take-up": Row(AGREEMENT, "M A"),
    f"GET {_ONE}/change-requests": Row(AGREEMENT, "S A"),
    f"POST {_ONE}/change-requests": Row(AGREEMENT, "S", mentoring.ASK_FOR_CHANGE),
    f"POST {_ONE}/change-requests/<request_id>/answer": Row(AGREEMENT, "A", mentoring.ANSWER_CHANGE),
    f"GET {_ONE}/conversations": Row(AGREEMENT, "S M"),
    f"POST {_ONE}/conversations": Row(AGREEMENT, "M", mentoring.CONVERSATION),
    "POST /v1/conversations/<conversation_id>/striking": Row(AGREEMENT, "W", mentoring.STRIKE),
    # plans
    "POST /v1/plans": Row(AGREEMENT, "M A", {**signoff.CREATE_PLAN, "agreement_id": "{agreement_id}",
                                            "framework_id": "{framework_id}"}, names_a_place=True),
    "GET /v1/plans/<plan_id>": Row(PLAN),
    "POST /v1/plans/<plan_id>/agreement": Row(PLAN, "M A", {"agreement_id": "{agreement_id}"}),
    "GET /v1/readiness/answers": Row("*", "B"),
    "GET /v1/readiness/mentors": Row("*", "B"),
    "GET /v1/samples": Row("*", "B"),
    "POST /v1/samples": Row("*", "E P", readiness.DRAW_SAMPLE),
    "GET /v1/samples/<sample_id>": Row("nobody"),
    "GET /v1/people/<person_id>/what-if": Row(PERSON, PLAN, {"framework_id": "{framework_id}", "role": "manager"}),
    "POST /v1/plans/<plan_id>/moves": Row(PLAN, "A E", {"framework_id": "{framework_id}"}),
    "GET /v1/plans/<plan_id>/moves/<framework_id>": Row(PLAN, "A E"),
    f"GET {_ITEM}/history": Row(PLAN),
    f"POST {_ITEM}/requests": Row(PLAN, "S", {}),
    f"POST {_ITEM}/requirements": Row(PLAN, "S M", signoff.REQUIREMENT),
    f"POST {_ITEM}/disputes": Row(PLAN, "S", signoff.DISPUTE),
    f"POST {_ITEM}/sign-offs": Row(PLAN, "M", {**signoff.SIGN_OFF, "presence": "none"}),
    "DELETE /v1/requests/<request_id>": Row(PLAN, "S"),
    "POST /v1/requests/<request_id>/decline": Row(PLAN, "M", signoff.DECLINE),
    "POST /v1/requests/<request_id>/passing-on": Row(PLAN, "M", {}),
    "POST /v1/requirements/<requirement_id>/answers": Row(PLAN, "M", signoff.REQUIREMENT_ANSWER),
    "DELETE /v1/requirements/<requirement_id>": Row(PLAN, "S"),
    "GET /v1/sign-offs/<sign_off_id>/receipt": Row(SIGNED),
    "POST /v1/sign-offs/<sign_off_id>/withdrawal": Row(SIGNED, "W A P", signoff.WITHDRAWAL),
    "POST /v1/sign-offs/<sign_off_id>/not-me": Row(SIGNED, "W", {}),
    "POST /v1/sign-offs/<sign_off_id>/lifting": Row(SIGNED, "A P but W", signoff.LIFTING),
    "POST /v1/liftings/<lifting_id>/confirmations": Row(SIGNED, "A P L but W", signoff.CONFIRMATION),
    "DELETE /v1/liftings/<lifting_id>": Row(SIGNED, "OPENER"),
    "POST /v1/sign-offs/<sign_off_id>/dispute": Row(PLAN, "S", signoff.DISPUTE),
    "GET /v1/withdrawals/<withdrawal_id>/receipt": Row(SIGNED),
    # not the signer's own, whatever else they are
    "POST /v1/withdrawals/<withdrawal_id>/confirmations": Row(SIGNED, "A P L but W", signoff.CONFIRMATION),
    "DELETE /v1/withdrawals/<withdrawal_id>": Row(SIGNED, "OPENER"),
    # records: what the line of the table of rights says for observations that are evidence; drafts are in their tests
    "GET /v1/records": Row(),
    "POST /v1/records": Row(PERSON, "M L N A", _written, names_a_place=True),
    "GET /v1/records/<record_id>": Row(RECORD),
    "PUT /v1/records/<record_id>": Row(RECORD, "W", records.REWRITE),
    "DELETE /v1/records/<record_id>": Row(RECORD, "W"),
    "POST /v1/records/<record_id>/sharing": Row(RECORD, "W", {}),
    "POST /v1/records/<record_id>/discussion": Row(RECORD, "W L", records.DISCUSS),
    "POST /v1/records/<record_id>/answer": Row(RECORD, "S", {**records.ANSWER, "presence": "none"}),
    "POST /v1/records/<record_id>/amendments": Row(RECORD, "W", records.AMEND),
    "POST /v1/records/<record_id>/inclusion": Row(RECORD, "S", records.INCLUDE),
    "GET /v1/next-steps": Row(),
    "POST /v1/next-steps/<step_id>/settlement": Row(RECORD, body=records.SETTLE),
    "GET /v1/rhythm": Row(),
    # reviews
    "GET /v1/reviews": Row(),
    "GET /v1/plans/<plan_id>/review-pack": Row(PLAN, REVIEW),
    "POST /v1/plans/<plan_id>/reviews": Row(PLAN, "A", {**reviews.REVIEW_PLAN, "consulted": ["{mentor_id}"]}),
    "POST /v1/plans/<plan_id>/views": Row(PLAN, "S M", reviews.VIEW),
    "GET /v1/reviews/<review_id>": Row(REVIEW),
    "POST /v1/reviews/<review_id>/confirmations": Row(REVIEW, "P", reviews.CONFIRM_REVIEW),
    "POST /v1/reviews/<review_id>/decline": Row(REVIEW, "P", reviews.DECLINE_REVIEW),
    "DELETE /v1/reviews/<review_id>": Row(REVIEW, "PR"),
    "POST /v1/reviews/<review_id>/comments": Row(REVIEW, "S", reviews.COMMENT),
    # copies to keep
    **{f"GET /v1/me/copy{kind}": Row() for kind in ("", ".pdf")},
    "GET /v1/plans/<plan_id>/copy": Row(PLAN),
    "GET /v1/plans/<plan_id>/copy.pdf": Row(PLAN),
    "GET /v1/records/<record_id>/copy.pdf": Row(RECORD),
    "GET /v1/plans/<plan_id>/review-pack.pdf": Row(PLAN, REVIEW),
    "GET /v1/people/<person_id>/copy": Row(PERSON, "P"),
    "GET /v1/people/<person_id>/copy.pdf": Row(PERSON, "P"),
    # the board: one's own widest
    **{f"GET /v1/readiness{kind}": Row("*", "B") for kind in ("", "/export.csv", "/export.xlsx")},
    # notes: a person within reach; one's own
    "POST /v1/notes": Row(PERSON, body={**practice.MAKE_NOTE, "person_id": "{person_id}"}, names_a_place=True),
    "DELETE /v1/notes/<note_id>": Row("W"),
    # reflections: one's own. Evidence: as a plan, but for who looks after the whole organisation; and whoever added it
    "GET /v1/reflections/<reflection_id>": Row("S"),
    "PUT /v1/reflections/<reflection_id>": Row("S", body=practice.CHANGED_REFLECTION),
    "DELETE /v1/reflections/<reflection_id>": Row("S"),
    "POST /v1/reflections/<reflection_id>/sharing": Row("S", body={}),
    "POST /v1/evidence": Row(PERSON, "S M", Sent({**practice.ADD_EVIDENCE, "person_id": "{person_id}"}),
                             names_a_place=True),
    "GET /v1/evidence/<evidence_id>": Row(EVIDENCE),
    "GET /v1/evidence/<evidence_id>/file": Row(EVIDENCE),
    "POST /v1/evidence/<evidence_id>/taking-back": Row(EVIDENCE, "W", {}),
}  # fmt: skip
