"""Where people live stands until it is said anew, or until there are fewer people than would live somewhere."""

from generator.model.update import Correction, CorrectionKind, Count, CountForm
from tests.ledger.updates import ledger_of, update


def _count(number: int, **residents: int) -> dict[str, Count]:
    places = tuple((code.replace("_", "-"), people) for code, people in residents.items())
    return {
        "customers": Count(
            population="customers", unit="people", form=CountForm.AT_LEAST, low=number, high=None, residents=places
        )
    }


def _lives(*affected: dict[str, Count], most: int | None = None) -> tuple[tuple[str, int], ...]:
    updates = [update(place, affected=one) for place, one in enumerate(affected, start=1)]
    if most is not None:
        exact = Count(population="customers", unit="people", form=CountForm.EXACT, low=most, high=most)
        correction = Correction(
            name="affected.customers", because="We had counted one folder twice.", kind=CorrectionKind.OUR_ERROR
        )
        updates.append(update(len(updates) + 1, affected={"customers": exact}, corrections={"affected.customers": correction}))
    return ledger_of(*updates).transitions[-1].after.affected["customers"].count.residents


def test_it_stands() -> None:
    """A later count without places keeps those that were given, and new ones replace all of them."""
    assert _lives(_count(400, US_NY=312), _count(500)) == (("US-NY", 312),)
    assert _lives(_count(400, US_NY=312), _count(500, US_NY=330, GB=1)) == (("US-NY", 330), ("GB", 1))


def test_it_falls() -> None:
    """Where fewer people are affected after all than would live somewhere, nobody knows any more who lives where."""
    assert _lives(_count(400, US_NY=312), most=312) == (("US-NY", 312),)
    assert _lives(_count(400, US_NY=312), most=300) == ()
