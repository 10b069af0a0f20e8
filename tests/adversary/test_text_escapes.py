"""Promise: nothing that somebody else wrote does anything to the person who reads our output, or to the host that runs us.

Names of files, branches, keys and people, and what servers and libraries answer, are other people's texts. Whatever they hold, a terminal shows
it, a CI host runs none of it, and what a git host renders is plain text.
"""

import ast
import dataclasses
import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import click
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.adapters.site_files import read_site
from generator.autofix.model import Fix, FixResult, Unfixed
from generator.autofix.report import fixed
from generator.changes import report as changes_report
from generator.changes.model import Approvals, Row, SeenBy, SiteChange, SiteChangeKind, SiteChanges
from generator.cli import main
from generator.cli.output import say
from generator.deadlines import report as deadlines_report
from generator.deadlines.model import Deadlines
from generator.errors import UsageError
from generator.format.decoding import MARKDOWN_LIMIT
from generator.links.markdown import to_html
from generator.model.customer_message import Answerer, QuestionGroup, SortedMessages
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.history import Base
from generator.model.source import Span
from generator.obligations import report as obligations_report
from generator.obligations.model import Obligations
from generator.pipeline import checking, reporting
from generator.questions import report as questions_report
from generator.questions.model import Questions
from generator.report import host_markdown
from generator.report.github import failure, github
from generator.report.json import json as as_json
from generator.report.json_text import json_text
from generator.report.plain import plain
from generator.report.sarif import sarif
from generator.report.terminal import block, shown, visible
from tests.thorough import examples

ROOT = Path(__file__).parents[2]
LATE = datetime(2026, 11, 28, 10, tzinfo=UTC)
#: What a file's name, a key or a person's name may hold: git allows nearly anything.
HOSTILE = (
    "x\x1b[2J\x1b]0;t\x07\x1b]8;;https://evil.example\x1b\\\r\n::error::all is well\n  ::add-mask::x\n##[error]y\n##vso[task.complete]"
    "\u202egnp\u2066\u200b\u2028\x9b31m\x85\ufeff` `` <!-- --> @all @org/team #12 !3 org/app#4 GH-5 $6 %7 ~8 &9 <img src=x> </details>"
    " ![p](https://evil.example/p.png) [l](javascript:x) <https://evil.example> www.evil.example me@evil.example :boom: "
    "0123456789abcdef0123456789abcdef01234567 /close"
)
_Value = TypeVar("_Value")


def _acts(text: str, *, lines: bool = True) -> str:
    """Return what of a text a terminal or a CI host would act on; empty when nothing is."""
    for line in text.split("\n") if lines else [text]:
        for sign in line:
            if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and sign != "\u00ad":
                return f"{sign!r} in {line!r}"
        if line.lstrip().startswith("::") or re.search(r"##[\w.-]*\[", line):
            return f"a command: {line!r}"
    return ""


def _hostile(value: _Value, text: str = HOSTILE) -> _Value:
    """Return the same with something hostile behind every text in it, however deep."""
    changed: Any = value
    if isinstance(value, Enum | ZoneInfo):
        return value
    if isinstance(value, str):
        changed = value + text
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = dataclasses.replace(
            value,
            **{
                one.name: _hostile(getattr(value, one.name), text)
                for one in dataclasses.fields(value)
                if one.init and one.name != "kind"
            },
        )
    elif isinstance(value, Mapping):
        changed = MappingProxyType({_hostile(key, text): _hostile(one, text) for key, one in value.items()})
    elif isinstance(value, tuple):
        several = [_hostile(one, text) for one in value]
        changed = type(value)(*several) if hasattr(value, "_fields") else tuple(several)
    return cast(_Value, changed)


@cache
def _of_the_example() -> tuple[Obligations, Deadlines, Questions]:
    """The repository's own site on a day on which something is late."""
    checked = checking.check(read_site(ROOT, MARKDOWN_LIMIT), LATE)
    slugs = [folder.slug for folder in checked.content.incidents]
    return reporting.obligations(checked, LATE), reporting.deadlines(checked, LATE, slugs), reporting.questions(checked, LATE)


FOUND = (
    Diagnostic(
        code="HON002",
        name="missing-unknown",
        severity=Severity.ERROR,
        message="an open incident states no unknowns: ",
        help="list them: ",
        span=Span("content/a", 1, 1, 1, 3),
        blocks=True,
    ),
)
CHANGES = SiteChanges(
    base=Base(words="main ", commit="0123456789"),
    differences=(
        SiteChange(
            what=SiteChangeKind.CHANGED,
            seen=SeenBy.PUBLIC,
            thing="Update 2",
            path="content/incidents/a/02-b.md",
            title="They read it",
            incident="a",
            of="Tickets",
            rows=(Row(label="Known", about="entry", was="One.", now="Two.", because="We looked again."),),
            approvals=Approvals(
                given=(("lead", "Sam Reed"),),
                required=("lead",),
                missing=("legal",),
                people=(("legal", "Priya Shah", "Tom Ash"),),
            ),
        ),
    ),
)
FIXED = FixResult(
    files={"a.md": b"x"},
    done=(Fix("a.md", 1, "a tab: ", ("known:\tx",), ("known: y",)),),
    left=(Unfixed("b.md", 2, "two readings: ", "choose one: "),),
)
GROUP = QuestionGroup(
    example="Am I affected? ",
    other="Is it me? ",
    letters=9,
    first=None,
    subject="whose",
    unknown="Whose it was.",
    answers=(Answerer(kind="known", incident="a", name="whose", text="Yours."),),
)


def _reports(text: str) -> Iterator[tuple[str, str]]:
    """Every report of several lines, for a terminal, with a text behind everything that somebody wrote."""
    owed, clocks, asked = _hostile(_of_the_example(), text)
    found, changes, outcome, group = _hostile(FOUND, text), _hostile(CHANGES, text), _hostile(FIXED, text), _hostile(GROUP, text)
    texts = {found[0].span.path: f"known: {text}".replace("\r", " ").replace("\n", " ")}
    yield "status", obligations_report.plain(owed)
    yield "deadlines", deadlines_report.plain(clocks)
    yield "questions", questions_report.plain(asked)
    yield "groups", questions_report.groups((group,), SortedMessages(), 9, 1)
    yield "validate", plain(found, texts)
    yield "diff", changes_report.plain(changes, found)
    yield "fix", fixed(outcome, written=True)


def test_no_report_acts() -> None:
    """In no report does a text act on the terminal or on the CI host, and none adds a line: there are as many as without it."""
    harmless = dict(_reports(" x"))
    for name, said in _reports(HOSTILE):
        assert not _acts(said), name
        if name != "diff":  # it quotes authors' texts line by line, and indents each
            assert said.count("\n") == harmless[name].count("\n"), name
    assert len(harmless) == 7


def test_json_is_json_and_does_nothing() -> None:
    """What programs read is valid JSON that says exactly what was written; a terminal or a log that shows it is safe as well."""
    owed, clocks, asked = _hostile(_of_the_example())
    found = _hostile(FOUND)
    for said in (
        obligations_report.json(owed),
        deadlines_report.json(clocks),
        questions_report.json(asked),
        questions_report.groups_json((_hostile(GROUP),), SortedMessages(), 9, 1),
        as_json(found),
        sarif(found, "0.1.0"),
        changes_report.json(_hostile(CHANGES), found),
    ):
        assert not _acts(said)
        # In SARIF a link would be one.
        assert HOSTILE in "".join(_texts(json.loads(said))).replace("\\[", "[")


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _texts(one)


@settings(deadline=None, max_examples=examples(200))
@example("\udcff\U000e0041\U0001f600##[x]")
@given(st.text(st.characters()))
def test_json_text_means_the_same(text: str) -> None:
    """Escaping changes no meaning, whatever the characters: halves of pairs, tags beyond the first plane, number signs."""
    said = json_text({text: [text]})
    assert json.loads(said) == json.loads(json.dumps({text: [text]}))
    assert not _acts(said)


def test_annotations_cannot_be_left() -> None:
    """An annotation is one line and one command, whatever path, message and help hold; and its place says the path's commas and colons."""
    (one,) = _hostile(FOUND)
    for said in (github([one]), failure(HOSTILE, HOSTILE, HOSTILE)):
        command = re.fullmatch(r"::error [^:\n]*::([^\n]*)\n", said)
        assert command, said
        assert not _acts(command.group(1).lstrip(":"))
        assert "##[" not in said
    commas = dataclasses.replace(FOUND[0], span=Span("a,line=1::b:c%0A.md", 1, 1, 1, 2))
    assert github([commas]).startswith("::error file=a%2Cline=1%3A%3Ab%3Ac%250A.md,line=1,")


#: What of rendered Markdown would not be plain text.
_CALLS = re.compile(
    r"<(?!/?(?:p|ul|ol|li|h[1-6]|strong|code|blockquote|br)\b)|(?<![\w`])@[\w]|\w@\w|(?<!&)#\d|!\d|://|(?<![^\W_])www\.|GH-\d|:boom:"
    r"|\$6|%7|~8|&amp;9|[0-9a-f]{40}",
    re.IGNORECASE,
)


def _renders(said: str) -> str:
    """Return what a git host would render of Markdown besides plain text and code; empty when nothing."""
    html = re.sub(r"<code>.*?</code>", " ", to_html(said), flags=re.DOTALL)
    found = _CALLS.search(html)
    return html[max(0, found.start() - 60) : found.end() + 60] if found else ""


def test_no_markdown_calls_or_hides() -> None:
    """A comment on a pull request and the issue that reminds hold no HTML, no comment, no link, no picture, no mention, no reference."""
    owed, found = _hostile(_of_the_example()[0]), _hostile(FOUND)
    for said in (obligations_report.markdown(owed), changes_report.markdown(_hostile(CHANGES), found)):
        assert not _acts(said)
        assert not _renders(said)
        # GitLab executes lines that begin with a slash, as they stand in the source.
        assert not re.search(r"^\s*/", said, re.MULTILINE)
        assert "all is well" in said


@settings(deadline=None, max_examples=examples(200))
@given(st.text(st.sampled_from("`a b\n~@#<>[]()!\\\u202e\x1b"), max_size=30))
def test_code_cannot_be_left(text: str) -> None:
    """Whatever stands in code is code: the backticks around it are more than there are inside."""
    html = to_html(f"before {host_markdown.code(text)} after")
    assert re.fullmatch(r"<p>before <code>[^<]*</code> after</p>\n", html), html


@settings(deadline=None, max_examples=examples(200))
@given(st.text(st.sampled_from("`a@1#<>![]() "), max_size=30))
def test_a_sentence_with_code_calls_nobody(text: str) -> None:
    """Whatever pairs of backticks a sentence gets from somebody's words, what is outside of them is plain text."""
    assert not _renders(host_markdown.sentence(text))


@settings(deadline=None, max_examples=examples(300))
@example(HOSTILE)
@given(st.text(st.characters()))
def test_one_line_stays_one(text: str) -> None:
    """`shown` and `visible` give one line without anything that acts; `visible` keeps the length, for carets below an excerpt."""
    assert not _acts(shown(text), lines=False)
    assert len(visible(text)) == len(text)
    assert not _acts(block(visible(text)))


def test_two_names_are_told_apart() -> None:
    """Names that differ only in what cannot be seen are shown differently, and bytes that are no text as the bytes they are."""
    assert shown("a\u200bb") == "a\\u200bb"
    assert shown("a\u200cb") == "a\\u200cb"
    assert shown(os.fsdecode(b"a\xff\nb\x1b")) == "a\\xff\\nb\\x1b"
    assert shown("\U000e0041") == "\\U000e0041"
    assert shown("a\u3164\u034f\U000e0100b") == "a\\u3164\\u034f\\U000e0100b"


def test_a_password_in_an_address_is_left_out() -> None:
    """Remotes of git, hubs and sites may have a name and a password, or a token, in their address: no message shows it."""
    for address in ("https://sam:hunter2@git.example/a.git", "https://ghp_secret@git.example/a", "ssh://git:x@git.example:22/a"):
        said = shown(f"{address} cannot be read")
        assert "git.example" in said
        assert not re.search(r"hunter2|ghp_secret|:x@", said)
    assert shown("https://social.example/@sam") == "https://social.example/@sam"


def test_what_is_said_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A message with a hostile name is one line, on stdout and on stderr, and so is an error with its help."""
    say(f"Wrote {HOSTILE}")
    say(f"Left {HOSTILE}", err=True, lead="warning")
    out, err = capsys.readouterr()
    assert (out.count("\n"), err.count("\n")) == (1, 1)
    assert not _acts(out + err)


@pytest.mark.parametrize(
    "error", [UsageError(HOSTILE, HOSTILE), click.UsageError(HOSTILE), click.BadParameter(HOSTILE), ValueError(HOSTILE)]
)
def test_errors_do_nothing(error: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a command fails with, its words do nothing; also those of a bug."""

    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(main.cli, "main", fail)
    assert main.run([]) != 0
    out, err = capsys.readouterr()
    assert not _acts(out + err)


# The whole program, on a site full of names that somebody else chose.

#: Names that git, and most systems, allow.
NAMES = (
    "\x1b[2J\x1b[31mred.md",
    "a\n::error::pwned\nb.md",
    "##[error]x.md",
    "\u202egnp.md",
    "z\u200b.md",
    "`@all` <!--.md",
    "%0A%2C.md",
)


@pytest.fixture
def hostile_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example in which everything that can have a name has a hostile one, in a repository of its own."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("CI", raising=False)
    site = tmp_path / "site"
    site.mkdir()
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copy(ROOT / "site_config.yml", site)
    for command in (["init", "-q", "-b", "\u202emain"], ["add", "--all"], ["commit", "-q", "-m", "x"]):
        who = ["-c", f"user.name={HOSTILE.splitlines()[0]}", "-c", "user.email=a@b.example"]
        subprocess.run(["git", "-C", str(site), *who, *command], check=True, capture_output=True)
    for name in NAMES:
        for folder in ("pages", "templates", "drills", "static", "incidents/support-tickets", "incidents/support-tickets/files"):
            (site / "content" / folder).mkdir(exist_ok=True)
            (site / "content" / folder / name).write_text("---\ntitle: x\n---\n", encoding="utf-8")
        (site / "content/incidents" / name.removesuffix(".md")).mkdir()
        (site / "content/incidents" / name.removesuffix(".md") / "01-x.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    plan = site / "content/plan.yml"
    bad = '"\\e[2J\\n::error::x ##[error]y \\u202e": {who: "\\e]0;x\\a\\n::error::z"}\n'
    plan.write_text(plan.read_text(encoding="utf-8").replace("roles:\n", f"roles:\n  {bad}"), encoding="utf-8")
    update = site / "content/incidents/support-tickets/05-password-source.md"
    update.write_text(
        update.read_text(encoding="utf-8").replace("known:\n", f"known:\n  {bad.replace('{who: ', '{text: ')}"), encoding="utf-8"
    )
    return site


COMMANDS = (
    ("validate",),
    ("validate", "--format", "json"),
    ("validate", "--format", "sarif"),
    ("validate", "--fix", "--dry-run"),
    ("build",),
    ("status",),
    ("status", "--format", "json"),
    ("status", "--format", "markdown"),
    ("deadlines",),
    ("questions",),
    ("diff",),
    ("diff", "--format", "json"),
    ("diff", "--format", "markdown"),
    ("seal",),
    ("notify", "--dry-run"),
    ("export", "support-tickets"),
    ("notice", "support-tickets"),
    ("verify", "{site}/content"),
    ("ready",),
    ("ready", "content/\x1b[2J\n::error::x"),
    ("new", "update", "\x1b[2J\n::error::x"),
    ("new", "review", "meter-portal\n::error::x"),
    ("move", "content/incidents/support-tickets", "content/incidents/\x1b[2J\n::error::x"),
    ("move", "content/incidents/\x1b[2J\n::error::x", "content/incidents/y"),
    ("redact", "content/\x1b[2J\n::error::x", "--words", "x", "--because", "y", "--by", "z"),
    ("explain", "\x1b[2J\n::error::x"),
    ("build", "--out", "\x1b]0;x\x07\n::error::x/content/.."),
    ("\x1b[2J\n::error::x",),
    ("validate", "--form\x1b[2J\n::error::x"),
)


@pytest.mark.no_cover
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).encode("unicode_escape").decode())
def test_no_command_acts(command: tuple[str, ...], hostile_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No command prints anything that a terminal or a CI host acts on, and what is JSON stays JSON."""
    words = [word.replace("{site}", str(hostile_site)) for word in command]
    rooted = [] if command[0] == "explain" or command[0][:1] == "\x1b" else ["--root", str(hostile_site)]
    code = main.run([*words, *rooted] if "verify" not in words else words)
    out, err = capsys.readouterr()
    assert code != main.BUG, err
    assert not _acts(out)
    assert not _acts(err)
    if words[-1] in {"json", "sarif"} and out:
        json.loads(out)


@pytest.mark.no_cover
def test_annotations_of_a_hostile_site(hostile_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under GitHub Actions every line is one of our own commands, or does nothing."""
    main.run(["validate", "--format", "github", "--root", str(hostile_site)])
    out, err = capsys.readouterr()
    for line in (out + err).splitlines():
        assert not _acts(line) or re.match(r"::(error|warning|notice) file=[^:,]+,line=\d+,[^:]*::", line), line
        assert not _acts(line.removeprefix("::")), line


# No other code builds such text.


@cache
def _modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(ROOT / "generator").as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted((ROOT / "generator").rglob("*.py"))
    )


@cache
def _called() -> tuple[tuple[str, str], ...]:
    """Each call of the program: the module, and what it calls."""
    return tuple(
        (path, ast.unparse(node.func)) for path, tree in _modules() for node in ast.walk(tree) if isinstance(node, ast.Call)
    )


_PRINTS = re.compile(
    r"(?:click\.)?s?echo|print|(?:.*\.)?sys\.(?:__)?std(?:out|err)(?:__)?\.write(?:lines)?|os\.write|rich\..*|click\.secho"
)


def test_only_one_module_prints() -> None:
    """Printing is done in cli/output.py alone, and what it takes for ready is made in the three modules that make it safe."""
    prints = {
        path
        for path, name in _called()
        # Workers write to each other's pipes, and what is kept to its own files.
        if _PRINTS.fullmatch(name)
        and (path, name) not in {("adapters/workers.py", "os.write"), ("adapters/packs.py", "os.write")}
    }
    assert prints == {"cli/output.py"}
    makers = {path for path, name in _called() if name.split(".")[-1] == "Block"}
    # Letters have blocks of their own, which are no text for a terminal.
    assert makers - {"render/letters.py"} == {
        "report/terminal.py",
        "report/json_text.py",
        "report/github.py",
    }


#: Markup of Markdown, HTML comments, and workflow commands, as a piece of text of our own.
_MARKUP = re.compile(
    r"^#{1,6} $|^\s*[-*] \*\*|\*\*$|^\*\*|<!--|<details|```|\]\(|^::(?:error|warning|notice|group|add-mask|set-output)|##\["
)
#: What a host renders, or a workflow runs, is made of these reports.
_REPORTS = re.compile(r"report/(?!rule_pages)[\w/]+\.py|\w+/report\.py|cli/[\w/]+\.py|pipeline/\w+\.py")


def _of_ours(tree: ast.Module) -> Iterator[str]:
    """The texts in a module, without its docstrings."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.no_cover
def test_only_one_module_makes_markdown_for_hosts() -> None:
    """Nothing but report/host_markdown.py makes Markdown for hosts, and nothing but report/github.py makes workflow commands."""
    assert {path for path, name in _called() if name.split(".")[-1] == "Markdown"} == {"report/host_markdown.py"}
    found = {path for path, tree in _modules() if _REPORTS.fullmatch(path) for node in _of_ours(tree) if _MARKUP.search(node)}
    # The patterns and the description of what is made harmless.
    assert found - {"report/terminal.py"} == {"report/host_markdown.py", "report/github.py"}


def test_what_is_said_has_no_line_ends_of_its_own() -> None:
    """`say` takes lines: a line end inside one would be shown as an escape, so none of ours has any."""
    for path, tree in _modules():
        if not path.startswith("cli/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "say":
                said = [part for one in node.args for part in (one.values if isinstance(one, ast.JoinedStr) else [one])]
                ours = [part.value for part in said if isinstance(part, ast.Constant)]
                assert not any("\n" in str(part) for part in ours), f"{path}:{node.lineno}"
