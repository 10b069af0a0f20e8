"""Taking out of published texts what must not be public: what readers see, what is refused, and what stays as it was."""

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.cli.main import run
from generator.model.document import Redaction
from generator.model.source import Source
from generator.seals.ledger_lock import SealedTerms, digest_of, lock_text, parse_lock, with_seals
from tests.cli.lost_keys import commit

NOW = "2026-03-06T12:00Z"
PUBLISHED = "2026-03-02T09:05Z"
TOP = "content/incidents/lost-keys"
CONFIG = """organisation: {name: Fernhill Library, domains: [fernhill.example]}
site: {url: https://status.fernhill.example/, id: status.fernhill.example, timezone: UTC, languages: [de], theme: lifeboat}
contact: {email: help@fernhill.example, hours: always, who: Ada Moss}
"""
FIRST = """---
title: Keys to the archive were lost
published: 2026-03-02T09:00Z
status: investigating
known:
  keys: A set of keys was lost on 1 March by Berta Quill of Elm Road 4.
  seen: {text: 'Berta Quill''s bag stood in the hall, said Will Penn.', from: the porter}
  not-read: No file of Berta Quill was opened.
unknown:
  whose: Whose 31 files were opened.
next_steps:
  locks: |
    We change the locks.
    Berta Quill hands over what she has.
actions: Tell Zoe Bell if you saw the bag.
next_update: 2026-03-20T12:00Z
affected:
  readers: {unit: readers, exact: 31}
---

We spoke to [Berta Quill](https://fernhill.example/berta-quill) on 1 March.

Berta Quill (a reader) may ring us.
"""
GERMAN = """---
title: Schlüssel zum Archiv sind weg
published: 2026-03-02T09:00Z
status: investigating
known:
  keys: Berta Quill, Ulmenweg 4, hat am 1. März einen Schlüsselbund verloren.
  seen: {text: 'Die Tasche von Berta Quill stand im Flur, sagte Will Penn.', from: der Pförtner}
  not-read: Keine Akte von Berta Quill wurde geöffnet.
unknown:
  whose: Wessen 31 Akten geöffnet wurden.
next_steps:
  locks: Wir tauschen die Schlösser. Berta Quill gibt ab, was sie hat.
actions: Sagen Sie es Zoe Bell, wenn Sie die Tasche gesehen haben.
next_update: 2026-03-20T12:00Z
affected:
  readers: {unit: Leser, exact: 31}
---

Wir haben am 1. März mit [Berta Quill](https://fernhill.example/berta-quill) gesprochen.

Berta Quill (Leserin) kann uns anrufen.
"""

MORE = """---
title: What was in the archive
published: 2026-03-04T09:00Z
status: confirmed
known:
  reports: {text: The reports since 2019 stood open to Berta Quill., for: [readers]}
unknown:
  whose: Whose 31 files were opened.
data: {reports: {state: accessed, for: readers}}
remedies: {watch: {what: A year of free watching., for: readers}}
claims: {boast: {by: a caller, says: They have everybody and all., we_say: not_checked}}
consequences: {calls: Somebody may ring you.}
next_steps:
  locks: We change the locks.
actions: {calls: {do: Do not answer the telephone., urgency: today}}
next_update: 2026-03-20T12:00Z
---
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A sealed site whose first update, and its translation, name a person."""
    folder = tmp_path / "site"
    files = {
        "site_config.yml": CONFIG,
        f"{TOP}/incident.md": "---\ntitle: Lost keys\naware: 2026-03-02T08:00Z\nnames: {reports: the reports}\n---\n",
        f"{TOP}/incident.de.md": "---\ntitle: Verlorene Schlüssel\nnames: {reports: die Berichte}\n---\n",
        f"{TOP}/01-first.md": FIRST,
        f"{TOP}/01-first.de.md": GERMAN,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert run(["seal", "--root", str(folder), "--now", PUBLISHED]) == 0
    return folder


def _redact(folder: Path, words: str, *names: str, because: str = "it named a person", by: str = "Sam Reed") -> int:
    files = [str(folder / TOP / name) for name in names or ("01-first.md",)]
    return run(["redact", *files, "--words", words, "--because", because, "--by", by, "--root", str(folder), "--now", NOW])


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    run(["validate", "--root", str(folder), "--now", NOW, "--format", "json"])
    return [one["code"] for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["severity"] == "error"]


def test_readers_see_a_mark_and_no_channel_holds_the_words(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words are gone from every file of the built site; the mark, the reason and who approved it are there."""
    assert _redact(site, "Berta Quill", "01-first.md", "01-first.de.md") == 2  # a part of a link
    assert _redact(site, "[Berta Quill](https://fernhill.example/berta-quill)", "01-first.md", "01-first.de.md") == 0
    assert _redact(site, "Berta Quill", "01-first.md", "01-first.de.md") == 0
    assert _errors(site, capsys) == []
    out = tmp_path / "built"
    assert run(["build", "--root", str(site), "--now", NOW, "--out", str(out)]) == 0
    for path in out.rglob("*"):
        if path.is_file():
            assert b"Berta" not in path.read_bytes(), path
            assert b"Quill" not in path.read_bytes(), path
    page = (out / "incidents/lost-keys/1/index.html").read_text(encoding="utf-8")
    assert "[removed on 6 March 2026: it named a person]" in page
    german = (out / "de/incidents/lost-keys/1/index.html").read_text(encoding="utf-8")
    assert "[entfernt am 6. März 2026: it named a person]" in german
    verify = (out / "verify/index.html").read_text(encoding="utf-8")
    assert "it named a person. Approved by Sam Reed." in verify
    item = json.loads((out / "feed.json").read_text(encoding="utf-8"))["items"][0]
    assert item["date_modified"].startswith("2026-03-06T12:00:00")


def test_the_lock_keeps_the_old_digest_and_none_of_the_words(site: Path) -> None:
    """A new line follows the old ones; nothing in it can be used to guess the words."""
    before = (site / TOP / "ledger.lock").read_text(encoding="utf-8")
    assert _redact(site, "Will Penn") == 0
    after = (site / TOP / "ledger.lock").read_text(encoding="utf-8")
    assert after.startswith(before)
    added = after.removeprefix(before)
    assert added.count("\n") == 1
    assert " redacted=2026-03-06T12:00:00Z because=it%20named%20a%20person by=Sam%20Reed mark=" in added
    assert "Penn" not in after


def test_a_redacted_text_is_sealed_as_it_is_now(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever changes it afterwards, or puts words where the mark stands, is found."""
    assert _redact(site, "Will Penn") == 0
    assert run(["seal", "--root", str(site), "--now", NOW]) == 0
    assert _errors(site, capsys) == []
    path = site / TOP / "01-first.md"
    path.write_text(re.sub(r"\[removed on[^]]*\]", "nobody", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "CON013" in _errors(site, capsys)


def test_what_stands_elsewhere_is_named_and_what_is_left_to_do(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The files that still hold the words are listed, and what no program can reach; the words are not printed."""
    capsys.readouterr()
    assert _redact(site, "Will Penn") == 0
    said = capsys.readouterr()
    assert f"{TOP}/01-first.de.md" in said.out
    assert "git keeps the old text in its history" in said.out
    assert "Penn" not in said.out + said.err


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("1 March", "`1` decides"),
        ("lost on 1 March by Berta Quill", "`lost` decides"),
        ("No file of Berta Quill", "`No` decides"),
        ("may ring", "`may` decides"),
        ("31 files", "`31` decides"),
        ("31", "`31` decides"),
        ("Whose 31 files were opened", "nothing would be left"),
        ("investigating", "are not in a text"),
        ("not-read", "are not in a text"),
        ("the porter said", "does not contain the words"),
        ("berta quill", "does not contain the words"),
        ("fernhill.example/berta-quill", "part of a link"),
        ("B", "too short"),
        ("  ", "too short"),
        ("uill", "does not contain the words"),
        ("readers", "are not in a text"),
        ("2026-03-20T12:00Z", "are not in a text"),
    ],
)
def test_what_decides_cannot_be_taken_out(site: Path, capsys: pytest.CaptureFixture[str], words: str, why: str) -> None:
    """A denial, a modal, a count, a date, a state, a key, a whole fact, or a part of a link is refused, and nothing changes."""
    before = _files(site)
    capsys.readouterr()
    assert _redact(site, words) == 2
    assert why in capsys.readouterr().err
    assert _files(site) == before


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("because", "by", "why"),
    [
        ("it named Will Penn", "Sam Reed", "--because repeats"),
        ("it named WILL PENN", "Sam Reed", "--because repeats"),
        ("it named a person", "Will Penn", "--by repeats"),
        ("", "Sam Reed", "--because must be"),
        ("it named a person", " ", "--by must be"),
        ("it named [a person](https://x.example)", "Sam Reed", "--because must be"),
        ("it named 3 people", "Sam Reed", "--because contains a number"),
        ("x" * 81, "Sam Reed", "--because must be"),
    ],
)
def test_the_reason_and_the_name(site: Path, capsys: pytest.CaptureFixture[str], because: str, by: str, why: str) -> None:
    """Neither repeats the words, and both are short and plain, since readers see them."""
    before = _files(site)
    capsys.readouterr()
    assert _redact(site, "Will Penn", because=because, by=by) == 2
    assert why in capsys.readouterr().err
    assert _files(site) == before


def test_an_address_can_go(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number of a house counts nothing; the layout of the rest of the file stays."""
    assert _redact(site, "of Elm Road 4") == 0
    text = (site / TOP / "01-first.md").read_text(encoding="utf-8")
    assert 'keys: "A set of keys was lost on 1 March by Berta Quill [removed on 6 March 2026: it named a person]."' in text
    assert "    Berta Quill hands over what she has." in text
    assert _errors(site, capsys) == []


def test_a_draft_is_changed_by_hand(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has read it, so a mark would only raise questions."""
    (site / TOP / "02-next.md").write_text(FIRST.replace("status:", "draft: true\nstatus:"), encoding="utf-8")
    capsys.readouterr()
    assert _redact(site, "Will Penn", "02-next.md") == 2
    assert "no reader has seen" in capsys.readouterr().err


def test_what_is_public_and_not_sealed_is_sealed_first(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a seal, nothing could say that only the words went."""
    (site / TOP / "ledger.lock").unlink()
    (site / "content/order.lock").unlink()
    capsys.readouterr()
    assert _redact(site, "Will Penn") == 2
    assert "run `aboveboard seal`" in capsys.readouterr().err


def test_a_run_that_was_interrupted_is_finished_by_the_next(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The lock is written first; run again, the command takes the words out and adds no second line."""
    path = site / TOP / "01-first.md"
    old = path.read_bytes()
    assert _redact(site, "Will Penn") == 0
    lock = (site / TOP / "ledger.lock").read_bytes()
    path.write_bytes(old)
    assert "CON013" in _errors(site, capsys)
    assert _redact(site, "Will Penn") == 0
    assert (site / TOP / "ledger.lock").read_bytes() == lock
    assert _errors(site, capsys) == []


def test_reviewers_see_that_words_went_and_not_which(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`diff`, whose text may stand in a public comment, says that words were taken out and does not repeat them."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)
    for arguments in (("add", "-A"), ("-c", "user.name=A", "-c", "user.email=a@fernhill.example", "commit", "-qm", "x")):
        subprocess.run(["git", "-C", str(site), *arguments], check=True, capture_output=True)
    assert _redact(site, "Will Penn") == 0
    capsys.readouterr()
    run(["diff", "HEAD", "--root", str(site), "--now", NOW])
    said = capsys.readouterr().out
    assert "words that must not be public were removed" in said
    assert "Penn" not in said
    assert "CHANGED" not in said


@pytest.mark.parametrize(
    ("words", "mark"),
    [("1 March", ""), ("No file of Berta Quill", ""), ("Will Penn", "quietly "), ("Whose 31 files were opened.", "")],
)
def test_a_line_that_was_written_by_hand_lets_no_more_through(
    site: Path, capsys: pytest.CaptureFixture[str], words: str, mark: str
) -> None:
    """Where git has the text from before, a redaction that took out a count, a denial or more than its mark says is an error."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)
    commit(site, "2026-03-02T09:06Z")
    path, lock = site / TOP / "01-first.md", site / TOP / "ledger.lock"
    said = "(removed on 6 March 2026)"
    changed = FIRST.replace(words, said)
    path.write_text(changed.replace("stood in the hall", f"{mark}stood in the hall") if mark else changed, encoding="utf-8")
    parsed = parse_lock(Source("ledger.lock", lock.read_text(encoding="utf-8")), (), "lost-keys")
    when = datetime(2026, 3, 6, 12, tzinfo=UTC)
    terms = {"01-first.md": SealedTerms(redaction=Redaction(when, "it named a person", "Sam Reed", said))}
    text = path.read_text(encoding="utf-8")
    lock.write_text(
        lock_text(with_seals("lost-keys", parsed, [("01-first.md", digest_of(text))], terms, when, {"01-first.md": text})),
        encoding="utf-8",
    )
    assert "SEA021" in _errors(site, capsys)


def test_what_git_no_longer_has_is_not_asked_for(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A history that holds the text from before allows the redaction, and so does one that was cleared of it."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)
    commit(site, "2026-03-02T09:06Z")
    assert _redact(site, "Will Penn") == 0
    assert _errors(site, capsys) == []
    commit(site, "2026-03-06T12:01Z")
    assert _errors(site, capsys) == []
    shutil.rmtree(site / ".git")
    subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)
    commit(site, "2026-03-06T12:02Z")
    assert _errors(site, capsys) == []


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("words", "why", "subject"),
    [
        ("since 2019", "`2019` decides what `known.reports.text`", "reports"),
        ("reports", "`data.reports` is what `known.reports.text` is about", "reports"),
        ("free", "`free` decides what `remedies.watch.what`", "remedies.watch"),
        ("everybody and all", "`all` decides what `claims.boast.says`", "claims.boast"),
        ("may ring", "`may` decides what `consequences.calls.text`", "consequence.calls"),
        ("not", "`not` decides what `actions.calls.do`", "action.calls"),
    ],
)
def test_a_refusal_names_the_correction(
    site: Path, capsys: pytest.CaptureFixture[str], words: str, why: str, subject: str
) -> None:
    """A year, a price, and what a sentence is about stay; the line that is offered instead has the name that a correction has there."""
    (site / TOP / "02-more.md").write_text(MORE, encoding="utf-8")
    assert run(["seal", "--root", str(site), "--now", "2026-03-04T12:00Z"]) == 0
    capsys.readouterr()
    before = _files(site)
    assert _redact(site, words, "02-more.md") == 2
    said = capsys.readouterr().err
    assert why in said
    assert f"`corrections: {{{subject}: why this has changed}}`" in said
    assert _files(site) == before


PAGE = """---
title: The library and Berta Quill
---
Berta Quill keeps the archive. Nobody may enter without her.
"""
ASKED = """---
title: Keys of Berta Quill were lost
aware: 2026-03-02T08:00Z
contact: {email: desk@fernhill.example, who: Berta Quill}
questions: {who: {ask: Who had the keys?, answer: 'Berta Quill had them, and 31 people saw it.'}}
---

Berta Quill has worked here since 2019.
"""
ASKED_DE = """---
title: Schlüssel von Berta Quill sind weg
questions: {who: {ask: Wer hatte die Schlüssel?, answer: 'Berta Quill hatte sie, und 31 Leute sahen es.'}}
---

Berta Quill arbeitet hier seit 2019.
"""


@pytest.fixture
def whole(site: Path) -> Path:
    """The site, with a page, its translation, and an incident.md that name the person too, and are sealed."""
    (site / "content/pages").mkdir(parents=True, exist_ok=True)
    (site / "content/pages/us.md").write_text(PAGE, encoding="utf-8")
    (site / "content/pages/us.de.md").write_text(PAGE.replace("The library", "Die Bücherei"), encoding="utf-8")
    for name in ("ledger.lock", "../../order.lock"):
        (site / TOP / name).unlink()
    (site / TOP / "incident.md").write_text(ASKED, encoding="utf-8")
    (site / TOP / "incident.de.md").write_text(ASKED_DE, encoding="utf-8")
    assert run(["seal", "--root", str(site), "--now", PUBLISHED]) == 0
    return site


def _everywhere(folder: Path, words: str) -> int:
    names = ("incident.md", "incident.de.md", "../../pages/us.md", "../../pages/us.de.md")
    files = [str((folder / TOP / name).resolve()) for name in names]
    return run(
        [
            "redact",
            *files,
            "--words",
            words,
            "--because",
            "it named a person",
            "--by",
            "Sam Reed",
            "--root",
            str(folder),
            "--now",
            NOW,
        ]
    )


@pytest.mark.no_cover
def test_pages_and_incident_md(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words are taken out of free pages, of incident.md and of the translations of both; readers see marks, and the locks fit."""
    texts = {path: path.read_text(encoding="utf-8") for path in (whole / TOP / "ledger.lock", whole / "content/pages/pages.lock")}
    assert _everywhere(whole, "Berta Quill") == 0
    assert _redact(whole, "[Berta Quill](https://fernhill.example/berta-quill)", "01-first.md", "01-first.de.md") == 0
    assert _redact(whole, "Berta Quill", "01-first.md", "01-first.de.md") == 0
    assert _errors(whole, capsys) == []
    for path, before in texts.items():
        after = path.read_text(encoding="utf-8")
        assert after.startswith(before)
        assert "Quill" not in after
    locks = {path: path.read_bytes() for path in texts}
    assert run(["seal", "--root", str(whole), "--now", NOW]) == 0
    assert {path: path.read_bytes() for path in texts} == locks
    out = tmp_path / "built"
    assert run(["build", "--root", str(whole), "--now", NOW, "--out", str(out)]) == 0
    assert not [path for path in out.rglob("*") if path.is_file() and b"Quill" in path.read_bytes()]
    assert "[removed on 6 March 2026: it named a person] keeps the archive" in (out / "us/index.html").read_text(encoding="utf-8")
    assert "[entfernt am 6. März 2026: it named a person]" in (out / "de/incidents/lost-keys/index.html").read_text(
        encoding="utf-8"
    )
    verify = (out / "verify/index.html").read_text(encoding="utf-8")
    for name in ("incident.md", "incident.de.md", "us.md", "us.de.md"):
        assert verify.count(f">{name}</code>") == 1, name


@pytest.mark.no_cover
@pytest.mark.parametrize("words", ["31 people", "31", "may enter", "since 2019", "Nobody", "content", "desk@fernhill.example"])
def test_what_decides_stays_there_too(whole: Path, words: str) -> None:
    """Counts, dates, denials and modal words of a page or of incident.md stay, and a refusal changes nothing."""
    before = _files(whole)
    assert _everywhere(whole, words) == 2
    assert _files(whole) == before


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["incident.md", "incident.de.md", "../../pages/us.md", "../../pages/us.de.md"])
def test_a_mark_that_is_changed_afterwards(whole: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """What was taken out is sealed as it is now; other words in its place are found."""
    assert _everywhere(whole, "Berta Quill") == 0
    path = whole / TOP / name
    text = path.read_text(encoding="utf-8")
    head, found, rest = text.rpartition("]")
    assert found
    path.write_text(f"{head[: head.rindex('[')]}Nobody at all{rest}", encoding="utf-8")
    assert {"CON089", "CON091"} & set(_errors(whole, capsys))


def test_a_page_that_kept_the_words_in_a_note(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sealed note of a page's change is a line of its lock; the command does not pretend that it could clear that."""
    path = whole / "content/pages/us.md"
    note = "changed: {on: 2026-03-05, because: She left., was: The library and Berta Quill}\n---\nBerta"
    path.write_text(PAGE.replace("and Berta Quill", "alone").replace("---\nBerta", note), encoding="utf-8")
    assert run(["seal", "--root", str(whole), "--now", "2026-03-05T12:00Z"]) == 0
    before = _files(whole)
    capsys.readouterr()
    assert _redact(whole, "Berta Quill", "../../pages/us.md") == 2
    assert "pages.lock on an earlier change" in capsys.readouterr().err
    assert _files(whole) == before


def test_a_note_of_incident_md(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note under `changed` that repeats the words is cleared of them, and still owns up to its change."""
    path = whole / TOP / "incident.md"
    note = "changed:\n  contact.who: {on: 2026-03-05, because: She left., was: Berta Quill}\n  body: {on: 2026-03-05, because: Berta Quill asked for it., was: Berta Quill has worked here since 2019.}\n---\n\nShe"
    path.write_text(ASKED.replace("who: Berta Quill}", "who: the desk}").replace("---\n\nBerta Quill", note), encoding="utf-8")
    assert run(["seal", "--root", str(whole), "--now", "2026-03-05T12:00Z"]) == 0
    assert _everywhere(whole, "Berta Quill") == 0
    assert "Quill" not in path.read_text(encoding="utf-8")
    assert _errors(whole, capsys) == []


@pytest.mark.no_cover
def test_a_line_by_hand_for_incident_md(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A redaction of incident.md or a page that took out a count or a denial is found where git has the words from before."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(whole)], check=True)
    commit(whole, "2026-03-02T09:06Z")
    assert _everywhere(whole, "Berta Quill") == 0
    assert _errors(whole, capsys) == []
    said = "[removed on 6 March 2026: it named a person]"
    when = datetime(2026, 3, 6, 12, tzinfo=UTC)
    for path, lock, name, words, slug in (
        (whole / TOP / "incident.md", whole / TOP / "ledger.lock", "incident.md##questions.who.answer", "31 people", "lost-keys"),
        (whole / "content/pages/us.md", whole / "content/pages/pages.lock", "us.md", "Nobody", "content/pages"),
    ):
        text = (ASKED if "incident" in name else PAGE).replace(words, said)
        path.write_text(text, encoding="utf-8")
        subprocess.run(["git", "-C", str(whole), "checkout", "-q", "HEAD", "--", str(lock)], check=True)
        parsed = parse_lock(Source("x.lock", lock.read_text(encoding="utf-8")), (), slug)
        terms = {name: SealedTerms(redaction=Redaction(when, "it named a person", "Sam Reed", said))}
        digest = digest_of(f"Berta Quill had them, and {said} saw it.") if "incident" in name else digest_of(text)
        texts = {} if "incident" in name else {name: text}
        lock.write_text(lock_text(with_seals(slug, parsed, [(name, digest)], terms, when, texts)), encoding="utf-8")
        assert "SEA021" in _errors(whole, capsys), name


def test_what_was_told_elsewhere_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts that are kept of an incident and hold the words are listed; they have no readers here, and are changed by hand."""
    folder = site / "content/elsewhere/lost-keys"
    folder.mkdir(parents=True)
    (folder / "press.txt").write_text("Will Penn\nsaw the bag.\n", encoding="utf-8")
    (folder / "press.yml").write_text("channel: press\ntold: 2026-03-03\nto: the Echo\n", encoding="utf-8")
    capsys.readouterr()
    assert _redact(site, "Will Penn") == 0
    assert "  content/elsewhere/lost-keys/press.txt\n" in capsys.readouterr().out
    assert _redact(site, "Will Penn", "../../elsewhere/lost-keys/press.txt") == 2
    assert "is not published by this site" in capsys.readouterr().err


@pytest.mark.no_cover
def test_what_stands_there_in_other_letters_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words that stay in the same file, in other letters, in a published file or in a name are listed, and what cannot be searched."""
    first = site / TOP / "01-first.md"
    text = first.read_text(encoding="utf-8")
    text = text.replace("status: investigating", "status: investigating  # Will Penn rang")
    first.write_text(text.replace("may ring us.", "may ring us, as W\u00edll *Penn* did.\n"), encoding="utf-8")
    (site / TOP / "ledger.lock").unlink()
    (site / "content/order.lock").unlink()
    files = site / TOP / "files"
    files.mkdir()
    (files / "will_penn.csv").write_text("who,when\nWILL PENN,1 March\n", encoding="utf-8")
    (files / "letter.txt").write_text("Dear Will-\nPenn!\n", encoding="utf-8")
    with ZipFile(files / "calls.zip", "w") as packed:
        packed.writestr("calls.txt", "Will Penn rang.")
    assert run(["seal", "--root", str(site), "--now", PUBLISHED]) == 0
    capsys.readouterr()
    assert _redact(site, "Will Penn", "01-first.md") == 0
    said = capsys.readouterr().out
    at = [line.strip() for line in said.partition("are still in:\n")[2].split("\n")]
    assert at[: at.index("Left to do by hand (docs/redaction.md says how):")] == [
        f"{TOP}/01-first.de.md:7",
        f"{TOP}/01-first.md:4, 23",
        f"{TOP}/files/letter.txt",
        f"{TOP}/files/will_penn.csv:2",
        f"{TOP}/files/will_penn.csv (in its name)",
        "These published files could not be searched; look whether they contain the words:",
        f"{TOP}/files/calls.zip",
    ]
    assert "digests of the old text" in said


@pytest.mark.no_cover
def test_a_run_that_was_interrupted_between_files_is_finished_by_the_next(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whichever files had been written when it was stopped, the same command writes the others, and no line comes twice."""
    before = _files(whole)
    assert _everywhere(whole, "Berta Quill") == 0
    after = _files(whole)
    changed = sorted(path for path in after if after[path] != before[path] and not path.endswith(".lock"))
    assert len(changed) > 2
    for number in range(len(changed)):
        for path in changed[number:]:
            (whole / path).write_bytes(before[path])
        assert _everywhere(whole, "Berta Quill") == 0, capsys.readouterr().err
        assert _files(whole) == after
    capsys.readouterr()
    assert _everywhere(whole, "Berta Quill") == 2
