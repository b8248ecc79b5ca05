"""Everyone whom the README names gets in on the demo as it is made, and finds something behind each of their tabs."""

import re

import pytest
from flask import Flask

from backend.house import House
from seeds.making import PASSWORD
from tests.seeds.conftest import ROOT
from tests.web.conftest import Visitor
from tests.web.reading import Page
from web import create_app

LOGINS = re.findall(r"`(\w+@\w+\.test)`", (ROOT / "README.md").read_text().split("| sign in as |")[1].split("\n\n")[0])
TABS = re.compile(r'<a class="tab" href="([^"]+)"')


@pytest.fixture(scope="module")
def pages(demo: House) -> Flask:
    made = create_app(demo)
    made.testing = True
    return made


def landed(visitor: Visitor) -> Page:
    """The page that somebody is led to from the start."""
    for _ in range(3):
        assert visitor.answer is not None
        if visitor.answer.status_code == 200:
            return Page(visitor.answer.text)
        visitor.answer = visitor.client.get(visitor.location)
    raise AssertionError(visitor.location)


def test_the_readme_names_all_of_them() -> None:
    assert len(LOGINS) == len(set(LOGINS)) == 9


@pytest.mark.parametrize("login", LOGINS)
def test_everyone_in_the_readme_lands_on_a_page_and_gets_to_each_of_their_tabs(pages: Flask, login: str) -> None:
    visitor = Visitor(pages, pages.test_client())
    visitor.fill("/sign-in", "sign-in", login=login, password=PASSWORD)
    page = landed(visitor)
    tabs = TABS.findall(page.html)
    assert "/me" in tabs
    for tab in tabs:
        assert visitor.get(tab).heading, tab


def test_each_finds_what_the_readme_says(pages: Flask) -> None:
    def start(login: str) -> Page:
        visitor = Visitor(pages, pages.test_client())
        visitor.fill("/sign-in", "sign-in", login=login, password=PASSWORD)
        return landed(visitor)

    assert start("mentor@demo.test").heading.startswith("Three requests")
    assert "13 of 22 criteria signed" in start("mentee@demo.test").text
    area = start("area@demo.test")
    assert area.heading == "Six things for you to look at"
    for thing in ("A review is due: Priya Birch", "A decision to confirm: Heath Myrtle", "another look: Tansy Mallow"):
        assert thing in area.text
    assert start("admin@demo.test").heading == "People here"


def test_it_shows_what_would_have_been_sent_by_every_way_and_nothing_that_could_not(pages: Flask) -> None:
    visitor = Visitor(pages, pages.test_client())
    visitor.fill("/sign-in", "sign-in", login="admin@demo.test", password=PASSWORD)
    text = visitor.get("/demo/pushes").text
    for said in (
        "To Maya Alder, to an Android phone", "To Jo Rowan, to an iPhone", "To Olive Teasel, to a browser",
        "To Kit Hawthorn, by mail", "There are two things for you. To Noor Sorrel, to an Android phone",
        "There are two things for you. To Ash Linden, by mail", "2 in one", "In the inbox alone",
    ):  # fmt: skip
        assert said in text, said
    page = visitor.get("/deliveries")
    assert page.heading == "Nothing is sent from here"
    assert "Nothing goes to a phone, to a browser or by mail Nobody has set that up" in page.text


def test_a_peer_finds_the_new_starter_beside_their_own_plan(pages: Flask) -> None:
    visitor = Visitor(pages, pages.test_client())
    visitor.fill("/sign-in", "sign-in", login="finn.bilberry@demo.test", password=PASSWORD)
    plans = visitor.get("/plans").text
    assert re.findall(r"(\w+ \w+) (Becoming an? \w+|New starter) ·", plans) == [
        ("Finn Bilberry", "Becoming a senior"),
        ("Ola Rush", "New starter"),
    ]
