"""Keyset pages and their cursors."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Refused
from backend.kernel.ids import new_id
from backend.kernel.pages import FIRST, Paging, cut

keys = st.text(st.characters(exclude_characters="\x1f\0", exclude_categories=["Cs"]), max_size=20)


SOME = "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f"


@given(st.lists(keys, max_size=2))
def test_a_cursor_says_where_the_page_before_ended(before: list[str]) -> None:
    here = [*before, str(new_id())]
    page = cut([here, ["more"]], 1, lambda row: row)
    assert page.items == [here]
    assert Paging(cursor=page.next_cursor).keys(*here) == here


@given(st.integers(0, 12), st.integers(1, 5))
def test_walking_the_pages_meets_everything_once_and_in_order(count: int, limit: int) -> None:
    ids = sorted(str(new_id()) for _ in range(count))
    met: list[str] = []
    paging = Paging(limit=limit)
    while True:
        (after,) = paging.keys(FIRST)
        page = cut([one for one in ids if one > after][: limit + 1], limit, lambda one: [one])
        met += page.items
        if page.next_cursor is None:
            break
        paging = Paging(limit=limit, cursor=page.next_cursor)
    assert met == ids


def test_the_last_page_has_no_cursor_even_when_it_is_full() -> None:
    assert cut(["a", "b"], 2, lambda one: [one]).next_cursor is None


def _cursor(*parts: str) -> str:
    return base64.urlsafe_b64encode("\x1f".join(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["x", "nonsense", "é", "\U0001f642", "====", "AAAA", _cursor("not an id"), _cursor("a", SOME),
     _cursor(), _cursor(SOME.upper()), base64.urlsafe_b64encode(b"\xff\xfe").decode()],
)  # fmt: skip
def test_f15_a_cursor_that_is_not_ours_is_refused_by_field(cursor: str) -> None:
    with pytest.raises(Refused) as refused:
        Paging(cursor=cursor).keys(FIRST)
    assert refused.value.code == "request.invalid"
    assert [fault.pointer for fault in refused.value.faults] == ["/cursor"]


def test_a_cursor_with_a_nul_is_refused_before_the_database_sees_it() -> None:
    with pytest.raises(Refused, match=r"request\.invalid"):
        Paging(cursor=_cursor("a\0b", str(new_id()))).keys("", FIRST)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_f15_whatever_stands_in_a_cursor_it_is_keys_or_a_refusal(cursor: str) -> None:
    code, keys = None, [FIRST]
    try:
        keys = Paging(cursor=cursor).keys(FIRST)
    except Refused as refused:
        code = refused.code
    assert (code, [len(key) for key in keys]) in [(None, [36]), ("request.invalid", [36])]
