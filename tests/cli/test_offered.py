"""What commands suggest and accept: future days, true sentences, `none`, `~`, and names that are possible on every system."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from generator.cli.main import cli, run
from generator.cli.options import PathType
from generator.cli.prompts import is_nothing

FIRST = [
    *("--title", "Someone read invoices of ours", "--aware", "2026-11-23T02:40Z"),
    *("--known", "Someone used a stolen password to open our billing system."),
    *("--unknown", "Whose invoices they read.", "--step", "We are reading the access log."),
]
INVOICES = "content/incidents/invoices"
ENDED = ["--done", "watch=We looked until 1 December.", "--answer", "whose-invoices-they-read=They read those of 12 customers."]
CONTAINED = """---
title: We closed the account
published: 2026-11-24T03:00Z
status: contained
contained_by: shut
known:
  shut: We closed the account, tried the password again, and it failed.
unknown:
  whose-invoices-they-read: Whose invoices they read.
done:
  reading-access-log: We have read it.
next_steps:
  watch: We look at every login.
actions: There is nothing you can do yet. We will say so here when there is.
next_update: 2026-11-25T09:00Z
---
"""
WATCHED = """---
title: We keep watch
published: 2026-11-25T03:00Z
status: monitoring
monitor_until: 2026-12-01
monitoring: {what: Every login., looked: 2026-11-25T02:00Z}
unknown:
  whose-invoices-they-read: Whose invoices they read.
next_steps:
  watch: We look at every login.
actions: There is nothing you can do yet. We will say so here when there is.
next_update: 2026-12-02T10:00Z
---
"""


def _at(now: str) -> list[str]:
    return ["--now", now]


def _written(root: Path, number: int) -> str:
    (file,) = (root / INVOICES).glob(f"{number:02}-*.md")
    return file.read_text(encoding="utf-8")


def _key(text: str, key: str) -> str:
    found = re.search(rf"^{key}: (\S+)", text, re.MULTILINE)
    assert found, text
    return found[1]


@pytest.fixture
def watched(english: Path) -> Path:
    """A site whose incident is watched until 1 December, with nothing that readers can do."""
    assert run(["new", "incident", "invoices", "--root", str(english), *_at("2026-11-23T03:10Z"), *FIRST]) == 0
    step = re.search(r"next_steps:\n  (\S+):", _written(english, 1))
    assert step
    contained = CONTAINED.replace("reading-access-log", step[1])
    (english / INVOICES / "02-closed.md").write_text(contained, encoding="utf-8")
    (english / INVOICES / "03-watch.md").write_text(WATCHED, encoding="utf-8")
    assert run(["validate", "--root", str(english), *_at("2026-11-25T03:10Z"), INVOICES]) == 0
    return english


# Days ahead.


def test_a_new_watch(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A watch that begins is never offered an end that has passed or comes before tomorrow, however short the site's waits are."""
    (watched / INVOICES / "03-watch.md").unlink()
    settings = watched / "site_config.yml"
    settings.write_text(re.sub(r"monitoring: \w+", "monitoring: 6h", settings.read_text(encoding="utf-8")), encoding="utf-8")
    assert (
        run(
            [
                "new",
                "update",
                "invoices",
                "--root",
                str(watched),
                *_at("2026-11-25T21:10Z"),
                "--title",
                "We keep watch",
                "--status",
                "monitoring",
            ]
        )
        == 0
    )
    assert date.fromisoformat(_key(_written(watched, 3), "monitor_until")) >= date(2026, 11, 26)
    capsys.readouterr()


@pytest.mark.parametrize("status", [[], ["--status", "monitoring"]])
def test_a_watch_that_has_ended(watched: Path, status: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """If monitoring has ended and continues, a new end is suggested with the reason."""
    assert (
        run(
            ["new", "update", "invoices", "--root", str(watched), *_at("2026-12-02T09:10Z"), "--title", "We still watch", *status]
        )
        == 0
    )
    text = _written(watched, 4)
    assert date.fromisoformat(_key(text, "monitor_until")) > date(2026, 12, 2)
    assert "# a new end: readers were told 2026-12-01, which has passed" in text
    capsys.readouterr()


def test_a_watch_that_goes_on(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before its end, the announced day is kept."""
    assert run(["new", "update", "invoices", "--root", str(watched), *_at("2026-11-28T09:10Z"), "--title", "We still watch"]) == 0
    assert _key(_written(watched, 4), "monitor_until") == "2026-12-01"
    capsys.readouterr()


@pytest.mark.parametrize(
    ("verb", "option"),
    [
        (["update", "invoices", "--title", "x", "--status", "monitoring"], "--monitor-until"),
        (["update", "invoices", "--title", "x", "--status", "resolved", *ENDED], "--review-by"),
        (["review", "invoices", "--action", "We use keys."], "--by"),
    ],
)
def test_a_day_that_has_passed(watched: Path, verb: list[str], option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A promise for a past day is refused with a future day as suggestion; nothing is written."""
    before = sorted(watched.rglob("*"))
    assert run(["new", *verb, option, "2026-12-01", "--root", str(watched), *_at("2026-12-03T09:10Z")]) == 2
    said = capsys.readouterr().err
    assert f"{option} 2026-12-01 has passed" in said
    offered = re.findall(r"such as (\d{4}-\d\d-\d\d)", said)
    assert offered
    assert date.fromisoformat(offered[0]) > date(2026, 12, 3)
    assert sorted(watched.rglob("*")) == before


def test_the_review_is_promised_ahead(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`resolved` offers a day for the review that is to come, and so does the review for what it promises."""
    arguments = ["new", "update", "invoices", "--root", str(watched), *_at("2026-12-02T09:10Z"), "--title", "It is over"]
    assert run([*arguments, "--status", "resolved", *ENDED]) == 0
    assert date.fromisoformat(_key(_written(watched, 4), "review_by")) > date(2026, 12, 2)
    assert run(["new", "review", "invoices", "--root", str(watched), *_at("2026-12-05T09:10Z")]) == 0
    review = (watched / INVOICES / "review.md").read_text(encoding="utf-8")
    offered = re.search(r"# by: (\S+)", review)
    assert offered
    assert date.fromisoformat(offered[1]) > date(2026, 12, 5)
    capsys.readouterr()


@pytest.mark.parametrize(("status", "key"), [("monitoring", "monitor_until"), ("resolved", "review_by")])
def test_what_findings_offer(watched: Path, status: str, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The line that a finding offers names a day to come, and passes when it is pasted."""
    (watched / INVOICES / "03-watch.md").unlink()
    file = watched / INVOICES / "03-late.md"
    text = (watched / INVOICES / "02-closed.md").read_text(encoding="utf-8")
    text = text.replace("2026-11-24T03:00Z", "2029-03-01T03:00Z").replace("2026-11-25T09:00Z", "2029-03-08T03:00Z")
    text = re.sub(r"done:\n.*\n", "", text).replace("status: contained\ncontained_by: shut\n", f"status: {status}\n")
    file.write_text(text, encoding="utf-8")
    now = _at("2029-06-01T03:00Z")
    run(["validate", "--root", str(watched), *now, f"{INVOICES}/03-late.md"])
    offered = re.search(rf"add a day, such as `({key}: (\S+))`", capsys.readouterr().out)
    assert offered
    assert date.fromisoformat(offered[2]) > date(2029, 6, 1)
    file.write_text(text.replace(f"status: {status}\n", f"status: {status}\n{offered[1]}\n"), encoding="utf-8")
    run(["validate", "--root", str(watched), *now, f"{INVOICES}/03-late.md"])
    assert "add a day, such as" not in capsys.readouterr().out


# Sentences that are true.


def test_closing_asks_for_its_advice_anew(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence in place of advice is not repeated when the incident is over: it is asked for, and nothing is published without it."""
    arguments = ["new", "update", "invoices", "--root", str(watched), *_at("2026-12-02T09:10Z"), "--title", "It is over"]
    assert run([*arguments, "--status", "resolved", *ENDED]) == 0
    text = _written(watched, 4)
    assert "actions: There is nothing" not in text
    assert re.search(r"^actions: .*\[\[what readers should still do", text, re.MULTILINE)
    # The previous sentence is visible, for the writer only.
    assert "   # so far: There is nothing you can do yet." in text
    approved = ["--approved-by", "lead=Sam Reed", "--approved-by", "security=Tom Ash"]
    capsys.readouterr()
    assert run(["ready", "--root", str(watched), *_at("2026-12-02T09:12Z"), *approved]) == 1
    assert "still has to be filled in: what readers should still do" in capsys.readouterr().err
    assert _written(watched, 4) == text


def test_reopening_does_too(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Coming back, too."""
    arguments = ["new", "update", "invoices", "--root", str(watched), *_at("2026-11-28T09:10Z"), "--title", "They are back"]
    assert run([*arguments, "--status", "reopened", "--because", "Somebody used the account again."]) == 0
    assert re.search(r"^actions: .*\[\[what readers should do now", _written(watched, 4), re.MULTILINE)
    capsys.readouterr()


def test_going_on_does_not(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As long as it goes on, the sentence stays as it was."""
    assert run(["new", "update", "invoices", "--root", str(watched), *_at("2026-11-28T09:10Z"), "--title", "We still watch"]) == 0
    assert "\nactions: There is nothing you can do yet. We will say so here when there is.\n" in _written(watched, 4)
    capsys.readouterr()


# `none`.


@pytest.mark.parametrize(
    "word",
    [
        "none",
        "None.",
        "NOTHING",
        "-",
        "—",
        "n/a",
        "N/A.",
        "",
        "  ",
        "(none)",
        "keine",
        "Keine.",
        "aucun",
        "ninguno",
        "لا شيء",
        "none yet",
    ],
)
def test_nothing(word: str, english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A word that means nothing makes no system and no advice."""
    assert is_nothing(word)
    arguments = ["new", "incident", "invoices", "--root", str(english), *_at("2026-11-23T03:10Z"), *FIRST]
    assert run([*arguments, "--system", word, "--action", word]) == 0
    assert "systems" not in (english / INVOICES / "incident.md").read_text(encoding="utf-8")
    assert "actions: There is nothing you can do yet." in _written(english, 1)
    capsys.readouterr()


@pytest.mark.parametrize("word", ["Nonesuch", "None of your business", "Null", "no", "No.", "Nancy", "N", "Keiner & Sons"])
def test_something(word: str) -> None:
    """A word that only looks like one is what it says."""
    assert not is_nothing(word)


def test_a_system_that_is_called_so(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the site itself has such a system it can be named, and one that is real is kept beside a word for none."""
    settings = english / "site_config.yml"
    settings.write_text(
        re.sub(r"systems:.*\n(?:  - .*\n)*", "systems: [None, Billing]\n", settings.read_text(encoding="utf-8")), encoding="utf-8"
    )
    arguments = ["new", "incident", "invoices", "--root", str(english), *_at("2026-11-23T03:10Z"), *FIRST]
    assert run([*arguments, "--system", "None", "--system", "-", "--system", "Billing"]) == 0
    assert "systems:\n  - None\n  - Billing\n" in (english / INVOICES / "incident.md").read_text(encoding="utf-8").replace(
        '"', ""
    ).replace("'", "")
    capsys.readouterr()


@pytest.mark.parametrize("option", ["--known", "--unknown", "--step"])
def test_what_is_needed(option: str, english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where at least one is needed, `none` is refused with what to write."""
    arguments = [
        *FIRST[:4],
        *(part for key in ("--known", "--unknown", "--step") for part in (key, "none" if key == option else "We do.")),
    ]
    assert run(["new", "incident", "invoices", "--root", str(english), *_at("2026-11-23T03:10Z"), *arguments]) == 2
    said = capsys.readouterr().err
    assert f"{option} none gives nothing" in said
    assert f'such as: {option} "' in said
    assert not (english / INVOICES).exists()


def test_none_at_the_prompts(english: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """At a terminal the same words end a list, and are no first entry of one that needs one."""
    answers = [
        "Enter",
        "Someone read invoices",
        "",
        "none",
        "Someone used a password.",
        "n/a",
        "-",
        "Whose they are.",
        "",
        "None",
        "We read the log.",
        "",
        "nothing",
        "",
    ]
    answers[0] = ""
    monkeypatch.setattr("generator.cli.prompts.sys.stdin.isatty", lambda: True)
    waiting = iter(answers)
    monkeypatch.setattr("click.prompt", lambda *_args, default="", **_options: next(waiting) or default)
    assert run(["new", "incident", "invoices", "--root", str(english), *_at("2026-11-23T03:10Z")]) == 0
    text = _written(english, 1)
    assert "none" not in text.lower().replace("none_left", "")
    assert "actions: There is nothing you can do yet." in text
    assert list(waiting) == []
    capsys.readouterr()


# `~`.


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, and a working folder in which a folder called `~` would be seen."""
    home = tmp_path / "home"
    (tmp_path / "work").mkdir()
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(tmp_path / "work")
    return home


def test_home(root: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a shell leaves as `~` is the home folder, in every option and argument that takes a path, and no folder is called `~`."""
    now = _at("2026-11-23T12:00Z")
    assert run(["build", f"--root={root}", *now, "--out=~/site", "--zip=~/site.zip"]) == 0
    assert (home / "site/index.html").is_file()
    assert (home / "site.zip").is_file()
    assert run(["verify", "~/site"]) == 0
    (home / "ours").symlink_to(root)
    assert run(["status", "--root=~/ours", *now]) in {0, 1}
    assert run(["export", "support-tickets", "--root=~/ours", *now, "--out=~/letters"]) == 0
    assert run(["schema", "--out=~/schemas"]) == 0
    assert run(["init", "~/new", "--yes"]) == 0
    assert run(["init", "--root=~/other", "--yes"]) == 0
    assert run(["drill", "start", "--root=~/ours", "--in=~/drill", "--template", "stolen-login", *now]) == 0
    for made in ("letters", "schemas/update.json", "new/site_config.yml", "other/site_config.yml", "drill/site_config.yml"):
        assert (home / made).exists(), made
    assert list(Path().iterdir()) == []
    assert not (root / "~").exists()
    capsys.readouterr()


@pytest.mark.parametrize("written", ["~nobody-of-this-name/x", "./~/x", "x/~/y"])
def test_no_home(written: str, root: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown home, and a `~` further on, are refused, and nothing is created."""
    assert run(["build", f"--root={root}", *_at("2026-11-23T12:00Z"), f"--out={written}"]) == 2
    assert "home folder" in capsys.readouterr().err
    assert list(Path().iterdir()) == []
    assert list(home.iterdir()) == []


def _parameters(command: click.Command, name: str) -> Iterator[tuple[str, click.Parameter]]:
    yield from ((f"{name} {parameter.name}", parameter) for parameter in command.params)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for verb in command.list_commands(context):
            below = command.get_command(context, verb)
            assert below is not None
            yield from _parameters(below, f"{name} {verb}")


def test_every_path_is_one_of_those() -> None:
    """No option or argument of any command takes a path in another way."""
    paths = [(name, one.type) for name, one in _parameters(cli, "aboveboard") if isinstance(one.type, click.Path)]
    assert len(paths) > 20
    assert [name for name, kind in paths if not isinstance(kind, PathType)] == []


# Names that are possible on every system.


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_names_of_devices(name: str, english: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new incident, page or site cannot be called like a device, and a title that would make one makes another address."""
    now = _at("2026-11-23T03:10Z")
    assert run(["new", "incident", name, "--root", str(english), *now, *FIRST]) == 2
    assert "Windows reserves this name" in capsys.readouterr().err
    assert run(["new", "page", name, "--root", str(english), *now, "--title", "Ours"]) == 2
    assert "Windows reserves this name" in capsys.readouterr().err
    assert run(["init", str(tmp_path / "fresh" / name.upper()), "--yes"]) == 2
    assert "Windows reserves this name" in capsys.readouterr().err
    assert not (tmp_path / "fresh").exists()
    assert run(["new", "incident", "--root", str(english), *now, "--title", name.upper(), *FIRST[2:]]) == 0
    assert (english / f"content/incidents/{name}-incident/incident.md").is_file()
    capsys.readouterr()
