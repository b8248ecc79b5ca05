"""The kinds of record that practice knows, as data.

Source: domain 3 (observations, professional discussions, practice to improve); decisions, Rights (see a record).
"""

from backend.records.rules import FORMS, Circle, Form, RecordKind, declare

declare(RecordKind.OBSERVATION, Form(needs=("account",), has_rhythm=True, reaches_mentors=True))
declare(RecordKind.PROFESSIONAL_DISCUSSION, Form(needs=("account",), has_rhythm=True))
declare(
    RecordKind.PRACTICE_TO_IMPROVE,
    Form(
        needs=("account", "concern", "good_would_look_like", "support_offered"),
        circle=Circle.NARROW,
        talk_first=True,
        pushes_off_shift=False,
        goes_into_packs=False,
    ),
)

RHYTHMIC = tuple(kind.value for kind, form in FORMS.items() if form.has_rhythm)
"""The kinds that the organisation owes everyone now and then."""
