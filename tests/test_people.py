"""People of the plan stay private: what is a name, what is offered as one, and what of the plan no text may hold."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.autofix.fixer import Permission, fix_files
from generator.cli.main import run
from generator.content.plan import parse_plan
from generator.format import strict_yaml, yaml_files
from generator.format.strict_yaml import Table, Text
from generator.model.person import Person, not_a_name, person_of
from generator.model.plan import Approval
from generator.model.source import RawFile, Source
from generator.pipeline import checking
from generator.scaffolding.written_lines import approvals_line
from tests.each import each

NOW = datetime(2027, 3, 3, 8, 58, tzinfo=UTC)
CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, languages: [en, de]}
contact: {email: help@larkfield.example, phone: +44 20 7946 0001, hours: daily, who: Helen Marsh}
"""
PLAN = """roles:
  lead: {who: Sam Reed, deputy: Ines Okafor, phone: "+44 20 7946 0018", email: sam.reed@larkfield.example, deputy_phone: 07700 900456}
  legal: {who: Priya Shah, deputy: Tom Ash, phone: "+49 (0)30 901820-17"}
channels:
  night: {how: "Account @larkfield_night at chat.example, bridge 020 7946 0999 code 4711.", tested: 2027-03-01, without_our_systems: true}
approvals: {first_statement: [], update: [], review: []}
"""
INCIDENT = "---\ntitle: Invoices\naware: 2027-03-03T02:40Z\n---\n"
UPDATE = """---
title: Someone read invoices
published: 2027-03-03T03:10Z
status: investigating
known: {entry: Someone got in.}
unknown: {read: What they read.}
next_steps: {log: We are reading the log.}
actions: There is nothing you can do yet.
next_update: 2027-03-03T09:00Z
---
"""
REVIEW = "---\ntitle: What we changed\npublished: 2027-03-03T05:00Z\ncause: A password.\n---\n"
FOLDER = "content/incidents/invoices"

NAMES = (
    *(
        "Sam Reed",
        "李",
        "王小明",
        "Mary O'Brien",
        "Jean-Luc Picard",
        "J. R. R. Tolkien",
        "Dr. Ana María Núñez",
        "bell hooks",
        "Björk",
    ),
    *(
        "Reed, Sam",
        "محمد علي",
        "Henry VIII",
        "Sam Reed 3rd",
        "Ludwig van Beethoven",
        "Robert Downey, Jr.",
        "Sean Lane",
        "Ruth Street",
    ),
    *("Mark Legal", "Will Lead", "Nguyễn Văn A", "Conan O’Brien", "Sam Reed & Ines Okafor", "Grace Office", "Иван Петров"),
)
NO_NAMES = (
    *(
        "…",
        "...",
        ". . .",
        "TBD",
        "tbd.",
        "?",
        "??",
        "-",
        "–",
        "—",
        "_",
        "***",
        "lead",
        "Lead",
        "the lead",
        "our lead",
        "LEAD",
        "Name",
        "name",
    ),
    *(
        "me",
        "Me",
        "I",
        "👍",
        "Sam 👍",
        "N.N.",
        "n/a",
        "none",
        "nobody",
        "[[who]]",
        "<name>",
        "{name}",
        "xxx",
        "yes",
        "approved",
        "x",
        "S",
    ),
    *(
        "approved by phone",
        "the board",
        "Legal team",
        "ich",
        "your name",
        "First Last",
        "to be confirmed",
        "TODO",
        "on call",
        "~?",
    ),
    *("Sam Reed?", "“…”", "•••", "Someone from legal", "1234", "Équipe", "to be decided", "same as above"),
)
CONTACTS = (
    *("+44 20 7946 0018", "020 7946 0018", "Sam Reed 020 7946 0018", "Sam Reed, +44 7700 900123", "Sam Reed (ext. 555 1234 99)"),
    *(
        "sam@larkfield.example",
        "Sam Reed <sam@larkfield.example>",
        "@sam",
        "https://x.example/sam",
        "٠٢٠٧٩٤٦٠٠١٨",
        "０２０７９４６００１８",
    ),
    *("12 High Street, London", "Sam Reed, Hauptstraße 5", "Sam Reed, PO Box 12", "tel:+442079460018"),
)


@each(NAMES)
def test_a_name(name: str) -> None:
    """Names of all the world are names, short and long, with titles and marks."""
    assert not_a_name(name, "lead") == ""


@each([*NO_NAMES, *CONTACTS])
def test_no_name(written: str) -> None:
    """Dots, words for nobody, roles, teams, numbers and addresses are not names."""
    assert not_a_name(written, "lead")


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Ann Lee, +44 20 7946 0018", Person("Ann Lee", "+44 20 7946 0018")),
        ("Ann Lee +44 20 7946 0018", Person("Ann Lee", "+44 20 7946 0018")),
        ("Ann Lee (020 7946 0018)", Person("Ann Lee", "020 7946 0018")),
        ("+44 20 7946 0018 Ann Lee", Person("Ann Lee", "+44 20 7946 0018")),
        ("Ann Lee; ann@larkfield.example; 020-7946-0018", Person("Ann Lee", "020-7946-0018", "ann@larkfield.example")),
        ("Ann Lee <ann@larkfield.example>", Person("Ann Lee", "", "ann@larkfield.example")),
        ("Ann Lee, tel. (0)20 7946 0018", Person("Ann Lee", "(0)20 7946 0018")),
        ("Ann Lee", Person("Ann Lee")),
        ("020 7946 0018", Person("", "020 7946 0018")),
        ("", Person()),
    ],
)
def test_a_name_and_a_number(written: str, person: Person) -> None:
    """Written next to each other in any order, they are separated."""
    assert person_of(written) == person


def _found(**changed: str) -> list[tuple[str, str, str, str, bool]]:
    texts = {
        "site_config.yml": CONFIG,
        "content/plan.yml": PLAN,
        f"{FOLDER}/incident.md": INCIDENT,
        f"{FOLDER}/01-first.md": UPDATE,
        **{path.replace("__", "/"): text for path, text in changed.items()},
    }
    checked = checking.check([RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()], NOW)
    return [(one.code, one.span.path, one.message, one.help, one.blocks) for one in checked.diagnostics]


def _with(path: str, text: str) -> list[tuple[str, str, str, str, bool]]:
    return _found(**{path: text})


@each(
    [
        (written, file)
        for written in (*NO_NAMES, *CONTACTS)
        for file in ("01-first.md", "01-first.de.md", "review.md", "review.de.md")
    ]
)
def test_an_approval_is_a_name(written: str, file: str) -> None:
    """A value that is not a name is refused in every file with approvals, and private data is not repeated."""
    original = REVIEW if "review" in file else UPDATE
    text = original.replace("---\n", f"---\napproved_by: {{lead: {strict_yaml.quoted(written, flow=True)}}}\n", 1)
    beside = {f"{FOLDER}/{file.replace('.de', '')}": original} if ".de" in file else {}
    found = [one for one in _found(**beside, **{f"{FOLDER}/{file}": text}) if one[0] == "PLN019"]
    assert [one[1] for one in found] == [f"{FOLDER}/{file}"]
    assert found[0][4]
    if written in CONTACTS:
        assert not any(part in f"{found[0][2]} {found[0][3]}" for part in ("7946", "900123", "sam@", "High", "Hauptstr", "1234"))


def test_a_draft_may_have_dots() -> None:
    """In a draft it is reported, but stops nothing."""
    text = UPDATE.replace("---\n", "---\ndraft: true\napproved_by: {lead: …}\n", 1)
    (found,) = (one for one in _with(f"{FOLDER}/01-first.md", text) if one[0] == "PLN019")
    assert not found[4]


@pytest.mark.parametrize("written", ["…", "TBD", "lead", "+44 20 7946 0018", "sam@larkfield.example"])
def test_an_approved_template_has_a_name(written: str) -> None:
    """Nobody has approved a template either whose name is a dash."""
    plan = (
        f"{PLAN}templates: {{a: {{approved_by: {{lead: {strict_yaml.quoted(written, flow=True)}}}, approved_on: 2027-03-01}}}}\n"
    )
    problems = parse_plan(Source("content/plan.yml", plan), ()).problems
    assert ["nobody has approved the template as `lead`" in one.message for one in problems] == [True]


@pytest.mark.parametrize(
    "who",
    ["Ann: Lee", "Ann Lee #1 fan", '"Ann" Lee', "Ann 'Al' Lee", "*Ann Lee", "&Ann Lee", "@Ann Lee", "Lee, Ann", "Ann {Lee}", "Ann [Lee]", "yes",
     "! Ann", "% Ann", "`Ann` Lee", "Ann Lee:", "Ann \\ Lee", "“Ann” Lee", "# Ann", "Ann O'Lee, \"Al\""],
)  # fmt: skip
def test_the_line_that_is_offered(who: str) -> None:
    """Whatever the people in the plan are called, the suggested line with their approval is understood unchanged."""
    plan = parse_plan(
        Source("content/plan.yml", f"roles: {{lead: {{who: {strict_yaml.quoted(who, flow=True)}}}, b: {{who: Bo Li}}}}\n"), ()
    ).plan
    assert plan is not None
    line = approvals_line(Approval(roles=("lead", "b"), at_least=2), plan, {})
    node, problems = yaml_files.read(line, "a")
    assert problems == ()
    assert isinstance(node, Table)
    given = node.entries["approved_by"].value
    assert isinstance(given, Table)
    values = {key: entry.value for key, entry in given.entries.items()}
    assert list(values) == ["lead", "b"]
    lead = values["lead"]
    assert isinstance(lead, Text)
    assert lead.value == (who if not not_a_name(who) else lead.value)


def test_the_line_has_no_number() -> None:
    """A number next to a name in an old plan is not suggested for publication, and the plan gets a finding."""
    old = PLAN.replace("who: Sam Reed", 'who: "Sam Reed, +44 20 7946 0018"')
    plan = parse_plan(Source("content/plan.yml", old), ()).plan
    assert approvals_line(Approval(roles=("lead",), at_least=1), plan, {}) == "approved_by: {lead: Sam Reed}"
    assert approvals_line(Approval(roles=("lead",), at_least=1), plan, {"lead": "…"}) == "approved_by: {lead: Sam Reed}"
    (found,) = (one for one in _with("content/plan.yml", old) if "also says how to reach them" in one[2])
    assert found[0] == "PLN002"
    assert "`who: Sam Reed` and `phone: +44 20 7946 0018`" in found[3]


SPELLED = (
    *(
        "+44 20 7946 0018",
        "020 7946 0018",
        "(020) 7946-0018",
        "0044 20 79460018",
        "+44 (0)20 7946 0018",
        "02079460018",
        "020.7946.0018",
    ),
    *("020\u00a07946\u00a00018", "020–7946–0018", "٠٢٠ ٧٩٤٦ ٠٠١٨", "44 20 7946 0018", "020 7946 0018 ext. 4", "020/7946 0018"),
    *("020 7946 **0018**", "020&nbsp;7946&#160;0018", "larkfield_night"),
    *("07700900456", "+44 7700 900 456", "+49 30 901820 17", "030 901820-17", "0049 30 90182017", "020 7946 0999"),
    *("sam.reed@larkfield.example", "Sam.Reed@Larkfield.example", "@larkfield_night", "chat.example"),
)


@pytest.mark.no_cover
@pytest.mark.parametrize("said", SPELLED)
def test_what_is_private_is_found_however_it_is_spelled(said: str) -> None:
    """In a sentence, a key, the body, a page or a translation; the message says where it is in the plan, but does not repeat it."""
    sentence = f"Ring {said} at night."
    quoted = strict_yaml.quoted(sentence, flow=True)
    places = {
        f"{FOLDER}/01-first.md": (UPDATE.replace("Someone got in.", quoted), UPDATE + f"\n{sentence}\n"),
        f"{FOLDER}/01-first.de.md": (UPDATE.replace("We are reading the log.", quoted), UPDATE + f"\n- {sentence}\n"),
        f"{FOLDER}/incident.md": (INCIDENT.replace("---\n", f"---\nremedy: {quoted}\n", 1), INCIDENT + f"\n{sentence}\n"),
        f"{FOLDER}/review.md": (REVIEW.replace("A password.", quoted), REVIEW + f"\n{sentence}\n"),
        "content/pages/more.md": (f"---\ntitle: More\n---\n\n{sentence}\n", f"---\ntitle: {quoted}\n---\n"),
    }
    for path, texts in places.items():
        for text in texts:
            # Emphasis marks in a key are reported as well.
            found = [one for one in _with(path, text) if one[0].startswith("SAF") and one[0] != "SAF050" and one[1] == path]
            assert [one[0] for one in found] == ["SAF043"], (path, found)
            assert "content/plan.yml, under `" in found[0][2]
            assert found[0][4]
            assert said not in f"{found[0][2]}{found[0][3]}"


@pytest.mark.parametrize(
    "said",
    [
        "Ring +44 20 7946 0001.",
        "Write to help@larkfield.example.",
        "They read 79,460,018 lines.",
        "Ticket 2079460.",
        "On 2027-03-03 at 09:00.",
        "4711",
    ],
)
def test_what_is_public_is_no_secret(said: str) -> None:
    """A public contact, a count, a day or a short number is not private."""
    assert [one for one in _with(f"{FOLDER}/01-first.md", UPDATE + f"\n{said}\n") if one[0] == "SAF043"] == []
    both = CONFIG.replace("+44 20 7946 0001", "+44 20 7946 0018")
    found = _found(**{"site_config.yml": both, f"{FOLDER}/01-first.md": UPDATE + "\nRing 020 7946 0018.\n"})
    assert [one for one in found if one[0] == "SAF043"] == []


def test_somebody_who_approved_nothing() -> None:
    """A name from the plan in a text is reported, unless they approved a text of the incident or are a contact."""
    named = UPDATE.replace("We are reading the log.", "Tom Ash reads the log.")
    (found,) = (one for one in _with(f"{FOLDER}/01-first.md", named) if one[0] == "PLN020")
    assert found[2].startswith("Tom Ash is in the plan under `roles: legal: deputy`")
    for text in (
        named.replace("---\n", "---\napproved_by: {legal: Tom Ash}\n", 1),
        UPDATE.replace("We are", "Helen Marsh and we are"),
        UPDATE.replace("We are", "Tom and we are"),
    ):
        assert [one for one in _with(f"{FOLDER}/01-first.md", text) if one[0] == "PLN020"] == []


def test_init_takes_them_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`init` writes the name where names belong, and the number where nothing is published."""
    answers = ["--name", "A", "--address", "status.larkfield.example", "--contact", "us, help@larkfield.example, daily"]
    assert run(["init", str(tmp_path / "a"), *answers, "--lead", "Ann Lee, +44 20 7946 0018, ann@larkfield.example"]) == 0
    plan = parse_plan(Source("p", (tmp_path / "a/content/plan.yml").read_text(encoding="utf-8")), ()).plan
    assert plan is not None
    lead = plan.roles["lead"]
    assert (lead.who, lead.phone, lead.email) == ("Ann Lee", "+44 20 7946 0018", "ann@larkfield.example")
    for wrong in ("+44 20 7946 0018", "TBD", "the lead"):
        assert run(["init", str(tmp_path / "b"), *answers, "--lead", wrong]) == 2
        assert not (tmp_path / "b").exists()
    assert "Write a name" in capsys.readouterr().err


@pytest.mark.parametrize(
    "written",
    [
        "kim(at)larkfield.example",
        "kim at larkfield dot example",
        "larkfield.example",
        "t.me/kim",
        "Telegram kim",
        "CEO",
        "our CISO",
        "Head of Communications",
        "l'équipe juridique",
        "das Team",
        "Rechtsabteilung",
        "pending Kim Frost",
        "Kim Frost (pending)",
        "Kim Frost (tbc)",
        "signed off",
        "Max Mustermann",
        "see plan",
        "wird noch ergänzt",
        "kimfrost",
        "off",
        "DE89 3704 0044 0532 0130 00",
    ],
)
def test_more_that_is_no_name(written: str) -> None:
    """Addresses without their sign, posts, teams, words for later and logins."""
    assert not_a_name(written, "lead")


@pytest.mark.parametrize(
    "written", ['Kim "Kit" Frost', "Kim Frost, CISO", "Kim Frost (deputy)", "Dr.Frost", "J.R. Frost", "Frost-Lee, Kim"]
)
def test_more_that_is_a_name(written: str) -> None:
    """A post beside a name is no reason to refuse it."""
    assert not_a_name(written, "lead") == ""


@pytest.mark.parametrize(
    "written",
    [
        "Kim Frost 020 7946 0018 or 07700 900123",
        "Kim Frost, mobile: 07700 900123, home: 020 7946 0018",
        "Kim Frost, ext. 12, +44 20 7946 0018",
        "Kim Frost, Signal: +44 7700 900123",
        "Kim Frost, @kimfrost, 020 7946 0018",
        "Kim Frost <kim@larkfield.example>, k.frost@home.example",
    ],
)
def test_nothing_private_stays_beside_a_name(written: str) -> None:
    """Of several numbers and addresses none is part of what may be published."""
    assert person_of(written).name == "Kim Frost"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("approved_by: Kim Frost", "lead: Kim Frost"),
        ("approved_by: [Kim Frost]", "lead: Kim Frost"),
        ("approved_by: {lead: [Kim Frost, Lou Ray]}", "lead: Kim Frost and Lou Ray"),
        ("approved_by: {lead: {who: Kim Frost}}", "lead: Kim Frost"),
        ("approved_by: {lead:Kim Frost}", "lead: Kim Frost"),
        ("approved_by:\n  - lead: Kim Frost", "lead: Kim Frost"),
    ],
)
def test_approvals_of_another_form(written: str, line: str) -> None:
    """Whatever their form, the suggested line names the role and the person; `--fix` never quotes a role into a name."""
    files = {
        "site_config.yml": CONFIG,
        f"{FOLDER}/incident.md": INCIDENT,
        f"{FOLDER}/01-first.md": UPDATE.replace("next_update", f"{written}\nnext_update"),
    }
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    found = [one for one in checking.check(raw, NOW).diagnostics if one.code.startswith("FRM")]
    assert [f"`{line}`" in one.help for one in found] == [True]
    outcome = fix_files(
        raw, lambda given: checking.check(given, NOW).diagnostics, Permission(sealed={}, confirm=lambda _path, _edit: None)
    )
    assert '"lead' not in outcome.files.get(f"{FOLDER}/01-first.md", b"").decode()
