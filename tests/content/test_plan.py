"""Valid plans, templates and drill records are read, and findings say clearly what is invalid in others."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.assembly import assemble
from generator.content.parser import parse_drill, parse_update
from generator.content.plan import parse_plan, parse_template, reader_texts
from generator.format.decoding import decode
from generator.model.config import Policy
from generator.model.document import PlanDocument, TemplateDocument
from generator.model.incident import Impact
from generator.model.plan import Approval, Occasion, Plan, Template, longest_wait, needed
from generator.model.source import RawFile, Source
from generator.model.update import Status, Update
from generator.pipeline import checking
from generator.scaffolding.written_lines import approvals_line, length
from tests.thorough import examples

NOW = datetime(2027, 3, 3, 9, tzinfo=UTC)

WHOLE = """
since: 2027-01-01
roles:
  lead: {who: Sam Reed, deputy: Ines Okafor, phone: "1", email: s@larkfield.example, deputy_phone: "2", duties: Decides.}
  legal: {who: Priya Shah, deputy: }
approvals:
  first_statement: [lead, legal]
  update: lead
  no_change: []
  correction: {of: [lead, legal], at_least: 1}
  resolved: [legal]
  review: [lead]
  by_impact: {critical: [board]}
cadence:
  investigating: 12h
  by_impact: {critical: {investigating: 90m}, minor: }
channels:
  text-messages: {how: The supplier's website, tested: 2027-02-01, without_our_systems: true}
  email:
templates:
  stolen-login: {for: A stolen login, approved_by: {lead: Sam Reed}, approved_on: 2027-02-01}
drills_every: 26w
"""

TEMPLATE = """---
title: "[[Who]] got into [[which system]]"
status: investigating
known:
  entry: {text: Someone got into [[which system]] on [[day: month]]., from: our logs}
unknown:
  read: What they read.
next_steps:
  log: {do: We are reading the log., who: Security}
actions:
  callers: {do: Hang up and ring us., why: We never ask., urgency: now, for: Everyone}
next_update: 90m
---

We will answer for [[what]].
"""

USED = """---
title: Someone got into our support desk
published: 2027-03-03T03:10Z
status: investigating
template: stolen-login
known:
  entry: {text: Someone got into our support desk on 2 March., from: our logs}
unknown:
  read: What they read.
next_steps:
  log: {do: We are reading the log., who: Security}
actions:
  callers: {do: Hang up and ring us., why: We never ask., urgency: now, for: Everyone}
next_update: 2027-03-03T04:40Z
---

We will answer for
it.
"""


def _plan(text: str) -> PlanDocument:
    return parse_plan(Source("content/plan.yml", text), ())


def _template(text: str = TEMPLATE) -> TemplateDocument:
    return parse_template(Source("content/templates/stolen-login.md", text), (), "stolen-login")


def _understood(text: str = TEMPLATE) -> Template:
    document = _template(text)
    assert document.problems == ()
    assert document.template is not None
    return document.template


def _update(text: str = USED) -> Update:
    return parse_update(Source("01-a.md", text), (), 1, "a").update


def test_the_whole_plan() -> None:
    """Every key is read; a key without a value counts as not given."""
    document = _plan(WHOLE)
    assert document.problems == ()
    plan = document.plan
    assert plan is not None
    assert plan.since == date(2027, 1, 1)
    lead = plan.roles["lead"]
    assert (lead.who, lead.deputy, lead.phone, lead.email) == ("Sam Reed", "Ines Okafor", "1", "s@larkfield.example")
    assert (lead.deputy_phone, lead.duties) == ("2", "Decides.")
    assert (plan.roles["legal"].who, plan.roles["legal"].deputy) == ("Priya Shah", "")
    assert plan.approvals == {
        Occasion.FIRST_STATEMENT: Approval(roles=("lead", "legal"), at_least=2),
        Occasion.UPDATE: Approval(roles=("lead",), at_least=1),
        Occasion.NO_CHANGE: Approval(roles=(), at_least=0),
        Occasion.CORRECTION: Approval(roles=("lead", "legal"), at_least=1),
        Occasion.RESOLVED: Approval(roles=("legal",), at_least=1),
        Occasion.REVIEW: Approval(roles=("lead",), at_least=1),
    }
    assert plan.approvals_by_impact == {Impact.CRITICAL: Approval(roles=("board",), at_least=1)}
    assert plan.cadence == {Status.INVESTIGATING: timedelta(hours=12)}
    assert plan.cadence_by_impact == {Impact.CRITICAL: {Status.INVESTIGATING: timedelta(minutes=90)}, Impact.MINOR: {}}
    channel = plan.channels["text-messages"]
    assert (channel.how, channel.tested, channel.without_our_systems) == ("The supplier's website", date(2027, 2, 1), True)
    assert not plan.channels["email"].without_our_systems
    said = plan.templates["stolen-login"]
    assert (said.purpose, said.approved_by, said.approved_on) == ("A stolen login", {"lead": "Sam Reed"}, date(2027, 2, 1))
    assert plan.drills_every == timedelta(weeks=26)
    assert document.span("roles", "legal", "who").line == 5
    assert document.span("roles", "writer").line == 3


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("rolls: {}", "`rolls` is not a key of the plan"),
        ("roles: [lead]", "needs a name before each role"),
        ("roles: Sam", "needs a name before each role"),
        ("roles: {Lead: {who: Sam}}", "cannot be the name of a role"),
        ("roles: {lead: Sam Reed}", "the role `lead` cannot be a sentence"),
        ("roles: {lead: {person: Sam}}", "`person` is not a key of the role `lead`"),
        ("roles: {lead: {who: [a]}}", "`who` cannot be a list"),
        ("approvals: [lead]", "`approvals` cannot be a list"),
        ("approvals: {correcton: [lead]}", "`correcton` is not a key of `approvals`"),
        ("approvals: {update: [The board]}", "`The board` cannot be the name of a role"),
        ("approvals: {update: {at_least: 2}}", "does not say which roles"),
        ("approvals: {update: {of: [lead], at_least: 2}}", "with 1 role, this many"),
        ("approvals: {update: {of: [lead], at_least: many}}", "needs a whole number"),
        ("approvals: {by_impact: {huge: [lead]}}", "`huge` is not a key of `by_impact`"),
        ("cadence: {investigating: often}", "not a length of time"),
        ("cadence: {investigating: 0h}", "longer than zero"),
        ("cadence: {resolved: 1h}", "`resolved` is not a key of `cadence`"),
        ("cadence: {by_impact: {critical: 4h}}", "`critical` cannot be a sentence"),
        ("channels: {post: {works: true}}", "`works` is not a key of the channel `post`"),
        ("channels: {post: {tested: yesterday}}", "not a day"),
        ("channels: {post: {without_our_systems: yes}}", "can only be true or false"),
        ("channels: [post]", "needs a name before each channel"),
        ("templates: {a: {approved_on: 2027-02-01T03:00Z}}", "needs a day, without a time"),
        ("templates: {a: {approved_by: Sam}}", "does not say which role they hold"),
        ("templates: {a: {approved_by: {lead: }}}", "is empty"),
        ("drills_every: 0d", "longer than zero"),
        ("since: soon", "not a day"),
    ],
)
def test_wrong_lines(line: str, message: str) -> None:
    """A finding names each wrong line, and the plan is not used."""
    document = _plan(f"# Ours\n{line}\n")
    assert document.plan is None
    assert any(message in problem.message for problem in document.problems), document.problems
    assert {problem.at.line for problem in document.problems} == {2}
    assert all(problem.help for problem in document.problems)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "text\n"])
def test_a_plan_without_keys(text: str) -> None:
    """An empty plan is not valid."""
    document = _plan(text)
    assert document.plan is None
    assert [problem.rule for problem in document.problems] == ["wrong-type"]


def _plan_of(text: str) -> Plan:
    plan = _plan(text).plan
    assert plan is not None
    return plan


def test_what_an_update_needs() -> None:
    """Occasion and impact decide which approvals are required; a correction that resolves is two occasions, and an omitted one is like an update."""
    plan = _plan_of(WHOLE)
    first = _update()
    policy = Policy(approvals=("site",))

    def roles(text: str, number: int = 2, impact: Impact | None = None, by: Plan | None = plan) -> list[tuple[str, ...]]:
        update = parse_update(Source("02-a.md", text), (), number, "a").update
        return [approval.roles for approval in needed(policy, by, update, impact)]

    assert [approval.roles for approval in needed(policy, plan, first, None)] == [("lead", "legal")]
    assert roles(USED) == [("lead",)]
    assert roles(USED, impact=Impact.CRITICAL) == [("lead",), ("board",)]
    assert roles(USED.replace("template: stolen-login", "no_change: true")) == []
    corrected = USED.replace("template: stolen-login", "corrections: {entry: We misread the log.}")
    assert roles(corrected) == [("lead", "legal")]
    assert roles(corrected.replace("status: investigating", "status: resolved")) == [("lead", "legal"), ("legal",)]
    assert roles(corrected, by=_plan_of("approvals: {update: [lead]}")) == [("lead",)]
    assert roles(USED, by=_plan_of("drills_every: 90d")) == [("site",)]
    assert roles(USED, by=None) == [("site",)]
    assert not needed(Policy(), None, first, None)


def test_who_is_missing() -> None:
    """The required number of roles must approve, whoever they are, and the message says who still can."""
    two = Approval(roles=("lead", "legal", "board"), at_least=2)
    assert two.words({}) == "two of `lead`, `legal` and `board`"
    assert two.words({"legal": "Priya Shah"}) == "one of `lead` and `board`"
    assert two.missing({"legal": "Priya Shah", "board": "Helen Marsh"}) == ()
    assert Approval(roles=("lead",), at_least=1).words({}) == "`lead`"
    line = approvals_line(two, _plan_of(WHOLE), {"legal": "Tom Ash", "other": "Wei Lin"})
    assert line == "approved_by: {other: Wei Lin, lead: Sam Reed, legal: Tom Ash, board: …}"


def test_the_shorter_time_holds() -> None:
    """The site's policy sets the longest wait; the plan may shorten it by status and by impact, but never extend it."""
    plan = _plan_of(WHOLE + "\n")
    assert longest_wait(Policy(), None, Status.INVESTIGATING) == timedelta(hours=24)
    assert longest_wait(Policy(), plan, Status.INVESTIGATING) == timedelta(hours=12)
    assert longest_wait(Policy(), plan, Status.INVESTIGATING, Impact.CRITICAL) == timedelta(minutes=90)
    assert longest_wait(Policy(), plan, Status.CONTAINED, Impact.CRITICAL) == timedelta(days=7)
    assert longest_wait(Policy(), _plan_of("cadence: {contained: 30d}"), Status.CONTAINED) == timedelta(days=7)
    assert [length(timedelta(minutes=minutes)) for minutes in (90, 240, 1440, 2880)] == ["90m", "4h", "24h", "2d"]


def test_the_documented_files() -> None:
    """The examples of a plan and of a template in docs/format.md are understood unchanged."""
    documented = (Path(__file__).parents[2] / "docs/format.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", documented, flags=re.DOTALL | re.MULTILINE)
    (plan,) = (block for block in blocks if block.startswith("since:"))
    (template,) = (block for block in blocks if "[[" in block)
    assert _plan(plan).problems == ()
    assert _template(template).problems == ()


def test_a_template() -> None:
    """A template is a first statement whose blanks are kept as written, in order, each with its place."""
    document = _template()
    template = _understood()
    assert template.update.title == "[[Who]] got into [[which system]]"
    assert template.update.known["entry"].text == "Someone got into [[which system]] on [[day: month]]."
    assert [blank.ask for blank in template.blanks] == ["Who", "which system", "which system", "day: month", "what"]
    assert (template.blanks[0].at.line, template.blanks[0].at.column, template.blanks[0].at.end_column) == (2, 9, 16)
    assert template.next_update == timedelta(minutes=90)
    assert document.filled is not None
    assert " ".join(document.filled.update.title.split()) == "X got into X"
    assert document.filled.places[("actions",)] == document.places[("actions",)]
    assert _understood(TEMPLATE.replace("next_update: 90m\n", "")).next_update is None
    assert _understood(TEMPLATE.replace('"[[Who]] got into [[which system]]"', "[[Who]] got in")).update.title == "[[Who]] got in"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("next_update: 90m", "next_update: 2027-03-03T04:40Z", "not a length of time"),
        ("status: investigating", "published: 2027-03-03T04:40Z", "`published` is not a key of a template"),
        ("status: investigating", "approved_by: {lead: Sam}", "`approved_by` is not a key of a template"),
        ("read: What they read.", "read: What [[they read.", "a blank is not closed"),
        ("read: What they read.", "read: What they]] read.", "a blank is not closed"),
        ("read: What they read.", "read: What [[a]]: read.", "colon"),
        ("urgency: now", "urgency: '[[how soon]]'", "`[[how soon]]` is not an urgency"),
    ],
)
def test_wrong_templates(old: str, new: str, message: str) -> None:
    """Findings name what a template must not contain, with its brackets as written, and the template is not used."""
    assert old in TEMPLATE
    document = _template(TEMPLATE.replace(old, new, 1))
    assert document.template is None
    assert any(message in f"{problem.message} {problem.help}" for problem in document.problems), document.problems
    assert not any("\ue000" in f"{problem.message}{problem.help}" for problem in document.problems)


def test_used_as_it_stands() -> None:
    """A statement counts as approved if only blanks were filled in, however its lines are broken and whenever it is published."""
    assert _understood().changed(reader_texts(_update())) is None
    assert _understood().changed(reader_texts(_update(USED.replace("2027-03-03T04:40Z", "2027-03-03T09:00Z")))) is None
    assert (
        _understood().changed(reader_texts(_update(USED.replace("for\nit.", "for the people whose tickets they read.")))) is None
    )


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("What they read.", "What they read, if anything.", ("unknown", "read")),
        ("  read: What they read.\n", "  read: What they read.\n  copied: Whether they copied it.\n", ("unknown", "copied")),
        ("from: our logs", "from: police", ("known", "entry", "from")),
        (", from: our logs", ", sure: likely, from: our logs", ("known", "entry", "sure")),
        ("on 2 March.", "on 2 March. Nothing was taken.", ("known", "entry")),
        ("our support desk on", f"{'a very long story ' * 6} on", ("known", "entry")),
        ("got into our support desk\n", "got into\n", ("title",)),
        ("who: Security", "who: Somebody", ("next_steps", "log", "who")),
        (", why: We never ask.", "", ("actions", "callers", "why")),
        ("urgency: now", "urgency: today", ("actions", "callers", "urgency")),
        (
            "actions:\n  callers: {do: Hang up and ring us., why: We never ask., urgency: now, for: Everyone}",
            "actions: None.",
            ("actions", "callers"),
        ),
        ("status: investigating", "status: confirmed", ("status",)),
        ("template: stolen-login", "data: {password: not_affected}", ("data", "password")),
        ("template: stolen-login", "affected: {all: {unit: people, at_most: 3}}", ("affected", "all", "unit")),
        ("template: stolen-login", "consequences: {none: Nothing can follow.}", ("consequences", "none")),
        ("template: stolen-login", "window: {from: 2027-03-02}", ("window", "from")),
        ("template: stolen-login", "nature: mistake", ("nature",)),
        ("template: stolen-login", "late: We were asleep.", ("late",)),
        ("who: Security", "because: It is slow., who: Security", ("next_steps", "log", "because")),
        ("template: stolen-login", "summary: All is well.", ("summary",)),
        ("template: stolen-login", "waivers: {seriously: Why not.}", ("waivers", "seriously")),
        ("it.\n", "it.\n\nAnd all is well.\n", ()),
        ("\nWe will answer for\nit.\n", "", ()),
    ],
)
def test_changed(old: str, new: str, path: tuple[str, ...]) -> None:
    """Every addition, omission or other change in a statement is found with its place, because nobody approved it."""
    assert old in USED
    assert _understood().changed(reader_texts(_update(USED.replace(old, new, 1)))) == path


def test_comparing_takes_no_time() -> None:
    """Comparing with a template of many blanks takes little time."""
    blanks = " ".join("[[a]]" for _ in range(60))
    template = _understood(TEMPLATE.replace("[[what]].", f"{blanks} end"))
    assert template.changed(reader_texts(_update(USED.replace("it.\n", "word " * 2000)))) == ()


def test_a_drill() -> None:
    """Every key of a record is read."""
    text = (
        "---\nheld: 2027-02-01\ntemplate: stolen-login\nminutes: 14\ntook_part: [Sam Reed, Tom Ash]\nfindings: [hard-to-read]\n"
        "promises_made: 2\npromises_kept: 1\nlessons: {numbers: Two were wrong.}\n---\n\nMore.\n"
    )
    document = parse_drill(Source("content/drills/a.md", text), (), "a")
    assert document.problems == ()
    record = document.record
    assert record is not None
    assert (record.held, record.template, record.minutes) == (date(2027, 2, 1), "stolen-login", 14)
    assert (record.took_part, record.findings) == (("Sam Reed", "Tom Ash"), ("hard-to-read",))
    assert (record.promises_made, record.promises_kept, record.lessons, record.body) == (
        2,
        1,
        {"numbers": "Two were wrong."},
        "More.",
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("minutes: fourteen", "needs a whole number"),
        ("promises_made: 1\npromises_kept: 2", "more promises were kept than were made"),
        ("lessons: We learnt a lot.", "needs a name before each lesson"),
        ("published: 2027-02-01", "`published` is not a key of a drill's record"),
        ("took_part: {a: b}", "cannot have further keys"),
    ],
)
def test_wrong_drills(line: str, message: str) -> None:
    """Findings name what a record must not contain, and the record is not used."""
    document = parse_drill(Source("content/drills/a.md", f"---\nheld: 2027-02-01\n{line}\n---\n"), (), "a")
    assert document.record is None
    assert [message in problem.message for problem in document.problems] == [True]


def test_a_drill_without_a_day() -> None:
    """A record without its day is not used."""
    (problem,) = parse_drill(Source("content/drills/a.md", "---\nminutes: 3\n---\n"), (), "a").problems
    assert problem.message == "`held` is missing"


def _file(path: str, text: str) -> RawFile:
    data = text.encode("utf-8", "surrogatepass")
    return RawFile(path, data, len(data))


CONFIG = _file("site_config.yml", "organisation: {name: L}\nsite: {url: https://s.example/}\n")


@pytest.mark.parametrize(
    "path",
    [
        "content/plan.yaml",
        "content/templates/A.md",
        "content/templates/a.txt",
        "content/templates/de/a.md",
        "content/drills/a.yml",
    ],
)
def test_misnamed(path: str) -> None:
    """A finding names each file that would otherwise be ignored."""
    (problem,) = assemble([CONFIG, _file(path, "---\n---\n")]).problems
    assert (problem.rule, problem.at.path) == ("misnamed-file", path)


def test_links_and_sizes() -> None:
    """A plan that is a link or far too large is refused like any other file."""
    for file in (RawFile("content/plan.yml", b"", 0, link=True), RawFile("content/plan.yml", b"", 1 << 30)):
        plan = assemble([CONFIG, file]).plan
        assert plan is not None
        assert plan.plan is None
        assert plan.problems


BITS = st.sampled_from(
    [
        *(
            "---\n",
            "roles:\n",
            "  lead: ",
            "{who: Sam}",
            "approvals: ",
            "{update: [lead]}",
            "{of: [a], at_least: 1}",
            "by_impact: ",
        ),
        *(
            "cadence: ",
            "channels: ",
            "templates: ",
            "  a: ",
            "{approved_on: 2027-01-01}",
            "drills_every: ",
            "12h",
            "since: ",
            "held: ",
        ),
        *(
            "title: ",
            "[[",
            "]]",
            "[[which]]",
            "[[a: b]]",
            "status: investigating\n",
            "known:\n",
            "  b: ",
            "\n",
            "- ",
            "{",
            "}",
            "[",
            "]",
        ),
        *("next_update: 6h\n", "\ue000", "\ue001", "é", "\x00", "2027-03-03", ": ", "#x", '"', "'", "&a ", "*a", "\t", "\u2028"),
    ]
)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.one_of(BITS, st.text(max_size=4)), max_size=25).map("".join))
def test_any_text_gives_findings_inside_its_file(text: str) -> None:
    """Reading any plan, template or record gives findings whose places are inside the file."""
    for path in ("content/plan.yml", "content/templates/a.md", "content/drills/a.md"):
        file = _file(path, text)
        lines = (decode(file, 1 << 20)[0].text or file.data.decode("utf-8", "replace")).split("\n")
        for one in checking.check([CONFIG, file], NOW).diagnostics:
            if one.span.path != path:
                continue
            assert one.message
            assert one.help
            assert 1 <= one.span.line <= one.span.end_line <= len(lines), one
            assert 1 <= one.span.column <= len(lines[one.span.line - 1]) + 1, one
            assert (one.span.line, one.span.column) <= (one.span.end_line, one.span.end_column), one
