"""How alembic runs here: on the connection that `migrating` hands over."""

from alembic import context

from backend import house
from backend.kernel.columns import metadata

assert house.APPLIES  # every room's tables are declared once the house is put together

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
