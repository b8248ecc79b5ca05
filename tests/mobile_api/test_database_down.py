"""A database that is down is 503 with Retry-After for as long as it is, and nothing else."""

import io
from pathlib import Path

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.database import Database
from backend.kernel.settings import Settings
from mobile_api import create_app
from seeds.making import CHEAP
from tests.conftest import Clock
from tests.world import World


def test_a_database_that_is_down_is_a_503_that_says_when_to_try_again(world: World, clock: Clock) -> None:
    url = "postgresql+psycopg://nobody@/nothing?host=/no/such/socket"
    settings = Settings(database_url=url, owner_url=url, secret_key="only for tests", data=Path("/nonexistent"))
    app = create_app(House(settings, Database(url, clock, APPLIES), Vault(2, CHEAP)), io.BytesIO())
    headers = {"Authorization": f"Bearer {world.token('mentor')}"}
    answer = app.test_client().get(f"/v1/plans/{world.plan}", headers=headers)
    said = answer.get_json()["code"], answer.headers["Retry-After"]
    assert (answer.status_code, *said) == (503, "busy", "1")
