"""Who is told what."""

import pytest

from generator.ledger.audiences import Audiences
from generator.model.update import Consequence, Data, DataState

ALL = frozenset({"tenants", "wardens", "owners"})
SITE = Audiences(
    ALL,
    belongs={"lodgers": "tenants", "subtenants": "tenants", "porters": "wardens"},
    part_of={"porters": "house", "lodgers": "house", "night": "porters"},
)


@pytest.mark.parametrize(
    ("named", "readers"),
    [
        ((), ALL),
        (("owners",), {"owners"}),
        (("lodgers",), {"tenants"}),
        (("lodgers", "porters"), {"tenants", "wardens"}),
        (("neighbours",), ALL),
    ],
)
def test_a_text_is_for_the_audiences_that_it_names(named: tuple[str, ...], readers: set[str]) -> None:
    """Without names it is for everyone, and so it is where a population belongs to no audience."""
    entry = Consequence(name="calls", text="Someone may ring.", for_whom=named)
    assert {audience for audience in ALL if SITE.shows(entry, audience)} == readers


@pytest.mark.parametrize(
    ("before", "after", "narrower"),
    [
        ((), ("tenants", "wardens", "owners"), True),
        (("tenants", "owners"), ("owners",), True),
        (("tenants",), ("owners",), True),
        (("tenants",), (), False),
        (("lodgers",), ("subtenants",), True),
        (("tenants",), ("lodgers", "owners"), True),
        (("lodgers",), ("tenants",), False),
        (("night",), ("house",), False),
        (("house",), ("night",), True),
        ((), (), False),
    ],
)
def test_narrower_is_what_leaves_a_reader_out(before: tuple[str, ...], after: tuple[str, ...], *, narrower: bool) -> None:
    """Naming every audience is narrower than naming none, and a group than its audience or its whole; the reverse is not."""
    assert SITE.is_narrower(before, after) is narrower


@pytest.mark.parametrize(
    ("population", "concerned"),
    [("", ALL), ("subtenants", {"tenants"}), ("house", ALL), ("lodgers", ALL), ("porters", ALL)],
)
def test_a_kind_concerns_the_parts_and_the_whole(population: str, concerned: set[str]) -> None:
    """A kind of one population concerns its parts and its whole; a whole that belongs to no audience concerns everyone."""
    assert SITE.concerned([Data(kind="rent", state=DataState.TAKEN, population=population)]) == concerned


def test_a_part_of_a_part_is_concerned() -> None:
    """Parts are followed down and wholes up, past a circle, and a sibling is not concerned."""
    site = Audiences(ALL, {"a": "tenants", "b": "wardens", "c": "owners"}, {"b": "a", "c": "a"})
    assert site.concerned([Data(kind="rent", state=DataState.ACCESSED, population="b")]) == {"tenants", "wardens"}
    below = Audiences(ALL, {"a": "tenants", "b": "wardens", "c": "owners"}, {"b": "a", "c": "b"})
    assert below.concerned([Data(kind="rent", state=DataState.ACCESSED, population="a")]) == ALL
    circle = Audiences(ALL, {"a": "tenants", "b": "wardens"}, {"a": "b", "b": "a"})
    assert circle.concerned([Data(kind="rent", state=DataState.ACCESSED, population="a")]) == {"tenants", "wardens"}


@pytest.mark.parametrize("state", [DataState.UNKNOWN, DataState.POSSIBLE, DataState.NOT_AFFECTED])
def test_what_was_not_reached_concerns_nobody(state: DataState) -> None:
    """Only a kind that was accessed or taken must be on a page."""
    assert SITE.concerned([Data(kind="rent", state=state)]) == frozenset()


def test_what_is_said_of_a_group_is_said_of_its_parts() -> None:
    """Whoever belongs to a part of a group is in it, and a part says nothing of the rest of its group."""
    site = Audiences(ALL, {"a": "tenants", "b": "wardens", "c": "owners"}, {"b": "a", "c": "b"})
    assert site.meant("a") == ALL
    assert site.meant("b") == {"wardens", "owners"}
    assert site.meant("c") == {"owners"}
    circle = Audiences(ALL, {"a": "tenants", "b": "wardens"}, {"a": "b", "b": "a"})
    assert circle.meant("a") == {"tenants", "wardens"}
