"""The promise that a linked file is not replaced in silence: there is a way to replace it, and readers see that it was used."""

import re

import pytest

from generator.pipeline import checking, publishing
from generator.render import feeds, pages
from tests.adversary.test_seal_bypassed import NOW, TOP, _codes, _files, _sealed, _texts
from tests.render.sites import files_of

NAMES = ["files/letter.txt", "files/our letter.txt", "files/größe.txt"]


def _linked(name: str) -> dict[str, str]:
    texts = _texts()
    texts[f"{TOP}/01-first.md"] += f"\n[What we sent](<{name}>)\n"
    return _sealed({**texts, f"{TOP}/{name}": "Ring us.\n"})


def _offered(texts: dict[str, str]) -> str:
    (found,) = (one for one in checking.check(_files(texts), NOW).diagnostics if one.code == "CON090")
    return re.search(r"under `changed:`, `(.*)`$", found.help)[1]  # type: ignore[index]


def _noted(texts: dict[str, str], *lines: str) -> dict[str, str]:
    path = f"{TOP}/incident.md"
    return {**texts, path: texts[path].replace("\n---\n", "\nchanged:\n" + "".join(f"  {one}\n" for one in lines) + "---\n", 1)}


@pytest.mark.parametrize("name", NAMES)
def test_the_line_that_is_offered(name: str) -> None:
    """The offered note, pasted, is enough; sealed, it stays; a second replacement asks for a note of its own."""
    texts = {**_linked(name), f"{TOP}/{name}": "Ring nobody.\n"}
    first = _offered(texts)
    noted = _noted(texts, first)
    assert _codes(noted) == set()
    sealed = _sealed(noted)
    assert _codes(sealed) == set()
    again = {**sealed, f"{TOP}/{name}": "Ring the police.\n"}
    second = _offered(again)
    assert f"{name}.2" in second
    twice = _sealed(_noted({**again, f"{TOP}/incident.md": texts[f"{TOP}/incident.md"]}, first, second))
    assert _codes(twice) == set()
    assert "CON089" in _codes({**twice, f"{TOP}/incident.md": texts[f"{TOP}/incident.md"]})


def test_a_digest_that_was_never_there() -> None:
    """A note with another digest, with none, or for a file that nobody published, owns up to nothing."""
    name = NAMES[0]
    texts = {**_linked(name), f"{TOP}/{name}": "Ring nobody.\n"}
    line = _offered(texts)
    wrong = re.sub(r"[0-9a-f]{64}", "0" * 64, line)
    none = re.sub(r", was: [0-9a-f]{64}", "", line)
    assert _codes(_noted(texts, wrong)) == {"CON090"}
    assert _codes(_noted(texts, none)) == {"CON090"}
    assert _codes(_noted(_linked(name), line.replace("letter", "list"))) == {"CON090"}


def test_readers_see_it() -> None:
    """The incident's page, each update, and the feeds say which file, when, why, and the digest of the earlier one."""
    name = NAMES[0]
    texts = {**_linked(name), f"{TOP}/{name}": "Ring nobody.\n"}
    noted = _noted(texts, _offered(texts).replace("Why it was replaced.", "The number in it was wrong."))
    site = publishing.publish(checking.check(_files(noted), NOW), NOW)
    (digest,) = re.findall(r"[0-9a-f]{64}", _offered(texts))
    slug = TOP.rpartition("/")[2]
    made = files_of(site, pages.write)
    for path in (f"incidents/{slug}/index.md", f"incidents/{slug}/1/index.md", f"de/incidents/{slug}/index.md"):
        assert "The number in it was wrong." in made[path].decode()
        assert f'<code dir="ltr">{digest}</code>' in made[path].decode()
        assert "<del>" + digest not in made[path].decode()
    for path in ("feed.json", f"incidents/{slug}/feed.json", f"incidents/{slug}/atom.xml"):
        said = files_of(site, feeds.write)[path].decode()
        assert digest in said
        assert "The number in it was wrong." in said
