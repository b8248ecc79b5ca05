"""The tables of people: all projections of the log, written by applies alone."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index

from backend.kernel.columns import Holds, column, id_column, projection_table, refers, tenant_table
from backend.kernel.ties import Scopes, Tie

organisations = projection_table(
    "organisations",
    column("key", str, Holds.NOBODY),
    column("name", str, Holds.NOBODY),
    column("zone", str, Holds.NOBODY),
    column("approvers", str, Holds.NOBODY),
    column("reviewers", str, Holds.NOBODY),
    column("site_word", str, Holds.NOBODY),
    column("client_word", str, Holds.NOBODY),
    column("small_setting", bool, Holds.NOBODY),
    column("consultee_name", str, Holds.ACTOR_WORDS, nullable=True),
    column("consultee_role", str, Holds.ACTOR_WORDS, nullable=True),
    column("observation_days", int, Holds.NOBODY),
    column("reminder_days", str, Holds.NOBODY),
    column("ending_days", str, Holds.NOBODY),
    column("safeguarding_name", str, Holds.ACTOR_WORDS, nullable=True),
    column("safeguarding_phone", str, Holds.ACTOR_WORDS, nullable=True),
    column("safeguarding_hours", str, Holds.ACTOR_WORDS, nullable=True),
    id_column("settings_id", Holds.NOBODY),
    id_column("settings_by", Holds.ACTOR),
)
"""An organisation and its settings. `approvers` and `reviewers` name the ties by which people approve agreements and
review plans, by commas. `observation_days` is how often everyone is owed an observation or a discussion, 0 for
no rhythm. `reminder_days` is after how many days of waiting people are reminded, `ending_days` how many days before the
end of a plan they are told of it, by commas. `settings_id` is the entry that made the settings what they are now, and
`settings_by` whoever did."""

areas = projection_table(
    "areas",
    id_column("id", primary_key=True),
    column("name", str, Holds.NOBODY),
    Index("ix_areas_org_name", "org", "name", "id"),
)

sites = projection_table(
    "sites",
    id_column("id", primary_key=True),
    id_column("area_id"),
    column("name", str, Holds.NOBODY),
    refers("area_id", "areas"),
    Index("ix_sites_org_area_id", "org", "area_id", "name", "id"),
    Index("ix_sites_org_name", "org", "name", "id"),
)

people = projection_table(
    "people",
    id_column("id", Holds.SUBJECT, primary_key=True),
    column("name", str, Holds.SUBJECT_WORDS),
    column("name_key", str, Holds.SUBJECT_WORDS),
    column("staff_number", str, Holds.FACT, nullable=True),
    column("staff_key", str, Holds.FACT, nullable=True),
    column("email", str, Holds.SUBJECT_WORDS, nullable=True),
    column("post", str, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    id_column("appointment_id", Holds.FACT),
    column("appointed_on", date, Holds.FACT),
    column("identity_checked_on", date, Holds.FACT, nullable=True),
    id_column("identity_checked_by", Holds.ACTOR, nullable=True),
    column("identity_method", str, Holds.FACT, nullable=True),
    column("left_at", datetime, Holds.FACT, nullable=True),
    column("unmanaged_since", datetime, Holds.FACT, nullable=True),
    refers("site_id", "sites"),
    refers("area_id", "areas"),
    Index("ix_people_org_site_id", "org", "site_id"),
    Index("ix_people_org_area_id", "org", "area_id"),
    Index("ix_people_org_unmanaged_since", "org", "unmanaged_since", "id"),
    Index("uq_people_org_staff_number", "org", "staff_number", unique=True),
    Index("uq_people_org_staff_key", "org", "staff_key", unique=True),
)
"""A person as they are now; earlier appointments are in the log. The row is also the person's *file*: what is written
about somebody locks it first. `unmanaged_since` is when they lost a line manager and got no other. `staff_key` is the
staff number without regard to capitals; null where somebody else had it already, as could be before that was asked."""

people_names = projection_table(
    "people_names",
    id_column("person_id", Holds.SUBJECT, primary_key=True),
    column("beginning", str, Holds.SUBJECT_WORDS, primary_key=True),
    column("name_key", str, Holds.SUBJECT_WORDS),
    column("has_left", bool, Holds.FACT),
    column("post", str, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    refers("person_id", "people"),
    Index("ix_people_names_order", "org", "has_left", "beginning", "name_key", "person_id"),
    Index("ix_people_names_post", "org", "has_left", "post", "beginning", "name_key", "person_id"),
    Index("ix_people_names_site", "org", "site_id", "has_left", "beginning", "name_key", "person_id"),
    Index("ix_people_names_area", "org", "area_id", "has_left", "beginning", "name_key", "person_id"),
    Index("ix_people_names_area_post", "org", "area_id", "has_left", "post", "beginning", "name_key", "person_id"),
)
"""By what people are found: a row for every beginning of every word of a name, in the order of the whole names, with
where they work as what. So a list costs the same in an organisation or an area of fifty and of half a million. The
empty beginning stands for everybody."""

absences = projection_table(
    "absences",
    id_column("id", primary_key=True),
    id_column("person_id", Holds.SUBJECT),
    column("from_on", date, Holds.FACT),
    column("until_on", date, Holds.FACT, nullable=True),
    column("changes", int, Holds.NOBODY),
    refers("person_id", "people"),
    CheckConstraint("until_on >= from_on", name="days"),
    Index("ix_absences_org_person_id", "org", "person_id", "from_on"),
)
"""Somebody is away from `from_on` until the day before `until_on`; why is neither asked nor kept. `changes` counts how
often it was written, for whoever shows it to notice."""

meetings = projection_table(
    "meetings",
    column("week", str, Holds.NOBODY),
    *(column(name, int, Holds.NOBODY) for name in ("weekday", "hour", "minute", "minutes")),
)
"""When the managers of the organisation meet, by its own rule."""

deputies = projection_table(
    "deputies",
    id_column("person_id", Holds.SUBJECT, primary_key=True),
    id_column("deputy_id", Holds.ACTOR),
    id_column("naming_id", Holds.FACT),
    column("named_at", datetime, Holds.FACT),
    refers("person_id", "people"),
    refers("deputy_id", "people"),
    Index("ix_deputies_org_deputy_id", "org", "deputy_id"),
)
"""Who looks after what waits for somebody on the days they are away, and once they have left: one deputy a person."""

uploads = tenant_table(
    "uploads",
    id_column("id", primary_key=True),
    id_column("person_id", Holds.ACTOR),
    column("sheet", str, Holds.ACTOR_WORDS),
    column("made_at", datetime, Holds.FACT),
    refers("person_id", "people"),
    Index("uq_uploads_org_person_id", "org", "person_id", unique=True),
)
"""A list that somebody is looking at before they import it: one a person, for an hour. It changes in place and is
nobody's record: what is done with it stands in the log as acts."""

PERSON_SCOPES: Scopes = {
    Tie.SELF: "id",
    Tie.MENTOR: "id",
    Tie.LINE: "id",
    Tie.COLLEAGUE: "site_id",
    Tie.SITE: "site_id",
    Tie.AREA: "area_id",
    Tie.LEARNING: "org",
    Tie.PEOPLE: "org",
    Tie.ADMIN: "org",
}
