"""A sequence that is worked out when somebody looks at it."""

import pickle

import pytest

from generator.ledger.lazy_sequence import LazySequence


def test_it_is_worked_out_once_and_only_when_asked() -> None:
    """Nothing is worked out before somebody looks, and nothing twice."""
    asked: list[int] = []

    def work_out() -> tuple[str, ...]:
        asked.append(1)
        return "a", "b"

    made = LazySequence(work_out)
    assert asked == []
    assert list(made) == ["a", "b"]
    assert len(made) == 2
    assert asked == [1]


def test_it_equals_what_it_is_worked_out_to() -> None:
    """It is told from no tuple: when compared, hashed, shown, cut or stored."""
    made, items = LazySequence(lambda: ("a", "b")), ("a", "b")
    assert made == items
    assert items == made
    assert made == LazySequence(lambda: items)
    assert made != ("a",)
    assert hash(made) == hash(items)
    assert repr(made) == repr(items)
    assert (made[1], made[:1]) == ("b", ("a",))
    assert not LazySequence(tuple)
    assert pickle.loads(pickle.dumps(made)) == items
    with pytest.raises(IndexError):
        made[2]
