"""Whatever is repeated in a file, it is judged in time that grows with its length: nothing looks through all for each thing found."""

from pathlib import Path

import pytest

from generator.cli.main import run
from tests.least_time import least_seconds

NOW = "2026-03-03T04:00Z"
CONFIG = """organisation: {name: Larkfield Energy, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, id: status.larkfield.example, timezone: UTC}
contact: {email: incident@larkfield.example, hours: every day, who: Sam Reed}
"""
UPDATE = """---
title: Someone read letters
published: 2026-03-03T03:10Z
status: investigating
known:
  entry: 'FACT'
unknown: {copied: Whether they copied them.}
next_steps: {log: We are reading the access log.}
actions: {password: {do: Change your password., urgency: today}}
next_update: 2026-03-04T03:10Z
---

BODY
"""
#: Characters of the shorter text; the longer one has four times as many.
LENGTH = 10_000
#: How much longer the longer text may take: 4 times in proportion, 16 times if everything is looked through for each thing found.
GROWTH = 8
#: Seconds of processor time that decide nothing.
NOISE = 0.5
REPEATED = (
    "a@b.co ", "<!-- ", "<pre>", "</", "<a ", "[b] ", "[b=", "](", "![", "**a", "`", "~~", "{{ ", "&#", "http://a.b ", "+44 20 7946 0000 ",
    "AKIAIOSFODNN7EXAMPLE ", "sk_live_4eC39HqLyjWDarjtT1zdp7dc ", "1,", "3 March 2026 ", "not ", "may ", "a: ", "a, ", "12 customers ",
    "لا ", "x@", "www.a.b ", "<div> ", "4111 1111 1111 1111 ", "we take your security very seriously ", "no evidence that data may have been ",
    "[![a](", "[a](b) ", "<a@b>", "[^1]", "* a\n", "|-|\n",
)  # fmt: skip


@pytest.mark.parametrize("place", ["FACT", "BODY"])
@pytest.mark.parametrize("repeated", REPEATED)
def test_a_flood(repeated: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither time nor report grows with the square of what is repeated, in a fact or in the body."""
    folder = tmp_path / "content/incidents/letters"
    folder.mkdir(parents=True)
    (tmp_path / "site_config.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "incident.md").write_text("---\ntitle: Someone read letters\naware: 2026-03-03T02:40Z\n---\n", encoding="utf-8")

    def validated(length: int) -> None:
        text = UPDATE.replace(place, repeated * (length // len(repeated))).replace("FACT", "We saw it.").replace("BODY", "")
        (folder / "01-first.md").write_text(text, encoding="utf-8")
        assert run(["validate", "--root", str(tmp_path), "--now", NOW, "--format", "plain"]) in {0, 1}
        assert len(capsys.readouterr().out) < 60_000

    most = GROWTH * least_seconds(lambda: validated(LENGTH), enough=1, runs=1) + NOISE
    assert least_seconds(lambda: validated(4 * LENGTH), enough=most) < most
