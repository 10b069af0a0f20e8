"""The program's templates are compiled once, and not again by the next run."""

from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import Environment  # noqa: TID251  # counts what it compiles

from generator.adapters.theme_files import read_theme
from generator.model.artifact import Theme
from generator.render import templating

Code = dict[str, tuple[str, CodeType]]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the templates that are compiled, in a program that has just been started."""
    found: list[str] = []
    compile_all = Environment.compile

    def noted(self: Environment, source: str, name: str | None = None, *given: object, **more: object) -> object:
        found.append(name or "")
        return compile_all(self, source, name, *given, **more)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr(Environment, "compile", noted)
    _start(monkeypatch)
    yield found
    templating.environment_for.cache_clear()


def _start(monkeypatch: pytest.MonkeyPatch) -> None:
    templating.environment_for.cache_clear()
    monkeypatch.setattr(templating, "_COMPILED", {False: templating._Compiled(), True: templating._Compiled()})


def _load_all(*, changed: str = "") -> None:
    theme = read_theme("material", Path())
    files = {path: data + b"<!-- changed -->" if path == changed else data for path, data in theme.files.items()}
    environment = templating.environment_for(Theme(name=theme.name, files=files, fonts=theme.fonts))
    for name in environment.list_templates():
        environment.get_template(name)


def test_the_next_run_compiles_nothing(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run takes over every template, and keeps nothing; one whose text is another is compiled, and kept."""
    kept: list[Code] = []
    with templating.compiled_before(dict, lambda all_: kept.append(dict(all_))):
        _load_all()
    assert len(compiled) > 30
    assert len(kept) == 1
    assert len(kept[0]) == len(compiled)
    compiled.clear()
    _start(monkeypatch)
    with templating.compiled_before(lambda: kept[0], lambda all_: kept.append(dict(all_))):
        _load_all()
    assert (compiled, len(kept)) == ([], 1)
    _start(monkeypatch)
    with templating.compiled_before(lambda: kept[0], lambda all_: kept.append(dict(all_))):
        _load_all(changed="pages/home.html")
    assert (compiled, len(kept)) == (["home.html"], 2)


def test_templates_of_a_site_are_not_kept(compiled: list[str]) -> None:
    """What is compiled for a site with templates of its own is not kept, nor is what was kept used for it."""
    theme = read_theme("material", Path())
    own = Theme(name=theme.name, files=theme.files, own=frozenset({"pages/home.html"}))
    kept: list[Code] = []
    with templating.compiled_before(dict, lambda all_: kept.append(dict(all_))):
        templating.environment_for(own).get_template("home.html")
    assert compiled
    assert kept == []
