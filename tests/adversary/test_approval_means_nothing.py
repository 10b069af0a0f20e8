"""Promise: what a page says somebody approved, they approved: somebody who may, and this text.

Names are typed, so anybody can type any. The plan says who holds a role, version control says which text a name was typed under.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.adversary.repositories import Repository

PLAN = """roles:
  lead: {who: Mara Quist, deputy: Ole Brandt}
  legal: {who: Ida Ferro, deputy: Jun Park}
channels:
  letters: {how: By post, tested: 2027-01-10, without_our_systems: true}
approvals: {first_statement: [lead], update: [lead], correction: [lead], review: [lead]}
drills_every: 365d
"""
CONFIG = """organisation: {name: Brookside Clinic, domains: [brookside.example]}
site: {url: https://status.brookside.example/, id: status.brookside.example}
contact: {email: help@brookside.example, hours: every day from 8 to 20, who: our patients' office}
policy: {cadence: {investigating: 5w}}
"""
INCIDENT = "---\ntitle: A file of appointments was sent to a stranger\naware: 2027-03-03T02:40Z\n---\n"
FIRST = """---
title: A file of appointments was sent to a stranger
draft: true
published: 2027-03-03T08:00Z
status: investigating
approved_by: {lead: Mara Quist}
known:
  sent: A file with 31 appointments was sent to a stranger.
unknown:
  opened: Whether it was opened.
next_steps:
  ask: We are asking the stranger.
actions: There is nothing you can do yet.
next_update: 2027-03-04T08:00Z
---

We noticed it in the morning.
"""
REVIEW = """---
title: Why the file was sent
published: 2027-03-03T08:30Z
cause: A list of addresses had two people of one name.
approved_by: {lead: Mara Quist}
---

More to come.
"""
NOW = "2027-03-03T09:00Z"
TOP = "content/incidents/appointments"
FILE = f"{TOP}/01-first.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A site with a plan, and a draft that the lead has approved on a branch of its own."""
    for name in ("CI", "GITHUB_ACTIONS", "GITHUB_BASE_REF", "CI_DEFAULT_BRANCH"):
        monkeypatch.delenv(name, raising=False)
    made = Repository(tmp_path / "site")
    made.commit("2027-03-03T03:00Z", {"site_config.yml": CONFIG, "content/plan.yml": PLAN, f"{TOP}/incident.md": INCIDENT})
    made.git("switch", "-q", "-c", "draft")
    made.commit("2027-03-03T07:00Z", {FILE: FIRST})
    return made


def _blocks(site: Repository, capsys: pytest.CaptureFixture[str], code: str) -> list[str]:
    """The messages of a rule's findings that stop the build."""
    capsys.readouterr()
    run(["validate", "--format", "json", "--root", str(site.folder), "--now", NOW])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return [one["message"] for one in found if one["code"] == code and one["severity"] == "error"]


CHANGED = {
    "a number": ("with 31 appointments", "with 310 appointments"),
    "a fact more": ("stranger.\nunknown", "stranger.\n  who: It was one person.\nunknown"),
    "advice": ("There is nothing you can do yet.", "You need not do anything."),
    "the title": ("title: A file of", "title: An old file of"),
    "the text below": ("in the morning.", "in the morning, and stopped it at once."),
    "the status": ("status: investigating", "status: confirmed"),
    "another promise": ("2027-03-04T08:00Z", "2027-03-05T08:00Z"),
    "a waiver": ("next_update:", "waivers: {hard-to-read: The regulator gave us the words.}\nnext_update:"),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("what", CHANGED)
@pytest.mark.parametrize("how", ["uncommitted", "committed", "merged", "amid others"])
def test_a_change_after_the_approval(what: str, how: str, site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is said otherwise after somebody approved it, and however it reaches the site: that approval no longer counts."""
    assert not _blocks(site, capsys, "PLN021")
    text = FIRST.replace("draft: true\n", "").replace(*CHANGED[what])
    assert text.count("\n") >= FIRST.count("\n") - 1
    site.write({FILE: text})
    if how != "uncommitted":
        site.commit("2027-03-03T07:20Z", {})
    if how == "merged":
        site.git("switch", "-q", "main")
        site.git("merge", "-q", "--no-ff", "-m", "Publish", "draft")
    if how == "amid others":
        site.commit("2027-03-03T07:30Z", {"content/pages/about.md": "---\ntitle: About\n---\n\nAbout us.\n"})
        site.commit("2027-03-03T07:40Z", {FILE: text.replace("published: 2027-03-03T08:00Z", "published: 2027-03-03T08:10Z")})
    (message,) = _blocks(site, capsys, "PLN021")
    assert message.startswith("Mara Quist approved this as `lead` before it was changed: ")


def test_under_another_name(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that was renamed is still the text that was approved, and so is one that got another number."""
    text = FIRST.replace("draft: true\n", "").replace("31", "310")
    site.git("mv", FILE, f"{TOP}/01-a-file-was-sent.md")
    site.write({f"{TOP}/01-a-file-was-sent.md": text})
    site.commit("2027-03-03T07:20Z", {})
    assert _blocks(site, capsys, "PLN021")
    site.git("mv", f"{TOP}/01-a-file-was-sent.md", f"{TOP}/02-more.md")
    site.commit("2027-03-03T07:25Z", {f"{TOP}/01-other.md": FIRST.replace("approved_by: {lead: Mara Quist}\n", "")})
    assert _blocks(site, capsys, "PLN021")


def test_another_draft_of_the_same_number(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft that was thrown away has nothing to do with the next one that is written and approved."""
    site.git("rm", "-q", FILE)
    site.commit("2027-03-03T07:15Z", {})
    other = """---
title: Nobody opened the file
published: 2027-03-03T08:40Z
status: investigating
approved_by: {lead: Mara Quist}
known: {nobody: The stranger says that it was deleted.}
unknown: {copied: Whether somebody else had it.}
next_steps: {visit: We visit them.}
actions: Wait for our letter.
next_update: 2027-03-05T09:00Z
---
"""
    site.commit("2027-03-03T07:20Z", {f"{TOP}/01-nobody.md": other})
    assert not _blocks(site, capsys, "PLN021")


def test_asked_again(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """The line that the finding offers takes it away; the change after that needs another."""
    text = FIRST.replace("draft: true\n", "").replace("31", "310")
    site.write({FILE: text})
    assert _blocks(site, capsys, "PLN021")
    again = text.replace("{lead: Mara Quist}", "{lead: Mara Quist}   # read again 2027-03-03T07:25Z")
    site.commit("2027-03-03T07:25Z", {FILE: again})
    assert not _blocks(site, capsys, "PLN021")
    site.write({FILE: again.replace("310", "3,100")})
    assert _blocks(site, capsys, "PLN021")
    site.commit("2027-03-03T07:40Z", {FILE: again.replace("310", "3,100").replace("Mara Quist", "Ole Brandt")})
    assert not _blocks(site, capsys, "PLN021")


def test_taken_back_and_given_again(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Who takes the approval away, changes the text and then asks again, has asked."""
    text = FIRST.replace("31", "310")
    site.commit("2027-03-03T07:20Z", {FILE: text.replace("approved_by: {lead: Mara Quist}\n", "")})
    site.commit("2027-03-03T07:30Z", {FILE: text.replace("draft: true\n", "")})
    assert not _blocks(site, capsys, "PLN021")


def test_a_second_name_renews_no_first(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Who adds a name after a change has not asked the one who stood there before."""
    text = FIRST.replace("draft: true\n", "").replace("31", "310").replace("Mara Quist}", "Mara Quist, legal: Ida Ferro}")
    site.commit("2027-03-03T07:20Z", {FILE: text})
    (message,) = _blocks(site, capsys, "PLN021")
    assert "Mara Quist" in message


def test_nothing_is_said_otherwise(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Another time, quotation marks, line ends, blank lines and comments change nothing of what was approved."""
    text = FIRST.replace("draft: true\n", "").replace("08:00Z\nstatus", "08:20Z\nstatus")
    text = text.replace(
        "title: A file of appointments was sent to a stranger", 'title: "A file of appointments was sent to a stranger"'
    )
    site.write({FILE: text.replace("known:", "known:   # what we know").replace("\n", "\r\n") + "\r\n\r\n"})
    assert not _blocks(site, capsys, "PLN021")


def test_a_review_too(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A review is approved like an update."""
    site.commit("2027-03-03T07:20Z", {f"{TOP}/review.md": REVIEW})
    site.write({f"{TOP}/review.md": REVIEW.replace("two people", "three people")})
    (message,) = _blocks(site, capsys, "PLN021")
    assert "`cause` has changed since" in message


@pytest.mark.no_cover
def test_what_is_sealed_is_not_asked_about(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A published text is asked about nothing more: a plan that changes later, and people who leave, leave it as it is."""
    site.commit("2027-03-03T07:10Z", {FILE: FIRST.replace("draft: true\n", "")})
    site.git("switch", "-q", "main")
    site.git("merge", "-q", "--no-ff", "-m", "Publish", "draft")
    assert run(["seal", "--root", str(site.folder), "--now", NOW]) == 0
    site.commit("2027-03-03T09:00Z", {})
    for change in (
        ("Mara Quist", "Rosa Lind"),
        ("  lead: {who: Mara Quist, deputy: Ole Brandt}\n", ""),
        ("update: [lead]", "update: [lead, legal]"),
    ):
        site.write({"content/plan.yml": PLAN.replace(*change)})
        for code in ("PLN003", "PLN004", "PLN021"):
            assert not _blocks(site, capsys, code)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ("{lead: Mara Qvist}", "the plan does not name Mara Qvist as `lead`"),
        ("{lead: Ida Ferro}", "the plan does not name Ida Ferro as `lead`"),
        ("{lead: Mаra Quist}", "the plan does not name Mаra Quist as `lead`"),  # the letter is Cyrillic
        ("{leader: Mara Quist}", "`leader` is not a role in the plan"),
        ("{lead: Ole Brandt}", ""),
        ("{lead: mara  quist}", ""),
    ],
)
def test_a_name_that_the_plan_does_not_have(given: str, wrong: str, site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that the plan does not have for a role stops the build, in an update and in a review."""
    site.write({FILE: FIRST.replace("draft: true\n", "").replace("{lead: Mara Quist}", given)})
    assert _blocks(site, capsys, "PLN004") == ([wrong] if wrong else [])
    site.write({FILE: FIRST, f"{TOP}/review.md": REVIEW.replace("{lead: Mara Quist}", given)})
    assert _blocks(site, capsys, "PLN004") == ([wrong] if wrong else [])


def test_a_role_that_nobody_holds(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the plan names nobody for a role, nobody can have approved as that."""
    site.write(
        {
            FILE: FIRST.replace("draft: true\n", ""),
            "content/plan.yml": PLAN.replace("{who: Mara Quist, deputy: Ole Brandt}", "{duties: Decides.}"),
        }
    )
    assert _blocks(site, capsys, "PLN004") == ["the plan names nobody as `lead`, so nobody can have approved this in that role"]


@pytest.mark.parametrize(
    ("approved", "since", "wrong"),
    [
        ("{lead: Eve Nobody}", "", True),
        ("{leader: Mara Quist, lead: Mara Quist}", "", True),
        ("{lead: Mara Quist}", "", False),
        ("{lead: Eve Nobody}", "since: 2027-02-20\n", False),
        ("{lead: Eve Nobody}", "since: 2027-02-01\n", True),
    ],
)
def test_a_template_that_nobody_approved(
    approved: str, since: str, wrong: bool, site: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that the plan does not have for a role approves no template either, so a statement made from it needs an approval of its own."""
    text = FIRST.replace("draft: true\n", "").replace("approved_by: {lead: Mara Quist}\n", "")
    template = text.replace("published: 2027-03-03T08:00Z\n", "").replace("2027-03-04T08:00Z", "1d")
    plan = f"{since}{PLAN}templates:\n  sent: {{for: A file that was sent., approved_by: {approved}, approved_on: 2027-02-10}}\n"
    files = {"content/templates/sent.md": template, "content/plan.yml": plan}
    site.write({**files, FILE: text.replace("status:", "template: sent\nstatus:")})
    assert bool(_blocks(site, capsys, "PLN003")) is wrong


def test_ready_lets_no_other_text_out(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """`ready` refuses a draft that was changed after its approval, and takes it once it is approved anew."""
    site.write({FILE: FIRST.replace("31", "310")})
    before = (site.folder / FILE).read_bytes()
    assert run(["ready", FILE, "--root", str(site.folder), "--now", NOW]) == 1
    assert "Mara Quist approved this as `lead` before it was changed" in capsys.readouterr().err
    assert (site.folder / FILE).read_bytes() == before
    assert run(["ready", FILE, "--approved-by", "lead=Mara Quist", "--root", str(site.folder), "--now", NOW]) == 0
    assert "approved_by: {lead: Mara Quist}   # read again 2027-03-03T09:00Z\n" in (site.folder / FILE).read_text(
        encoding="utf-8"
    )
    assert not _blocks(site, capsys, "PLN021")


def test_one_who_read_it_again_renews_no_other(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """`ready` with one of two names approves nothing in the name of the other."""
    both = FIRST.replace("{lead: Mara Quist}", "{lead: Mara Quist, legal: Ida Ferro}")
    site.commit("2027-03-03T07:10Z", {FILE: both})
    site.write({FILE: both.replace("31", "310")})
    one, other = ("--approved-by", "lead=Mara Quist"), ("--approved-by", "legal=Ida Ferro")
    where = ("--root", str(site.folder), "--now", NOW)
    assert run(["ready", FILE, *one, *where]) == 1
    assert "Ida Ferro approved this as `legal` before it was changed" in capsys.readouterr().err
    assert run(["ready", FILE, *one, *other, *where]) == 0


def test_without_git_nothing_is_claimed(site: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Where version control does not tell, no approval is called outdated."""
    site.write({FILE: FIRST.replace("31", "310").replace("draft: true\n", "")})
    subprocess.run(["rm", "-rf", str(site.folder / ".git")], check=True)
    assert not _blocks(site, capsys, "PLN021")


# What the git host knows.

WITH_ACCOUNTS = PLAN.replace(
    "{who: Mara Quist, deputy: Ole Brandt}",
    "{who: Mara Quist, deputy: Ole Brandt, account: mara-q, deputy_account: '@ole'}",
)


def _review(account: str, commit: str, state: str = "APPROVED", kind: str = "User") -> dict[str, object]:
    return {"user": {"login": account, "type": kind}, "state": state, "commit_id": commit, "submitted_at": "2027-03-03T07:30:00Z"}


def _told(site: Repository, reviews: object, capsys: pytest.CaptureFixture[str]) -> str:
    """What `diff` says of who approved the first statement, in every form."""
    file = site.folder.parent / "reviews.json"
    file.write_text(reviews if isinstance(reviews, str) else json.dumps(reviews), encoding="utf-8")
    capsys.readouterr()
    given = ["diff", "main...", "--reviews", str(file), "--root", str(site.folder), "--now", NOW]
    assert run([*given, "--format", "json"]) == 0
    (proofs,) = [one["approvals"] for one in json.loads(capsys.readouterr().out)["changes"] if one["path"] == FILE]
    assert run(given) == 0
    said = capsys.readouterr().out.partition("Who must approve")[2].partition("Findings")[0]
    assert run([*given, "--format", "markdown"]) == 0
    assert "Who must approve" in capsys.readouterr().out
    return f"{proofs['proofs'].get('lead', '')}{''.join(one['why'] for one in proofs['void'])}: {' '.join(said.split())}"


@pytest.fixture
def proposed(site: Repository) -> Repository:
    """The same, with accounts in the plan of the published branch, and the draft proposed as it is to be published."""
    site.git("switch", "-q", "main")
    site.commit("2027-03-03T06:00Z", {"content/plan.yml": WITH_ACCOUNTS})
    site.git("switch", "-q", "draft")
    site.git("rebase", "-q", "main")
    site.commit(
        "2027-03-03T07:10Z",
        {FILE: FIRST.replace("draft: true\n", "").replace("{lead: Mara Quist}", "{lead: Mara Quist}   # read")},
    )
    return site


def test_a_review_of_this_text(proposed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the host says that the account in the plan approved this very text, so does the summary; capitals do not matter."""
    head = proposed.git("rev-parse", "HEAD")
    said = _told(proposed, [_review("Mara-Q", head)], capsys)
    assert said.startswith("reviewed: ")
    assert "Mara Quist (lead, and their account approved this text here). Nothing is missing." in said
    proposed.write({FILE: FIRST.replace("draft: true\n", "").replace("Mara Quist", "Ole Brandt")})
    assert _told(proposed, [_review("ole", head)], capsys).startswith("reviewed: ")


OTHERS: dict[str, Callable[[str], list[object]]] = {
    "nobody": lambda _head: [],
    "somebody else": lambda head: [_review("eve", head)],
    "the deputy": lambda head: [_review("ole", head)],
    "a program": lambda head: [_review("mara-q", head, kind="Bot")],
    "a comment": lambda head: [_review("mara-q", head, "COMMENTED")],
    "taken back": lambda head: [_review("mara-q", head), _review("mara-q", head, "CHANGES_REQUESTED")],
    "dismissed": lambda head: [_review("mara-q", head), _review("mara-q", head, "DISMISSED")],
    "nonsense": lambda _head: [{"user": None, "state": 7}, 3, None, {"user": {"login": ["mara-q"]}, "state": "APPROVED"}],
}


@pytest.mark.no_cover
@pytest.mark.parametrize("who", OTHERS)
def test_typed_only(who: str, proposed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an approval by the account that the plan gives, a name is called what it is: typed."""
    said = _told(proposed, OTHERS[who](proposed.git("rev-parse", "HEAD")), capsys)
    assert said.startswith("typed: ")
    assert "Mara Quist (lead, only typed: their account has not approved here)" in said


@pytest.mark.no_cover
def test_a_review_of_an_earlier_text(proposed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A review is of the commit that was reviewed: after a change of the text it is one of another text, and so is one of a commit that is gone."""
    head = proposed.git("rev-parse", "HEAD")
    text = FIRST.replace("draft: true\n", "").replace("31", "310").replace("{lead: Mara Quist}", "{lead: Mara Quist}   # again")
    proposed.commit("2027-03-03T07:40Z", {FILE: text})
    for commit in (head, "0" * 40, "--help", "HEAD"):
        said = _told(proposed, [_review("mara-q", commit)], capsys)
        assert said.startswith("reviewed_other: ")
        assert "only typed: their account approved an earlier text" in said


def test_a_change_cannot_name_its_own_approver(proposed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """An account that this very change writes into the plan approves nothing in it."""
    proposed.commit("2027-03-03T07:40Z", {"content/plan.yml": WITH_ACCOUNTS.replace("mara-q", "eve")})
    said = _told(proposed, [_review("eve", proposed.git("rev-parse", "HEAD"))], capsys)
    assert said.startswith("new_account: ")
    assert "this change adds their account to the plan" in said


def test_what_gitlab_says(proposed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """GitLab does not say which text was approved, and no more than that is said."""
    said = _told(proposed, {"approved": True, "approved_by": [{"user": {"username": "mara-q"}}, {"user": {}}]}, capsys)
    assert said.startswith("reviewed_some: ")
    assert "their account approved here, but the host does not say" in said


def test_an_outdated_approval_is_none(proposed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """What was typed under an earlier text, and a name that the plan does not have, count as missing in the summary too."""
    proposed.write(
        {
            FILE: FIRST.replace("draft: true\n", "")
            .replace("{lead: Mara Quist}", "{lead: Mara Quist}   # read")
            .replace("31", "310")
        }
    )
    said = _told(proposed, [], capsys)
    assert said.startswith("outdated: ")
    assert "No approval of this text: Mara Quist (lead, before it was changed). STILL MISSING: lead" in said
    proposed.write({FILE: FIRST.replace("draft: true\n", "").replace("Mara Quist", "Eve Nobody")})
    said = _told(proposed, [], capsys)
    assert said.startswith("not_holder: ")
    assert "Eve Nobody (lead, who is not in the plan). STILL MISSING: lead" in said


@pytest.mark.no_cover
def test_where_the_host_was_not_asked(proposed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer that did not come says nothing of anybody; one that is no answer is refused; pages may follow one another."""
    assert _told(proposed, "", capsys).startswith("not_asked: ")
    head = proposed.git("rev-parse", "HEAD")
    assert _told(proposed, f"[]\n{json.dumps([_review('mara-q', head)])} []", capsys).startswith("reviewed: ")
    for wrong in ("{}", "[", "3", '{"approved_by": 1}', "[" * 100_000):
        (proposed.folder.parent / "reviews.json").write_text(wrong, encoding="utf-8")
        assert (
            run(["diff", "--reviews", str(proposed.folder.parent / "reviews.json"), "--root", str(proposed.folder), "--now", NOW])
            == 2
        )
        assert "holds no reviews" in capsys.readouterr().err
