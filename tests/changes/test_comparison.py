"""What readers see change, of two states of a site that are given as texts."""

from datetime import UTC, datetime

import pytest

from generator.changes.model import SeenBy, SiteChange, SiteChangeKind, SiteChanges
from generator.model.history import Base
from generator.model.source import RawFile
from generator.pipeline import checking, reporting

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
FOLDER = "content/incidents/tickets"
CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, languages: [de]}
contact: {email: incident@larkfield.example}
"""
INCIDENT = "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n---\n"
FIRST = """---
title: Someone got in
published: 2027-03-03T03:40Z
status: investigating
known: {entry: Someone got in.}
unknown: {copied: Whether they copied tickets.}
next_steps: {log: We read the log.}
actions: There is nothing you can do yet.
next_update: 2027-03-03T09:00Z
---
"""
REVIEW = """---
title: What we changed
published: 2027-03-09T09:00Z
cause: A password.
lessons: {watch: Nobody watched.}
corrective_actions: {factor: {do: A second factor., by: 2027-06-01}, page: Watch the page.}
---
"""


def _second(*lines: str, published: str = "2027-03-03T08:55Z") -> str:
    return "\n".join(("---", "title: More", f"published: {published}", *lines, "---", ""))


def _compare(before: dict[str, str], after: dict[str, str]) -> SiteChanges:
    def files(more: dict[str, str]) -> list[RawFile]:
        texts = {"site_config.yml": CONFIG, f"{FOLDER}/incident.md": INCIDENT, f"{FOLDER}/01-a.md": FIRST, **more}
        return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items() if text]

    return reporting.compare(files(before), checking.check(files(after), NOW), NOW, Base(words="before"), {})


def _rows(one: SiteChange) -> list[tuple[str, str, str, str]]:
    return [(row.label, row.about, row.was, row.now) for row in one.rows if row.label != "How much it says"]


def _only(compared: SiteChanges, thing: str) -> SiteChange:
    (found,) = [one for one in compared.differences if one.thing == thing and one.what is not SiteChangeKind.MISSING]
    return found


def test_an_update_without_news() -> None:
    """An update without news says so, and why it is late; what it restates is no change."""
    update = _second("status: investigating", "no_change: true", "late: The log is long.", "next_update: 2027-03-11T09:00Z")
    one = _only(_compare({}, {f"{FOLDER}/02-b.md": update}), "Update 2")
    assert [row[0] for row in _rows(one)] == ["Published", "Nothing new", "Why it comes late", "Next update"]
    assert one.rows[2].now == "The log is long."


def test_the_end_of_an_incident() -> None:
    """Steps done and dropped, unanswerable unknowns and withdrawn actions are reported, and that a review follows but no update."""
    update = _second(
        *("status: resolved", "because: It was us.", "unknown: none_left", "unanswerable: {copied: There is no log.}"),
        *("done: {log: It was read.}", "actions: You need do nothing.", "next_update: none_planned", "review_by: 2027-04-01"),
        *(
            "waivers: {silence-means-safe: Quoted.}",
            "summary: It is over.",
            "nature: mistake",
            "window: {from: 2027-03-01, to: unknown}",
        ),
    )
    one = _only(_compare({}, {f"{FOLDER}/02-b.md": update}), "Update 2")
    rows = _rows(one)
    assert rows[:2] == [("Published", "", "", "3 March 2027, 08:55 UTC"), ("Status", "", "Investigating", "Resolved")]
    assert one.rows[1].because == "It was us."
    assert ("Cannot be answered", "Copied", "Whether they copied tickets.", "There is no log.") in rows
    assert ("Done", "What happens next: log", "We read the log.", "It was read.") in rows
    assert ("Kind of incident", "", "", "a mistake we made") in rows
    assert ("Unauthorised access", "", "", "from 1 March 2027 (end not known)") in rows
    assert ("What to do now", "", "There is nothing you can do yet.", "You need do nothing.") in rows
    assert rows[-4:] == [
        ("Next update", "", "", "none is planned"),
        ("Review by", "", "", "1 April 2027"),
        ("Waived rules, and why", "silence-means-safe", "", "Quoted."),
        ("Words for previews", "", "", "It is over."),
    ]
    window = update.replace("from: 2027-03-01", "from: 2027-03-02")
    edited = _only(_compare({f"{FOLDER}/02-b.md": update}, {f"{FOLDER}/02-b.md": window}), "Update 2")
    assert edited.what is SiteChangeKind.EDITED
    assert [row[0] for row in _rows(edited)] == ["Unauthorised access"]


@pytest.mark.parametrize(
    ("before", "after", "what", "seen"),
    [
        ("", "draft: true", SiteChangeKind.ADDED, SeenBy.DRAFT),
        ("draft: true", "", SiteChangeKind.ADDED, SeenBy.PUBLIC),
        ("draft: true", "draft: true\nsummary: More.", SiteChangeKind.CHANGED, SeenBy.DRAFT),
        ("draft: true", None, SiteChangeKind.REMOVED, SeenBy.DRAFT),
        ("", None, SiteChangeKind.TAKEN_BACK, SeenBy.PUBLIC),
        ("known: [", "", SiteChangeKind.CHANGED, SeenBy.PUBLIC),
        ("", "known: [", SiteChangeKind.UNREADABLE, SeenBy.PUBLIC),
        ("late: We slept.", "known: [", SiteChangeKind.UNREADABLE, SeenBy.PUBLIC),
    ],
)
def test_what_a_change_is(before: str, after: str | None, what: SiteChangeKind, seen: SeenBy) -> None:
    """Each way from one state of a file to another has its name, and its readers."""
    path, lines = f"{FOLDER}/02-b.md", ("status: investigating", "no_change: true", "next_update: 2027-03-11T09:00Z")
    old = {path: _second(*lines, *filter(None, [before]))}
    if what is SiteChangeKind.ADDED and not before:
        old = {}
    new = {path: _second(*lines, *filter(None, [after]))} if after is not None else {}
    one = _only(_compare(old, new), "Update 2")
    assert (one.what, one.seen) == (what, seen)
    assert one.loud == (what is SiteChangeKind.TAKEN_BACK)


def test_what_cannot_be_read_before_and_after_is_no_change() -> None:
    """A file that could not be understood and is the same has not changed; nor has one with other notes in it."""
    broken = {f"{FOLDER}/02-b.md": "---\ntitle: [\n---\n", "content/pages/about.md": "---\ntitle: [\n---\n"}
    assert _compare(broken, broken).differences == ()
    assert {one.what for one in _compare({}, broken).differences} == {SiteChangeKind.UNREADABLE}
    assert _compare({}, {f"{FOLDER}/01-a.md": FIRST.replace("\nknown:", "\n# a note\nknown:")}).differences == ()


def test_an_incident_that_is_gone() -> None:
    """When a whole incident is removed, each of its published files is reported as taken back."""
    gone = {f"{FOLDER}/incident.md": "", f"{FOLDER}/01-a.md": ""}
    more = {f"{FOLDER}/review.md": REVIEW, f"{FOLDER}/01-a.de.md": FIRST}
    compared = _compare(more, gone)
    assert {one.thing for one in compared.differences} == {"Update 1", "Update 1 in German", "The review"}
    assert all(one.what is SiteChangeKind.TAKEN_BACK for one in compared.differences)


def test_incident_md() -> None:
    """Changes of incident.md are reported with both texts; its title is published text, unless a correction explains the change."""
    more = INCIDENT.replace(
        "aware:",
        "contact: {hours: always}\ndelayed: {by: the police, from: 2027-03-04, to: 2027-03-06}\nsystems: [Desk]\nrelated: [meter]\n"
        "remedy: We pay.\nnames: {a-b: A and B}\nquestions: {one: Why?, two: {ask: When?, answer: Now.}}\naware:",
    )
    added = _compare({}, {f"{FOLDER}/incident.md": more})
    assert ("We were asked to wait", "", "", "By the police\nFrom 4 March 2027\nTo 6 March 2027") in _rows(
        _only(added, "About the incident")
    )
    assert _rows(_only(added, "How to ask")) == [("How to ask", "hours", "", "always")]
    assert _only(added, "How to ask").loud
    assert [row[0] for row in _rows(_only(added, "Customers' questions"))] == ["New question", "Question answered"]
    less = more.replace("one: Why?, ", "").replace("answer: Now.", "answer: Later.")
    changed = _compare({f"{FOLDER}/incident.md": more}, {f"{FOLDER}/incident.md": less})
    assert {row[0] for row in _rows(_only(changed, "Customers' questions"))} == {"Question removed", "Question changed"}
    renamed = {f"{FOLDER}/incident.md": INCIDENT.replace("read tickets", "copied tickets")}
    assert _only(_compare({}, renamed), "The incident's title or first day").what is SiteChangeKind.EDITED
    update = _second("status: investigating", "no_change: true", "corrections: {incident.title: They did more.}")
    corrected = _compare({}, {**renamed, f"{FOLDER}/02-b.md": update})
    assert _only(corrected, "About the incident").what is SiteChangeKind.CHANGED
    assert not any(one.loud for one in corrected.differences)
    broken = _compare({}, {f"{FOLDER}/incident.md": "---\ntitle: [\n---\n"})
    assert _only(broken, "About the incident").what is SiteChangeKind.UNREADABLE


def test_a_review_and_its_translations() -> None:
    """A changed review is an edit; its corrective actions are reported one by one, its translations with their language."""
    path = f"{FOLDER}/review.md"
    new = REVIEW.replace("by: 2027-06-01", "by: 2027-07-01").replace(
        ", page: Watch the page.", ", two: {do: Two., done: 2027-03-09}"
    )
    compared = _compare({path: REVIEW}, {path: new})
    (actions,) = compared.differences
    assert (actions.thing, actions.what) == ("Corrective actions", SiteChangeKind.CHANGED)
    assert {row[0] for row in _rows(actions)} == {
        "Corrective action moved to a later day",
        "Corrective action, done",
        "Corrective action removed",
    }
    compared = _compare(
        {path: REVIEW}, {path: REVIEW.replace("Nobody watched.", "Somebody watched.").replace("do: A", "do: One")}
    )
    assert {one.thing: one.what for one in compared.differences} == {
        "The review": SiteChangeKind.EDITED,
        "Corrective actions": SiteChangeKind.CHANGED,
    }
    german = f"{FOLDER}/review.de.md"
    added = _compare({path: REVIEW}, {path: REVIEW, german: REVIEW})
    assert _only(added, "The review in German").what is SiteChangeKind.ADDED
    gone = _compare({path: REVIEW, german: REVIEW}, {path: REVIEW})
    assert _only(gone, "The review in German").what is SiteChangeKind.TAKEN_BACK


def test_translated_sentences_of_incident_md() -> None:
    """A translation of incident.md is reported sentence by sentence."""
    path = f"{FOLDER}/incident.de.md"
    old = "---\ntitle: Jemand las\nquestions: {one: {ask: Warum?}}\n---\n"
    one = _only(_compare({path: old}, {path: old.replace("Warum?", "Wann?")}), "About the incident, in German")
    assert _rows(one) == [("Question", "One", "Warum?", "Wann?")]
    broken = _compare({path: old}, {path: "---\ntitle: [\n---\n"})
    assert _only(broken, "About the incident, in German").what is SiteChangeKind.UNREADABLE
    assert _compare({path: old}, {path: old.replace("title:", "# a note\ntitle:")}).differences == ()


def test_nobody_must_approve() -> None:
    """For a text older than the plan, based on an approved template, or needing nobody, the report says why no approval is needed."""
    plan = "roles: {lead: {who: Sam Reed}}\napprovals: {first_statement: [lead], update: []}\n"
    path = "content/incidents/other/01-a.md"
    other = {"content/incidents/other/incident.md": INCIDENT, path: FIRST, "content/plan.yml": plan}

    def why(files: dict[str, str]) -> str:
        (found,) = [one.approvals for one in _compare({}, files).differences if one.path == path and one.approvals]
        assert bool(found.because) != bool(found.missing)
        return found.because

    assert why(other) == ""
    assert "older than the plan" in why({**other, "content/plan.yml": f"since: 2027-03-05\n{plan}"})
    template = FIRST.replace("published: 2027-03-03T03:40Z\n", "").replace("2027-03-03T09:00Z", "6h")
    approved = f"{plan}templates: {{login: {{for: A login., approved_by: {{lead: Sam Reed}}, approved_on: 2027-03-01}}}}\n"
    made = {**other, path: FIRST.replace("status:", "template: login\nstatus:"), "content/plan.yml": approved}
    assert "approved template login" in why({**made, "content/templates/login.md": template})
    assert why({**made, "content/templates/login.md": template.replace("Someone got in.", "Someone left.")}) == ""
    assert why({**other, "content/plan.yml": plan.replace("[lead]", "[]")}) == "the plan requires no approval"


def test_settings_in_other_languages() -> None:
    """A translated text of the configuration is identified by its own words, whatever its original is now."""
    old = f"{CONFIG.replace('@larkfield.example', '@larkfield.example, hours: daily')}translations: {{de: {{contact: {{hours: täglich}}}}}}\n"
    one = _only(_compare({"site_config.yml": old}, {"site_config.yml": old.replace("daily", "every day")}), "The site's settings")
    assert _rows(one) == [("How to ask", "hours", "daily", "every day")]
    one = _only(
        _compare({"site_config.yml": old}, {"site_config.yml": old.replace("täglich", "jeden Tag")}), "The site's settings"
    )
    assert _rows(one) == [("How to ask, in German", "hours", "täglich", "jeden Tag")]
