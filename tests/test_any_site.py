"""With any content in a site's files, all rules finish, point into the files, and give the same result each time."""

import random
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.adapters.site_files import read_site
from generator.model.diagnostic import Severity
from generator.model.source import RawFile
from generator.model.update import Status
from generator.pipeline import checking
from generator.report.plain import plain
from tests.thorough import examples

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

FIRST = """---
title: Someone read customer support tickets
published: 2026-11-23T11:40Z
status: investigating
known:
  entry: Someone used a stolen staff password to open our support desk on 22 November.
unknown:
  whose: Whose tickets they read.
next_steps:
  log: We are reading the access log.
actions: There is nothing you can do yet. We will say so here when there is.
next_update: 2026-11-23T18:00Z
---
"""
CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
"""

#: What people, editors and attackers put into a file.
PIECES = st.sampled_from(
    '--- |\n---\n|: |\'|"|[|{|}|]|&a |*a|!!x |# |%|@|`|\t|\r\n|~~~|- |? |>|<script>|<!--|-->|<![><img src="]><img src=x>|\u202e|\x00|\ufeff'
    "|😀|٣ مارس|title: |known:\n  a: |unknown:\n  b: |status: resolved|published: 2026-11-23T11:40Z|none_left|waivers: {x: y}|draft: true"
    "|https://larkfie1d.example/|http://10.0.0.1/|4111 1111 1111 1111|AKIAIOSFODNN7EXAMPLE|profiles: [gdpr-33, x]|nature: |also_told:\n  x: "
    "|affected: {customers: {unit: people, exact: 12}}|We take it seriously. |if you have not been contacted |amended: {when: x, what: {a: b}}".split(
        "|"
    )
)


@cache
def _files() -> tuple[RawFile, ...]:
    return read_site(ROOT, 1 << 20)


def _file(path: str, text: str) -> RawFile:
    data = text.encode("utf-8", "surrogatepass")
    return RawFile(path, data, len(data))


def test_a_plain_first_statement() -> None:
    """The required keys in plain honest words: nothing stops it, and no more than two warnings are given."""
    folder = "content/incidents/support-tickets/"
    files = [
        _file("site_config.yml", CONFIG),
        _file(f"{folder}incident.md", "---\ntitle: Someone read customer support tickets\naware: 2026-11-23T11:10Z\n---\n"),
        _file(f"{folder}01-first-statement.md", FIRST),
    ]
    checked = checking.check(files, NOW)
    severities = [one.severity for one in checked.diagnostics]
    assert not checked.blocked
    assert severities.count(Severity.ERROR) == 0
    assert severities.count(Severity.WARNING) <= 2, checked.diagnostics
    assert checked.content.incidents[0].updates[0].update.status is Status.INVESTIGATING


@pytest.mark.slow
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_text(data: st.DataObject) -> None:
    """A file of the example with anything in it: no rule raises, every place lies inside its file, every report can be made."""
    files = list(_files())
    index = data.draw(st.integers(0, len(files) - 1))
    text = files[index].data.decode("utf-8", "replace")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = min(len(text), at + data.draw(st.sampled_from([0, 0, 1, 5, 60])))
        put = data.draw(st.one_of(PIECES, st.text(max_size=12), st.just(text[at:end] * 2)))
        text = text[:at] + put + text[end:]
    files[index] = _file(files[index].path, text)
    checked = checking.check(files, NOW)
    texts = {
        file.path: file.data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        for file in files
    }
    for one in checked.diagnostics:
        lines = texts.get(one.span.path, "").split("\n")
        assert 1 <= one.span.line <= one.span.end_line <= len(lines), one
        assert 1 <= one.span.column <= len(lines[one.span.line - 1]) + 1, one
        assert 1 <= one.span.end_column <= len(lines[one.span.end_line - 1]) + 1, one
        assert (one.span.line, one.span.column) <= (one.span.end_line, one.span.end_column), one
    assert plain(checked.diagnostics, texts)
    shuffled = list(files)
    random.Random(index).shuffle(shuffled)
    assert checking.check(shuffled, NOW).diagnostics == checked.diagnostics
