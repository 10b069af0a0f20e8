"""A published link to a host that is no longer the organisation's is shown as its words, everywhere."""

import re
from html import unescape
from pathlib import Path

import pytest

from generator.cli.main import run

TOP = "content/incidents/lost-parcel"
CONFIG = """organisation: {{name: Brook Post, url: https://brookpost.example/, domains: [{domains}]}}
site: {{url: https://status.brookpost.example/, theme: {theme}, languages: [en, de]}}
contact: {{email: help@brookpost.example, hours: always, who: Ivo Lang}}
policy: {{cadence: {{investigating: 5w, confirmed: 5w, contained: 5w}}}}
"""
INCIDENT = "---\ntitle: A sack of parcels was stolen\naware: 2026-04-02T06:00Z\n---\n"
FIRST = """---
title: A sack of parcels was stolen
published: 2026-04-02T07:00Z
status: investigating
known:
  sack: A sack was stolen. Look at https://www.formerpost.example/sack for more.
unknown:
  whose: Whose parcels were in it. See https://formerpost.example.
next_steps:
  list: We list them at https://formerpost.example/list?a=1&b=2.
actions:
  claim: {do: Claim it at https://formerpost.example/claim., why: You get your money back., urgency: today}
consequences:
  fraud: Thieves may write to you.
next_update: 2026-04-03T07:00Z
---

Our [page about parcels](https://www.formerpost.example/parcels "more"), <https://formerpost.example/plain>, [by reference][1]
and <a href="https://formerpost.example/raw">in HTML</a>, https://formerpost.example/bare.
Our [home](https://brookpost.example/).

[1]: https://formerpost.example/reference
"""
SECOND = """---
title: We know whose parcels they are
published: 2026-04-03T06:00Z
status: confirmed
known:
  whose: They belong to 12 people. Look at https://www.formerpost.example/people.
unknown:
  thief: Who stole it.
next_steps:
  letters: We write to them.
done:
  list: The list stands at https://formerpost.example/list?a=1&b=2.
actions:
  claim: {do: Claim it at https://formerpost.example/claim., why: You get your money back., urgency: today}
next_update: 2026-05-01T07:00Z
---

[Their parcels](https://formerpost.example/theirs).
"""
REVIEW = """---
title: How a sack was stolen
published: 2026-04-04T06:00Z
cause: A door was open. See https://formerpost.example/door.
---

[Plans](https://formerpost.example/plans).
"""
NOW = "2026-04-05T09:00Z"


@pytest.fixture(params=["material", "lifeboat"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A site that was sealed when it still had its former domain, and has given that up."""
    config = CONFIG.format(domains="brookpost.example, formerpost.example", theme=request.param)
    for path, text in {
        "site_config.yml": config,
        f"{TOP}/incident.md": INCIDENT,
        f"{TOP}/01-first.md": FIRST,
        f"{TOP}/02-whose.md": SECOND,
        f"{TOP}/03-police.md": """---
title: The police have a page
published: 2026-04-04T08:00Z
status: confirmed
known:
  police: The police write about it at https://police.example/help.
unknown:
  thief: Who stole it.
next_steps:
  letters: We write to them.
actions:
  claim: {do: Claim it at https://formerpost.example/claim., why: You get your money back., urgency: today}
next_update: 2026-05-01T07:00Z
waivers: {foreign-link: The police answer questions about the theft.}
---

The [police](https://police.example/).
""",
        f"{TOP}/review.md": REVIEW,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert run(["seal", "--root", str(tmp_path), "--now", NOW]) == 0
    (tmp_path / "site_config.yml").write_text(CONFIG.format(domains="brookpost.example", theme=request.param), encoding="utf-8")
    return tmp_path


def _texts(folder: Path) -> dict[Path, str]:
    kinds = {".html", ".xml", ".json", ".ics", ".txt", ".md", ".eml"}
    return {file: file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.suffix in kinds}


_LINK = re.compile(r"(?:href|src)=\\?[\"'][^\"']*(?:formerpost)", re.IGNORECASE)


def test_words_stay_and_links_go(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No page, feed or export links to the former domain; the words and the addresses that were shown stay; the warning says so."""
    assert run(["build", "--root", str(site), "--now", NOW]) == 0
    said = capsys.readouterr().out
    assert "readers see the words without the link" in said
    assert run(["export", "lost-parcel", "--root", str(site), "--now", NOW, "--out", str(site / "out")]) == 0
    texts = {**_texts(site / "site"), **_texts(site / "out")}
    assert len(texts) > 20
    for file, text in texts.items():
        for level in (text, unescape(text), unescape(unescape(text))):
            assert not _LINK.search(level), (file, _LINK.search(level))
        # An address that readers cannot see does not appear.
        assert "formerpost.example/parcels" not in text, file
        assert "formerpost.example/reference" not in text, file
    page = (site / "site/incidents/lost-parcel/1/index.html").read_text(encoding="utf-8")
    for shown in (
        "page about parcels",
        "by reference",
        "in HTML",
        "https://formerpost.example/plain",
        "https://formerpost.example/bare",
    ):
        assert shown in page
    assert "Look at https://www.formerpost.example/sack for more." in page
    assert 'href="https://brookpost.example/"' in page
    last = (site / "site/incidents/lost-parcel/3/index.html").read_text(encoding="utf-8")
    assert 'href="https://police.example/"' in last
    assert 'href="https://police.example/help"' in last


def test_a_new_update_is_held_to_today(site: Path) -> None:
    """What is written today with the former domain is refused."""
    new = SECOND.replace("2026-04-03T06:00Z", "2026-04-05T08:00Z").replace("whose: They", "more: They")
    (site / TOP / "04-more.md").write_text(new, encoding="utf-8")
    assert run(["build", "--root", str(site), "--now", NOW]) == 1
