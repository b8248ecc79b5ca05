"""People are found by site and by area along an index of each, and the sites of an area in the order of names"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ORDER = ("beginning", "name_key", "person_id")
INDEXES = {
    "ix_people_names_site": ("site_id", "has_left"),
    "ix_people_names_area": ("area_id", "has_left"),
    "ix_people_names_area_post": ("area_id", "has_left", "post"),
}
_FILL = """
UPDATE people_names SET (site_id, area_id) = (
  SELECT people.site_id, people.area_id FROM people
  WHERE people.org = people_names.org AND people.id = people_names.person_id
)
"""


def upgrade() -> None:
    """Forth: everybody is filed under the place they work at."""
    op.drop_index("ix_sites_org_area_id", table_name="sites")
    op.create_index("ix_sites_org_area_id", "sites", ["org", "area_id", "name", "id"])
    for name in ("site_id", "area_id"):
        op.add_column("people_names", sa.Column(name, IdType(), nullable=True))
    op.execute(_FILL)
    for index, columns in INDEXES.items():
        op.create_index(index, "people_names", ["org", *columns, *ORDER])


def downgrade() -> None:
    """Back."""
    for index in INDEXES:
        op.drop_index(index, table_name="people_names")
    for name in ("area_id", "site_id"):
        op.drop_column("people_names", name)
    op.drop_index("ix_sites_org_area_id", table_name="sites")
    op.create_index("ix_sites_org_area_id", "sites", ["org", "area_id"])
