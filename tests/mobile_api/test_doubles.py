"""F18: whatever is sent twice at once happens once, a thousand times over."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

from backend.house import House
from backend.kernel.ids import new_id
from backend.signoff.tables import sign_offs
from backend.upkeep.verifying import verify
from tests.kernel.helping import rows_of
from tests.long import often
from tests.mobile_api.conftest import Desk, Phone

DOUBLES, AT_ONCE = often(60, 1000), 8


def test_f18_a_thousand_sign_offs_sent_twice_at_once_are_a_thousand(desk: Desk, house: House) -> None:
    rng, world, today = Random(18), desk.world, desk.clock.today()
    phones = {who: desk.phone(who) for who in ("mentor", "comentor")}
    items = [item for item in world.show("mentor").items if "observed" in item.policy.methods]
    wanted = []
    for number in range(DOUBLES):
        item, who = items[number % len(items)], rng.choice(sorted(phones))
        body = {
            "id": new_id(), "outcome": "competent", "seen_on": today.isoformat(),
            "method": "observed", "help": "alone", "statement": f"Seen on round {number}.", "item_rev": item.rev,
            "intent": item.intent, "presence": world.maker.live_presence(world.people[who]),
        }  # fmt: skip
        wanted.append((phones[who], f"/plans/{world.plan}/items/{item.id}/sign-offs", body))

    def send(one: tuple[Phone, str, dict[str, object]]) -> tuple[int, str]:
        answer = one[0].post(one[1], one[2])
        return answer.status_code, answer.json["sign_off"]["id"]

    doubled = [one for one in wanted for _ in range(2)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, doubled))
    for (_, _, body), first, second in zip(wanted, answers[::2], answers[1::2], strict=True):
        assert sorted([first[0], second[0]]) == [200, 201]
        assert first[1] == second[1] == body["id"]
    kept = {row.id for row in rows_of(world.maker.database, world.org, sign_offs)}
    assert kept == {body["id"] for _, _, body in wanted}
    assert verify(house.settings.owner_url, only=[world.org]) == []
