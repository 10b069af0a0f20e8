"""Plugins, as the program takes them up: what is taken, what is refused, and that none can do what the program itself must not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.adapters.plugins import installed_plugins
from generator.api import Artifact, Context, Finding, MessageBody, Rule, Severity, Site, Span, Theme, UpdateDocument, Written
from generator.errors import EnvironmentFailedError, UsageError
from generator.inspection.outside import OutsideStatement
from generator.model.diagnostic import Edit
from generator.model.notifications import NewsItem
from generator.model.plugins import EntryPoint, PluginGroup
from generator.pipeline.building import render
from generator.pipeline.extensions import NO_EXTENSIONS, Extensions, extensions
from generator.pipeline.plugin_notifiers import notifier_named, notifiers
from generator.pipeline.plugin_writers import plugin_writers
from generator.render import former_addresses, writers
from generator.rules.catalogue import ALL_RULES
from tests.render.sites import site_of


def _finds_nothing(_written: Written, _context: Context) -> Iterator[Finding]:
    yield from ()


#: As a plugin may have it: nothing holds it to the annotations.
RULE: Any = Rule(
    code="LRK001", name="ticket-number", severity=Severity.ERROR, check=_finds_nothing, waivable=True, doc="A ticket."
)


def _entry(loaded: object, group: PluginGroup = PluginGroup.RULES, name: str = "one", package: str = "larkfield") -> EntryPoint:
    return EntryPoint(package=package, version="1.0", group=group, name=name, load=lambda: loaded)


def _with(*entries: EntryPoint) -> Extensions:
    return extensions(dict.fromkeys(one.package for one in entries), entries)


def test_no_plugin_is_used_unless_it_is_named() -> None:
    """A package that is installed and not named adds nothing, and is not even loaded."""

    def load() -> object:
        raise AssertionError("it was loaded")

    unnamed = replace(_entry(RULE), load=load)
    assert extensions([], [unnamed]) == NO_EXTENSIONS


def test_missing_plugins_stop_the_run() -> None:
    """A plugin that the site names and that is not installed stops the run: the same text must not be right on one computer and wrong on another."""
    with pytest.raises(EnvironmentFailedError, match="names the plugin larkfield, which is not installed here"):
        extensions(["larkfield"], [_entry(RULE, package="other")])


def test_rules_are_added_behind_those_of_the_program() -> None:
    """The rules of a plugin come after the program's, of which none is missing; a list gives several."""
    added = _with(_entry([RULE, replace(RULE, code="LRK002", name="second")]))
    assert [rule.code for rule in added.rules.rules] == [*(rule.code for rule in ALL_RULES), "LRK001", "LRK002"]
    assert added.rules.waivable["ticket-number"]


def _raises(_written: Written, _context: Context) -> Iterator[Finding]:
    raise ZeroDivisionError("so it is")


def _outside(_said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    yield from ()


def _unannotated(written, context):  # type: ignore[no-untyped-def]
    yield from ()


def _odd_annotation(_written: "NoSuchThing", _context: Context) -> Iterator[Finding]:  # type: ignore[name-defined]  # noqa: F821
    yield from ()


@pytest.mark.parametrize(
    ("loaded", "why"),
    [
        (_finds_nothing, "is of the type function, not a rule"),
        ([RULE, None], "is of the type NoneType, not a rule"),
        (replace(RULE, code="HON900"), "three letters of its own"),
        (replace(RULE, code="lrk001"), "three letters of its own"),
        (replace(RULE, code="LRK1"), "three letters of its own"),
        (replace(RULE, code=1), "three letters of its own"),
        (replace(RULE, name="Ticket number"), "lower-case letters and hyphens"),
        (replace(RULE, name=ALL_RULES[0].name), "the code or the name of another rule"),
        ([RULE, RULE], "the code or the name of another rule"),
        (replace(RULE, doc=" "), "a text that explains it"),
        (replace(RULE, doc=None), "a text that explains it"),
        (replace(RULE, severity="error!"), "needs a severity"),
        (replace(RULE, check=_outside), "must be annotated with one of"),
        (replace(RULE, check=_unannotated), "must be annotated with one of"),
        (replace(RULE, check=_odd_annotation), "must be annotated with one of"),
    ],
)
def test_rules_that_are_none_are_refused(loaded: object, why: str) -> None:
    """What is no rule, or would take the code or name of another, stops the run, and the message says which plugin it is."""
    with pytest.raises(EnvironmentFailedError, match=f"the plugin larkfield 1.0 cannot be used: .*{why}"):
        _with(_entry(loaded))


def test_two_plugins_cannot_share_a_code() -> None:
    """Where two plugins have a rule of the same code, the second is refused."""
    with pytest.raises(EnvironmentFailedError, match=r"the plugin other 1\.0 cannot be used") as refused:
        _with(_entry(RULE), _entry(RULE, package="other"))
    assert "rename one of the two" in refused.value.help


def test_a_rule_that_fails_is_the_plugins_fault() -> None:
    """What a plugin's rule raises, or yields that is no finding, names the plugin and the rule; it is no bug here."""
    rule = _with(_entry(replace(RULE, check=_raises))).rules.rules[-1]
    check: Any = rule.check
    with pytest.raises(
        EnvironmentFailedError, match=r"larkfield failed in its LRK001 ticket-number \(ZeroDivisionError: so it is\)"
    ):
        list(check(None, None))

    def yields_text(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        yield "a finding"  # type: ignore[misc]

    odd: Any = _with(_entry(replace(RULE, check=yields_text))).rules.rules[-1].check
    with pytest.raises(EnvironmentFailedError, match="LRK001 yielded str"):
        list(odd(None, None))


def test_a_finding_of_a_plugin_has_a_place_and_two_texts() -> None:
    """A finding that cannot be reported is refused where it is made: it names the rule, and nothing fails later."""

    def no_place(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        nowhere: Any = None
        yield Finding(at=nowhere, message="wrong", help="right")

    check: Any = _with(_entry(replace(RULE, check=no_place))).rules.rules[-1].check
    with pytest.raises(EnvironmentFailedError, match="LRK001 yielded a finding whose `at` is no Span"):
        list(check(None, None))


HERE = Span("a.md", 1, 1, 1, 2)
#: Nothing holds a plugin to the annotations.
ODD_SPAN: Any = HERE
ODD_EDIT: Any = Edit


@pytest.mark.parametrize(
    "odd",
    [
        {"at": ODD_SPAN._replace(path=None)},
        {"at": ODD_SPAN._replace(line="one")},
        {"at": HERE._replace(line=0)},
        {"at": HERE._replace(line=3)},
        {"at": HERE._replace(column=-2)},
        {"edits": "none"},
        {"edits": (HERE,)},
        {"edits": (Edit(at=ODD_SPAN._replace(column=None), text=""),)},
        {"edits": (ODD_EDIT(at=HERE, text=b""),)},
        {"hides": 1},
        {"rule": None},
        {"if_published": HERE},
        {"time": "9:00"},
    ],
)
def test_every_part_of_a_finding_is_what_it_must_be(odd: dict[str, Any]) -> None:
    """Whatever reads findings later takes them for what their types say: of what is not, the plugin is told."""

    def finds(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        yield replace(Finding(at=HERE, message="wrong", help="right"), **odd)

    check: Any = _with(_entry(replace(RULE, check=finds))).rules.rules[-1].check
    with pytest.raises(EnvironmentFailedError, match="LRK001 yielded a finding whose"):
        list(check(None, None))


class _NoExceptionError(BaseException):
    """As `asyncio.CancelledError` is: not an `Exception`."""


class _UnspeakableError(Exception):
    def __str__(self) -> str:
        raise ValueError


class _Unreadable(list[Rule]):
    def __iter__(self) -> Iterator[Rule]:
        raise _UnspeakableError


@pytest.mark.parametrize("error", [_NoExceptionError(), GeneratorExit(), _UnspeakableError()])
def test_whatever_a_plugin_raises_is_its_fault(error: BaseException) -> None:
    """What is raised may be no `Exception`, and even its words may fail."""

    def fails(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        raise error

    check: Any = _with(_entry(replace(RULE, check=fails))).rules.rules[-1].check
    with pytest.raises(EnvironmentFailedError, match=rf"failed in its LRK001 ticket-number \({type(error).__name__}: "):
        list(check(None, None))


def test_whoever_stops_listening_to_a_plugin_may() -> None:
    """That nobody wants more findings is no fault of the plugin."""
    finding = Finding(at=HERE, message="wrong", help="right")

    def finds(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        yield finding
        yield finding

    check: Any = _with(_entry(replace(RULE, check=finds))).rules.rules[-1].check
    found = check(None, None)
    assert next(found) is finding
    found.close()


def test_rules_that_cannot_be_read_are_the_plugins_fault() -> None:
    """A list that cannot be gone through, and a rule that was never made, stop the run like anything else that is no rule."""
    with pytest.raises(EnvironmentFailedError, match="failed in its rules `one`"):
        _with(_entry(_Unreadable([RULE])))
    with pytest.raises(EnvironmentFailedError, match="is of the type Rule, not a rule"):
        _with(_entry(Rule.__new__(Rule)))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"METADATA": "", "entry_points.txt": "[aboveboard.rules]\nhouse = house:RULES\n"}, None),
        ({"entry_points.txt": "[aboveboard.rules]\nhouse = house:RULES\n"}, None),
        ({"METADATA": "Name: house\n", "entry_points.txt": "[aboveboard.rules]\nhouse =\n"}, "the plugin house cannot be loaded"),
        (
            {"METADATA": "Name: house\n", "entry_points.txt": "[aboveboard.rules]\nhouse = ? !\n"},
            "the plugin house cannot be loaded",
        ),
        (
            {"METADATA": "Name: house\n", "entry_points.txt": "[aboveboard.rules]\nhouse = .a:b\n"},
            "the plugin house cannot be loaded",
        ),
        ({"METADATA": "Name: house\n", "entry_points.txt": "[aboveboard.rules]\nhouse = raising_house:b\n"}, "raising_house"),
    ],
)
def test_a_broken_package_is_told_of(
    files: dict[str, str], said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a broken installation has left is no plugin; one whose words lead nowhere is named."""
    package = tmp_path / "house-1.0.dist-info"
    package.mkdir()
    for name, text in files.items():
        (package / name).write_text(text)
    (tmp_path / "raising_house.py").write_text("class Odd(BaseException):\n    pass\nraise Odd('raising_house')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = [one for one in installed_plugins(tmp_path / "site") if one.package == "house"]
    assert len(found) == (said is not None)
    for one in found:
        assert one.version
        with pytest.raises(EnvironmentFailedError, match=said):
            one.load()


def test_a_plugin_does_not_end_the_program() -> None:
    """A plugin that would end the program, as `sys.exit` does, is told of like one that fails."""

    def ends(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        raise SystemExit(0)

    check: Any = _with(_entry(replace(RULE, check=ends))).rules.rules[-1].check
    with pytest.raises(EnvironmentFailedError, match=r"larkfield failed in its LRK001 ticket-number \(SystemExit: 0\)"):
        list(check(None, None))


def _written_by(writer: Callable[[Site, Theme], Any]) -> list[Artifact]:
    (write,) = plugin_writers([_entry(writer, PluginGroup.WRITERS)])
    nothing: Any = None
    return list(write(nothing, Theme("lifeboat", {"pages/home.html": b"Home"})))


@pytest.mark.parametrize(
    "change",
    [
        lambda theme: theme.files.clear(),
        lambda theme: theme.files.pop("pages/home.html"),
        lambda theme: theme.files.update({"pages/home.html": b"Ours"}),
    ],
)
def test_a_plugin_does_not_change_the_theme(change: Callable[[Any], object]) -> None:
    """The program's own writers use it too: a plugin that would change it fails, and says so."""
    theme = Theme("lifeboat", {"pages/home.html": b"Home"})
    (write,) = plugin_writers([_entry(lambda _site, given: change(given), PluginGroup.WRITERS)])
    nothing: Any = None
    with pytest.raises(EnvironmentFailedError, match="the plugin larkfield failed in its writer"):
        list(write(nothing, theme))
    assert theme.files == {"pages/home.html": b"Home"}


def test_files_of_plugins_are_published_where_they_say() -> None:
    """A path is relative to the published site; a well-known file is one of few whose path has a dot."""
    made = _written_by(lambda _site, _theme: [Artifact("hall/open.json", b"{}"), Artifact(".well-known/hall", b"")])
    assert [one.path for one in made] == ["docs/hall/open.json", "docs/.well-known/hall"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x.json",
        "a/../b",
        "a//b",
        ".git/config",
        "a/.hidden",
        "a\\b",
        "a.md",
        "a/INDEX.MD",
        "a\nb",
        "./a",
        "a/index.html",
        "a.XHTML",
        "a" * 256,
        "integrity.json",
        "Integrity.json.sig",
        "integrity/2027-1.json",
        "allowed_signers",
        "search/search_index.json",
        "assets/images/favicon.png",
    ],
)
def test_files_of_plugins_stay_in_the_site(path: str) -> None:
    """No plugin writes outside the site, a hidden file, something that the builder would make a page of, or what the build makes last."""
    with pytest.raises(EnvironmentFailedError, match="a path is relative to the site"):
        _written_by(lambda _site, _theme: [Artifact(path, b"")])


@pytest.mark.parametrize("made", ["text", Artifact("a", "text"), Artifact(Path("a"), b"")])  # type: ignore[arg-type]
def test_files_of_plugins_are_artifacts(made: object) -> None:
    """Anything but a path and bytes is refused."""
    with pytest.raises(EnvironmentFailedError, match="not an artifact"):
        _written_by(lambda _site, _theme: [made])


@pytest.mark.parametrize("path", ["feed.xml", "feed.xml/more.json"])
def test_no_file_of_a_plugin_takes_the_place_of_one_of_the_site(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is taken, or lies below a file, is told of with the plugins that may have yielded it."""
    made = [Artifact("docs/feed.xml", b""), Artifact(f"docs/{path}", b"")]
    monkeypatch.setattr(writers, "tasks", lambda *_given: ())
    monkeypatch.setattr(writers, "together", lambda *_given: iter(made))
    nothing: Any = None
    with pytest.raises(UsageError, match=r"two things would be published at feed\.xml") as refused:
        render(nothing, nothing, [_entry(lambda _site, _theme: (), PluginGroup.WRITERS)])
    assert "of a plugin (larkfield)" in refused.value.help


@pytest.mark.parametrize(
    ("path", "other"),
    [("hall/OPEN.json", "hall/open.json"), ("Hall/more.json", "hall"), ("hall/cafe\u0301.json", "hall/caf\u00e9.json")],
)
def test_no_two_files_differ_in_case_alone(path: str, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths that a Mac or Windows takes for one, or of which one's folder would be another's, are refused on every computer."""
    made = [Artifact("docs/hall/open.json", b""), Artifact("docs/hall/caf\u00e9.json", b""), Artifact(f"docs/{path}", b"")]
    monkeypatch.setattr(writers, "tasks", lambda *_given: ())
    monkeypatch.setattr(writers, "together", lambda *_given: iter(made))
    nothing: Any = None
    site = site_of([], datetime(2027, 3, 5, tzinfo=UTC))
    entry = _entry(lambda _site, _theme: (), PluginGroup.WRITERS)
    with pytest.raises(UsageError, match="do not tell upper from lower case") as refused:
        render(site, nothing, [entry])
    assert f"{other} and " in refused.value.message
    made.pop()
    monkeypatch.setattr(former_addresses, "copies", lambda *_given: ())
    assert len(render(site, nothing, [entry])) == 2


def test_what_a_plugin_prints_is_no_result(capsys: pytest.CaptureFixture[str]) -> None:
    """Stdout is for results: what a rule prints is on stderr, and what is printed between its findings is not."""
    finding = Finding(at=Span("a.md", 1, 1, 1, 2), message="A ticket", help="say what is done")

    def prints(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        print("looking")  # noqa: T201
        yield finding
        print("looked")  # noqa: T201

    check: Any = _with(_entry(replace(RULE, check=prints))).rules.rules[-1].check
    for one in check(None, None):
        assert one is finding
        print("a result")  # noqa: T201
    said = capsys.readouterr()
    assert (said.out, said.err) == ("a result\n", "looking\nlooked\n")


def test_a_plugin_that_does_not_end_is_named() -> None:
    """Whoever loses patience and presses Ctrl-C learns which rule of which plugin was at work."""

    def hangs(_update: UpdateDocument, _context: Context) -> Iterator[Finding]:
        raise KeyboardInterrupt

    check: Any = _with(_entry(replace(RULE, check=hangs))).rules.rules[-1].check
    with pytest.raises(KeyboardInterrupt) as stopped:
        list(check(None, None))
    assert stopped.value.__notes__ == ["The plugin larkfield was at work in its LRK001 ticket-number."]


def test_a_writer_must_be_a_function() -> None:
    """An entry point that cannot be called is refused before anything is written."""
    with pytest.raises(EnvironmentFailedError, match="the writer `one` cannot be called"):
        plugin_writers([_entry("no function", PluginGroup.WRITERS)])


def test_notifiers_are_found_by_name() -> None:
    """A webhook asks for a notifier by the name of its entry point; an unknown one is told together with those that there are."""
    item: Any = None
    added = _with(_entry(lambda _item: MessageBody(b"new", "text/plain"), PluginGroup.NOTIFIERS, "wall"))
    assert notifier_named(added, "wall", "hall")(item) == MessageBody(b"new", "text/plain")
    with pytest.raises(UsageError, match="the webhook hall asks for the notifier tower") as refused:
        notifier_named(added, "tower", "hall")
    assert refused.value.help == "write `notifier:` with one of: wall"


def test_notifiers_that_fail_are_the_plugins_fault() -> None:
    """What a notifier raises, or returns that is no body of a message, names the plugin."""

    def fails(_item: NewsItem) -> MessageBody:
        raise KeyError("title")

    item: Any = None
    with pytest.raises(EnvironmentFailedError, match="the plugin larkfield failed in its notifier wall"):
        notifiers(_with(_entry(fails, PluginGroup.NOTIFIERS, "wall")))["wall"](item)
    with pytest.raises(EnvironmentFailedError, match="returned str, not the body of a message"):
        notifiers(_with(_entry(lambda _item: "text", PluginGroup.NOTIFIERS, "wall")))["wall"](item)
    text: Any = "text"
    for body in (MessageBody(text, "text/plain"), MessageBody(b"", "text/plain\r\nX-Other: 1"), MessageBody(b"", "text/plän")):
        with pytest.raises(EnvironmentFailedError, match="returned a body that is not of bytes"):
            notifiers(_with(_entry(lambda _item, body=body: body, PluginGroup.NOTIFIERS, "wall")))["wall"](item)
    with pytest.raises(EnvironmentFailedError, match="there is already"):
        _with(_entry(fails, PluginGroup.NOTIFIERS, "wall"), _entry(fails, PluginGroup.NOTIFIERS, "wall", package="other"))
