"""The pages made from the code are up to date."""

from seeds.pages import PAGES, stale_pages


def test_the_pages_made_from_the_code_are_up_to_date() -> None:
    assert (list(PAGES), stale_pages()) == (["errors.md", "rights.md"], [])
