"""Events are written as the calendar library writes them, byte for byte."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event, vCategory, vDatetime, vDDDTypes, vInt, vText, vUri  # noqa: TID251  # says what is right

from generator.render.event_lines import event
from generator.render.markup import clean, flat
from tests.thorough import examples

#: Letters of one to four bytes, and what is escaped, so that lines end at and within all of them.
_TEXTS = st.text(st.sampled_from("aé語𝒳\\^;,:\r\nN \t\"'"), max_size=200) | st.text(max_size=200)
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-3))])
_TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=_ZONES)  # noqa: DTZ001  # the zones are the next argument
_ADDRESSES = st.text(st.sampled_from("abc/:;,%é^\\"), max_size=200)


@given(
    _TEXTS,
    _TIMES,
    _TIMES,
    _TIMES | st.dates(),
    st.integers(0, 1000),
    _TEXTS,
    st.lists(_TEXTS, max_size=4),
    _ADDRESSES,
    st.lists(_TEXTS, max_size=4),
)
@settings(max_examples=examples(300))
def test_it_is_that_of_the_library(
    uid: str,
    created: datetime,
    changed: datetime,
    start: date,
    revision: int,
    summary: str,
    lines: list[str],
    address: str,
    categories: list[str],
) -> None:
    """Whatever is said, with its properties in the same order, escaped and folded in the same places."""
    expected = Event()
    expected["uid"] = vText(uid)
    expected["dtstamp"] = expected["last-modified"] = vDatetime(changed.astimezone(UTC))
    expected["created"] = vDatetime(created.astimezone(UTC))
    expected["dtstart"] = vDatetime(start.astimezone(UTC)) if isinstance(start, datetime) else vDDDTypes(start)
    expected["sequence"] = vInt(revision)
    expected["summary"] = vText(flat(summary))
    expected["description"] = vText(clean("\n".join(lines)))
    expected["url"] = vUri(address)
    expected["status"], expected["transp"] = vText("CONFIRMED"), vText("TRANSPARENT")
    expected["categories"] = vCategory(categories)
    made = event(
        uid=uid,
        created=created,
        changed=changed,
        start=start,
        revision=revision,
        summary=summary,
        lines=lines,
        address=address,
        categories=categories,
    )
    assert made == expected.to_ical()
