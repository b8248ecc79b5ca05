"""What could tell who a client is stays in a record for a reason, which stands with the words."""

from backend.house import House
from backend.upkeep.verifying import verify
from tests.records.helping import amend, answer, drafted, share
from tests.world import World

WHY = "She asked to be named."


def test_p10_sharing_amending_and_answering_keep_a_reason_with_their_words(world: World, house: House) -> None:
    record = drafted(world, account="Mrs Hill was asked before every step.")
    entry = share(world, "mentor", record, kept_because=WHY, discussed_on=world.clock.today())
    assert (entry.words["kept_because"], WHY in repr(entry.content)) == (WHY, False)
    assert amend(world, "mentor", record, reason="Mrs Hill read it.", kept_because=WHY).words["kept_because"] == WHY
    assert answer(world, "mentee", record, comment="So did Mrs Hill.", kept_because=WHY).words["kept_because"] == WHY
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_without_one_the_words_are_as_they_ever_were(world: World) -> None:
    assert set(share(world, "mentor", drafted(world)).words) == {"account", "steps"}
