"""The board: one row for each plan under way, since when something is owed, and totals. Projections of the log."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text

from backend.kernel.columns import Holds, column, id_column, projection_table, refers
from backend.kernel.ties import Scopes, Tie

_STANDS_STILL = text("pauses <> ''")
"""At some time: few plans do, and a page of those that stand still now looks at no others."""

board = projection_table(
    "board",
    id_column("id", primary_key=True),
    id_column("mentee_id", Holds.SUBJECT),
    column("name", str, Holds.SUBJECT_WORDS),
    column("name_key", str, Holds.SUBJECT_WORDS),
    id_column("agreement_id"),
    id_column("framework_id"),
    column("role", str, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    column("criteria_total", int, Holds.FACT),
    column("criteria_complete", int, Holds.FACT),
    column("signatures_required", int, Holds.FACT),
    column("signatures_counted", int, Holds.FACT),
    column("starts_on", date, Holds.FACT),
    column("ends_on", date, Holds.FACT),
    column("last_signed_on", date, Holds.FACT, nullable=True),
    column("review_on", date, Holds.FACT, nullable=True),
    id_column("review_id", Holds.FACT, nullable=True),
    column("ahead_until", date, Holds.FACT, nullable=True),
    column("behind_on", date, Holds.FACT, nullable=True),
    column("stalled_on", date, Holds.FACT, nullable=True),
    column("pauses", str, Holds.FACT),
    column("away", str, Holds.FACT),
    column("mentorless_on", date, Holds.FACT, nullable=True),
    column("observation_on", date, Holds.FACT, nullable=True),
    column("asked", str, Holds.FACT),
    column("needs", str, Holds.FACT),
    refers("id", "plans"),
    refers("mentee_id", "people"),
    CheckConstraint("signatures_counted BETWEEN 0 AND signatures_required", name="signatures"),
    Index("ix_board_org_mentee_id", "org", "mentee_id", "id"),
    Index("ix_board_org_name_key", "org", "name_key", "id"),
    Index("ix_board_org_ends_on", "org", "ends_on", "id"),
    Index("ix_board_org_site_id", "org", "site_id"),
    Index("ix_board_org_area_id_name_key", "org", "area_id", "name_key", "id"),
    Index("ix_board_org_area_id_ends_on", "org", "area_id", "ends_on", "id"),
    Index("ix_board_org_pauses", "org", "id", sqlite_where=_STANDS_STILL, postgresql_where=_STANDS_STILL),
)
"""A plan that is not closed, of somebody who works here, under its own id; counters and days are the plan's, `ends_on`
the day it runs to. `pauses` are the days it stands still, `away` those on which every mentor is away, both as
`kernel.spans` writes them; since `mentorless_on` there is no mentor, from `observation_on` on an observation or
discussion is owed, at the earliest from the plan's beginning. `review_on` is the day its review is due, as reviews keep
it, and `review_id` the one that is proposed and waits to be confirmed. `asked` and `needs` are what waits for an answer
and what is not signed, as `short.py` writes them."""

owed_spans = projection_table(
    "owed_spans",
    id_column("id", primary_key=True),
    column("from_on", date, Holds.FACT, primary_key=True),
    column("until_on", date, Holds.FACT),
    column("since", date, Holds.FACT),
    column("role", str, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    refers("id", "board"),
    CheckConstraint("until_on > from_on", name="days"),
    Index("ix_owed_spans_org_since", "org", "since", "id", "until_on", "from_on", "role"),
    Index("ix_owed_spans_org_area_id", "org", "area_id", "since", "id", "until_on", "from_on", "role"),
    Index("ix_owed_spans_org_site_id", "org", "site_id"),
)
"""From `from_on` until the day before `until_on` the mentee of plan `id` is owed something since `since`, or will be
when it comes. Of a plan one row holds on any day: the order of `since` is the order of the board on every day, and
nothing has to be written when a day comes."""

board_totals = projection_table(
    "board_totals",
    id_column("scope_id", Holds.NOBODY, primary_key=True),
    column("role", str, Holds.NOBODY, primary_key=True),
    column("what", str, Holds.NOBODY, primary_key=True),
    column("day", date, Holds.NOBODY, primary_key=True),
    column("plans", int, Holds.NOBODY),
)
"""How many plans of a role come to be counted as `what` on `day`, less those that cease to be: the sum up to a day is
how many there are then. `scope_id` is a site, an area or the organisation. Changed by increments alone."""

answer_days = projection_table(
    "answer_days",
    id_column("site_id", Holds.NOBODY, primary_key=True),
    column("month", str, Holds.NOBODY, primary_key=True),
    column("days", int, Holds.NOBODY, primary_key=True),
    column("answered", int, Holds.NOBODY),
    refers("site_id", "sites"),
    CheckConstraint("days >= 0", name="days"),
)
"""How many requests a site's mentors answered with a sign-off in a month (`2026-11`) so many days after they were
asked. By site alone: nobody's own days are kept. Changed by increments alone."""

samples = projection_table(
    "samples",
    id_column("id", primary_key=True),
    column("scope_kind", str, Holds.FACT),
    id_column("scope_id", Holds.FACT),
    id_column("drawn_by", Holds.ACTOR),
    column("drawn_at", datetime, Holds.FACT),
    column("from_on", date, Holds.FACT),
    column("until_on", date, Holds.FACT),
    column("seed", str, Holds.NOBODY),
    column("population", int, Holds.NOBODY),
    CheckConstraint("until_on >= from_on", name="days"),
    Index("ix_samples_org_scope_id", "org", "scope_id", "id"),
)
"""Statements drawn by chance, to be read: of sign-offs signed from `from_on` to `until_on`, of which there were
`population`."""

sampled = projection_table(
    "sampled",
    id_column("sample_id", primary_key=True),
    column("position", int, Holds.NOBODY, primary_key=True),
    id_column("sign_off_id"),
    refers("sample_id", "samples"),
    refers("sign_off_id", "sign_offs"),
)
"""The sign-offs of a sample, in the order they were drawn."""

BOARD_SCOPES: Scopes = {Tie.SITE: "site_id", Tie.AREA: "area_id", Tie.LEARNING: "org", Tie.PEOPLE: "org"}
"""How people stand to a board: to that of a site, of an area, of the whole organisation."""
