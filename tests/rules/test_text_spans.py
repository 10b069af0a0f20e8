"""Where a finding points: characters of a text whose white space is collapsed, as lines and columns of the file."""

from hypothesis import given
from hypothesis import strategies as st

from generator.inspection.text_spans import TextSpan

_ROWS = st.lists(st.text("ab\u00e9\ufffc \t\u00a0\u2003", max_size=12), min_size=1, max_size=4)


@given(_ROWS, st.integers(1, 5), st.integers(0, 9))
def test_each_character_is_found_where_it_stands(rows: list[str], line: int, column: int) -> None:
    """The place of each letter of a text is that of the same letter in its rows, however much white space is between; a space is behind its word."""
    words = "\n".join(rows).split()
    text = f"{' '.join(words)} " if words else ""
    span = TextSpan("a.md", tuple(rows), line, column, text)
    for at, character in enumerate(text):
        place = span.span(at, at + 1)
        row = place.line - line
        before = place.column - 1 - (column if row == 0 else 0)
        there = f"{rows[row]}\n"[before]
        assert there.isspace() if character == " " else there == character
        assert (place.end_line, place.end_column) == (place.line, place.column + 1)
    if text:
        whole, first, last = span.span(0, len(text)), span.span(0, 1), span.span(len(text) - 1, len(text))
        assert (whole.line, whole.column, whole.end_line, whole.end_column) == (
            first.line,
            first.column,
            last.end_line,
            last.end_column,
        )
    places = [(one.line, one.column) for one in (span.span(at, at + 1) for at in range(len(text)))]
    assert places == sorted(set(places))
