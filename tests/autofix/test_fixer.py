"""`--fix` corrects what needs no judgement, leaves everything else as it was, and loses nothing that the author wrote."""

import io
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.autofix.fixer import Permission, apply, fix_files, ordering
from generator.autofix.model import FixResult
from generator.format.text_edit import spelled
from generator.history.maybe_published import maybe_published
from generator.model.diagnostic import Diagnostic, Edit
from generator.model.history import Committed
from generator.model.source import RawFile, Source, Span
from generator.pipeline import checking
from tests.thorough import examples

NOW = datetime(2027, 3, 3, 9, tzinfo=UTC)
CONFIG = "organisation: {name: L}\nsite:\n  url: https://s.example/\n  id: s.example\n  timezone: Europe/Paris\n"
INCIDENT = "---\ntitle: Someone got in\naware: 2027-03-03T02:00Z\n---\n"
UPDATE = "content/incidents/x/01-a.md"


def _raw(path: str, data: str | bytes) -> RawFile:
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return RawFile(path, data, len(data))


def _files(text: str | bytes, path: str = UPDATE, config: str = CONFIG) -> list[RawFile]:
    files = {"site_config.yml": config, "content/incidents/x/incident.md": INCIDENT, UPDATE: "---\n---\n"}
    return [_raw(name, data) for name, data in {**files, path: text}.items()]


def _fix(files: list[RawFile], answer: bool | None = None, closed: dict[str, str] | None = None) -> FixResult:
    checked = {}

    def judge(given: tuple[RawFile, ...]) -> tuple[Diagnostic, ...]:
        checked["it"] = checking.check(given, NOW)
        return checked["it"].diagnostics

    def zone() -> ZoneInfo | None:
        config = checked["it"].content.config
        return config.config.site.timezone if config.config and config.wrote("site", "timezone") else None

    return fix_files(files, judge, Permission(sealed=closed or {}, confirm=lambda _path, _edit: answer, zone=zone))


def _front(keys: str) -> str:
    return f"---\n{keys}---\n"


def _keys_of(outcome: FixResult, before: str) -> str:
    text = outcome.files[UPDATE].decode() if UPDATE in outcome.files else _front(before)
    return text.removeprefix("---\n").removesuffix("---\n")


FIXED = {
    "a colon in a text": (
        "title: We know this: someone got in.   # mine\n",
        'title: "We know this: someone got in."   # mine\n',
    ),
    "a colon in a text of two lines": (
        "title: We know this: someone\n  got in.\nstatus: confirmed\n",
        'title: "We know this: someone\n  got in."\nstatus: confirmed\n',
    ),
    "a colon on the second line": (
        "known:\n  entry: Someone got\n    in, and one thing: it was us.\n",
        'known:\n  entry: "Someone got\n    in, and one thing: it was us."\n',
    ),
    "a colon and quotation marks": (
        'title: We say this: "sorry", it\'s ours\n',
        "title: 'We say this: \"sorry\", it''s ours'\n",
    ),
    "a colon in a text below its name": (
        "known:\n  entry:\n    We know: someone got in.\n",
        'known:\n  entry:\n    "We know: someone got in."\n',
    ),
    "a colon in an item": (
        "known:\n  - We know this: someone got in.\n",
        'known:\n  we-know-this-someone-got: "We know this: someone got in."\n',
    ),
    "curly quotes": ("title: “Someone got in”\n", 'title: "Someone got in"\n'),
    "curly quotes round a colon": ("title: “We know: they got in”\n", 'title: "We know: they got in"\n'),
    "two words in curly quotes": ("title: “Some” and “others”\n", 'title: "“Some” and “others”"\n'),
    "a number after a space": ("title: Ticket #4512 was read  # mine\n", 'title: "Ticket #4512 was read"  # mine\n'),
    "no space after a colon": ("title:Someone got in\nstatus: confirmed\n", "title: Someone got in\nstatus: confirmed\n"),
    "no space after a name": ("known:\n  entry:Someone got in.\n", "known:\n  entry: Someone got in.\n"),
    "no colon after a key": ("known\n  entry: Someone got in.\n", "known:\n  entry: Someone got in.\n"),
    "a bracket": ("title: [Update] Someone got in\n", 'title: "[Update] Someone got in"\n'),
    "a per cent": ("title: %d of them\n", 'title: "%d of them"\n'),
    "an at sign": ("title: @home and away\n", 'title: "@home and away"\n'),
    "a star": ("title: *important* news\n", 'title: "*important* news"\n'),
    "another star": ("title: *important news\n", 'title: "*important news"\n'),
    "an and": ("title: &we are back\n", 'title: "&we are back"\n'),
    "an exclamation mark": ("title: !important news\n", 'title: "!important news"\n'),
    "quotes round a part": ("title: 'Some' got in\n", "title: \"'Some' got in\"\n"),
    "tabs": ("known:\n\tentry: One.\n\tscope: Two.\n", "known:\n  entry: One.\n  scope: Two.\n"),
    "capitals in keys": (
        "Title: X\nNext steps:\n  log: We read it.\nknwon:\n  one: One.\n",
        "title: X\nnext_steps:\n  log: We read it.\nknown:\n  one: One.\n",
    ),
    "capitals in a value": ("status: Investigating\n", "status: investigating\n"),
    "a slip in a value": ("status: 'containd'\n", "status: 'contained'\n"),
    "a yes": ("draft: yes\n", "draft: true\n"),
    "nothing left": ("unknown: None left\n", "unknown: none_left\n"),
    "a name in capitals": ("known:\n  Entry: Someone got in.\n", "known:\n  entry: Someone got in.\n"),
    "a number in groups": (
        "affected:\n  all: {unit: people, exact: 1,212, of: 18'400}\n",
        "affected:\n  all: {unit: people, exact: 1212, of: 18400}\n",
    ),
    "a number in groups on a line": (
        "affected:\n  all:\n    unit: people\n    exact: '1,212'\n",
        "affected:\n  all:\n    unit: people\n    exact: '1212'\n",
    ),
    "two numbers in groups": (
        "affected: {all: {unit: people, between: [1,000, 12,000]}}\n",
        "affected: {all: {unit: people, between: [1000, 12000]}}\n",
    ),
    "a list": (
        "known:\n  # the first\n  - Someone got\n    in.   # mine\n  - text: They read it all.\n    from: our logs\n",
        "known:\n  # the first\n  someone-got-in: Someone got\n    in.   # mine\n  they-read-it-all:\n    text: They read it all.\n    from: our logs\n",
    ),
    "a list right under its key": (
        "known:\n- Someone got\n  in.\n# between\n- text: They read it.\n  from: our logs\nstatus: confirmed\n",
        "known:\n  someone-got-in: Someone got\n    in.\n# between\n  they-read-it:\n    text: They read it.\n    from: our logs\nstatus: confirmed\n",
    ),
    "a list in brackets": (
        "known: [Someone got in., 'They read: all']\n",
        "known: {someone-got-in: Someone got in., they-read-all: 'They read: all'}\n",
    ),
    "the same sentence twice": (
        "known:\n  - One thing.\n  - One thing.\n",
        "known:\n  one-thing: One thing.\n  one-thing-2: One thing.\n",
    ),
    "a sentence alone": (
        "next_steps: We are reading\n  the log.\n",
        "next_steps:\n  we-are-reading-the-log: We are reading\n    the log.\n",
    ),
    "a sentence alone below its key": (
        "next_steps:\n  We are reading\n  the log.\n",
        "next_steps:\n  we-are-reading-the-log: We are reading\n    the log.\n",
    ),
    "characters that cannot be seen": ("title: Some\ufeffone got\u2028in\n", "title: Someone got in\n"),
}


@pytest.mark.parametrize(("before", "after"), FIXED.values(), ids=FIXED.keys())
def test_fixed(before: str, after: str) -> None:
    """Each of these is fixed without a question: words, comments and line breaks stay."""
    outcome = _fix(_files(_front(before)))
    assert _keys_of(outcome, before) == after
    assert outcome.done
    assert all(change.path == UPDATE for change in outcome.done)


LEFT = {
    "two keys of that spelling": "unkown:\n  a: Whose they are.\n",
    "a key that is no slip": "summry_of_it: X\n",
    "a key that is there already": "title: X\nTitle: Y\n",
    "a value far from any": "status: finished\n",
    "an alias with its anchor": "title: &name some text\nsummary: *name\n",
    "a key below the torn text": "known:\n  entry: We know this: someone got in.\n    by: 2027-03-04\n",
    "a note below the torn text": "known:\n  entry: We know this: someone\n    # ask Sam\n    got in.\n",
    "a note beside the torn text": "known:\n  entry: We know this: someone   # ask Sam\n    got in.\n",
    "nothing left, perhaps": "unknown: none\n",
    "a step that is done": "done:\n  - We read the log.\n",
    "a line too far to the right": "known:\n entry: One.\n   scope: Two.\n",
    "a name that is used elsewhere": "known:\n  Entry: Someone got in.\ncontained_by: Entry\n",
    "an item without a text": "known:\n  - One thing.\n  - {sure: likely}\n",
    "a letter that was lost": "title: Some\ufffdne got in\n",
    "a letter of another encoding": "title: It\x92s us\n",
    "a word alone": "next_steps: none\n",
}


@pytest.mark.parametrize("keys", LEFT.values(), ids=LEFT.keys())
def test_left(keys: str) -> None:
    """Where a judgement is needed, the file stays as it is, even when every question is answered with yes."""
    assert _fix(_files(_front(keys)), answer=True).files == {}


ASKED = {
    "a time without a zone": ("published: 2027-03-03T03:10   # mine\n", "published: 2027-03-03T03:10+01:00   # mine\n"),
    "a time in summer, in quotes": ('published: "2027-07-03 03:10"\n', 'published: "2027-07-03 03:10+02:00"\n'),
    "a word after a hash": ("title: Someone #ask Sam\n", 'title: "Someone #ask Sam"\n'),
    "a point in a number": ("affected: {a: {unit: people, exact: 1.212}}\n", "affected: {a: {unit: people, exact: 1212}}\n"),
    "a sentence for a name": (
        "known:\n  We know this: someone got in.\n",
        'known:\n  we-know-this: "We know this: someone got in."\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), ASKED.values(), ids=ASKED.keys())
def test_asked(before: str, after: str) -> None:
    """These are fixed when the writer confirms; otherwise they stay, with the reason."""
    assert _keys_of(_fix(_files(_front(before)), answer=True), before) == after
    for answer, why in {False: "you said no", None: "--yes"}.items():
        outcome = _fix(_files(_front(before)), answer=answer)
        assert outcome.files == {}
        assert why in outcome.left[0].why


@pytest.mark.parametrize("when", ["2027-03-28T02:30", "2027-10-31T02:30"])
def test_an_hour_that_is_none_or_two(when: str) -> None:
    """A time that is skipped or repeated when the clocks change is not fixed."""
    outcome = _fix(_files(_front(f"published: {when}\n")), answer=True)
    assert outcome.files == {}
    assert "twice or not at all" in outcome.left[0].why


def test_without_a_time_zone_of_the_site() -> None:
    """If the site has no time zone, there is nothing to confirm: UTC is not assumed."""
    outcome = _fix(_files(_front("published: 2027-03-03T03:10\n"), config=CONFIG.replace("  timezone: Europe/Paris\n", "")), True)
    assert outcome.files == {}
    assert "`timezone:` under `site:`" in outcome.left[0].why


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("———\ntitle: X\n–––\nText — more.\n", "---\ntitle: X\n---\nText — more.\n"),
        ("---\ntitle: X\n--\nText.\n", "---\ntitle: X\n---\nText.\n"),
        ("\n  \n---\ntitle: X\n---\n", "---\ntitle: X\n---\n"),
        ("---\ntitle: X\nstatus: confirmed", "---\ntitle: X\nstatus: confirmed\n---"),
        ("---\ntitle: X\nText of readers.\n", None),
        ("---\ntitle: X\n—\nA\n–\n", None),
    ],
)
def test_the_lines_of_hyphens(before: str, after: str | None) -> None:
    """Other dashes become hyphens where only one line can be meant; a missing last line is added where there is no text."""
    outcome = _fix(_files(before))
    assert outcome.files == ({UPDATE: after.encode()} if after else {})


def test_every_kind_of_file() -> None:
    """The configuration, incident.md, a review, a page and a translation are fixed as updates are; their sentences stay."""
    for path, before, after in [
        ("site_config.yml", CONFIG.replace("organisation", "organization"), CONFIG),
        ("content/incidents/x/incident.md", INCIDENT.replace("title", "Title"), INCIDENT),
        ("content/incidents/x/review.md", "---\ntitle: Why: this\n---\n", '---\ntitle: "Why: this"\n---\n'),
        ("content/pages/p.md", "---\ntitle: Us: all\n---\n", '---\ntitle: "Us: all"\n---\n'),
        ("content/incidents/x/01-a.de.md", "---\ntitle: Wir: alle\n---\n", '---\ntitle: "Wir: alle"\n---\n'),
    ]:
        assert _fix(_files(before, path)).files == {path: after.encode()}, path


def test_a_translation_gets_no_names_of_its_own() -> None:
    """A list in a translation has the names of its original, which its sentences do not give."""
    assert _fix(_files(_front("known:\n  - Jemand kam herein.\n"), "content/incidents/x/01-a.de.md")).files == {}


FIRST = (
    "---\ntitle: One\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown:\n  entry: Someone got in.\nunknown:\n"
    "  copied: Whether they copied them.\nnext_steps:\n  log: We read the log.\nactions: There is nothing you can do yet.\n"
    "next_update: 2027-03-04T03:00Z\n---\n"
)


def test_a_sentence_keeps_the_name_that_it_had() -> None:
    """A sentence that had a name in an earlier update is the same fact, so it gets that name."""
    second = FIRST.replace("03T03:00Z", "03T05:00Z").replace("  copied: Whether", "  - Whether").replace("log: We", "- We", 1)
    second = second.replace("  - We", "  - We").replace("title: One", "title: Two")
    files = [*_files(FIRST), _raw("content/incidents/x/02-b.md", second)]
    said = _fix(files).files["content/incidents/x/02-b.md"].decode()
    assert "  copied: Whether they copied them.\n" in said
    assert "  log: We read the log.\n" in said


NAMED_ALREADY = {
    "after a hyphen": (
        "known:\n  - entry: They came in.\n  - They left.\n",
        "known:\n  entry: They came in.\n  they-left: They left.\n",
    ),
    "with further keys": (
        "known:\n- entry: They came in.\n  from: our logs\n- exit:\n    text: They left.\n",
        "known:\n  entry:\n    text: They came in.\n    from: our logs\n  exit:\n      text: They left.\n",
    ),
    "as a key of its own": (
        "next_steps:\n  - name: log\n    do: We read it.\n",
        "next_steps:\n  log:\n    do: We read it.\n",
    ),
    "in brackets": ("known: [entry: They came in., They left.]\n", "known: {entry: They came in., they-left: They left.}\n"),
    "on the line of the key": ("known: entry: They came in.\n", "known:\n  entry: They came in.\n"),
    "with a colon to come": ("known: entry: It is: bad.\n", 'known:\n  entry: "It is: bad."\n'),
    "without a space": ("known:\n  - entry:They came in.\n", "known:\n  entry: They came in.\n"),
    "after a no-break space": ("known:\n  - entry:\u00a0They came in.\n", "known:\n  entry: They came in.\n"),
}


@pytest.mark.parametrize(("before", "after"), NAMED_ALREADY.values(), ids=NAMED_ALREADY)
def test_a_name_that_is_there_is_no_sentence(before: str, after: str) -> None:
    """An entry with a name keeps it, and readers never see the name."""
    assert _keys_of(_fix(_files(_front(before))), before) == after


def test_a_name_in_quotes_is_asked_for_unless_it_is_known() -> None:
    """`"entry: …"` may be a sentence; if the incident has that name, it is a name."""
    quoted = 'known:\n  - "entry: They came in again."\n'
    assert _fix(_files(_front(quoted))).files == {}
    assert _keys_of(_fix(_files(_front(quoted)), answer=True), quoted) == "known:\n  entry: They came in again.\n"
    second = FIRST.replace("03T03:00Z", "03T05:00Z").replace("title: One", "title: Two")
    for written in ('- "entry: Someone got in."', "- entry – Someone got in.", "- entry = Someone got in."):
        files = [*_files(FIRST), _raw("content/incidents/x/02-b.md", second.replace("entry: Someone got in.", written))]
        assert "known:\n  entry: Someone got in.\n" in _fix(files).files["content/incidents/x/02-b.md"].decode(), written


def test_no_fact_gets_the_name_of_another() -> None:
    """A generated name is in no other update and no other section, whatever the first words are."""
    listed = FIRST.replace("  entry: Someone got in.", "  - Someone got in by a door.").replace(
        "copied: Whether", "- Someone got in by a"
    )
    said = _fix([*_files(listed)]).files[UPDATE].decode()
    names = re.findall(r"^  (someone-got-in-by-a(?:-\d)?):", said, re.MULTILINE)
    assert len(set(names)) == 2
    second = FIRST.replace("03T03:00Z", "03T05:00Z").replace("  entry: Someone got in.", "  - Someone got in by another door.")
    for one, other in ((FIRST.replace("entry", "someone-got-in-by-another"), second),):
        later = _fix([*_files(one), _raw("content/incidents/x/02-b.md", other)]).files["content/incidents/x/02-b.md"].decode()
        assert "  someone-got-in-by-another-2: Someone got in by another door.\n" in later
        # Names of later updates, and of updates that cannot be read, are taken too.
        sooner = _fix(
            [*_files(other.replace("05:00", "03:00")), _raw("content/incidents/x/02-b.md", one.replace("03T03", "03T05"))]
        )
        assert "someone-got-in-by-another-2: " in sooner.files[UPDATE].decode()
        broken = _fix([*_files(one.replace("status: investigating", "status: sure")), _raw("content/incidents/x/02-b.md", other)])
        assert "someone-got-in-by-another-2: " in broken.files["content/incidents/x/02-b.md"].decode()


JOINED = {
    "two blocks with names of their own": (
        "known:\n    entry: They came in.\n\nunknown:\n  a: B.\nknown:\n  # how\n  exit:\n    text: They left.\n",
        "known:\n    entry: They came in.\n    # how\n    exit:\n      text: They left.\n\nunknown:\n  a: B.\n",
    ),
    "what is said twice": ("known:\n  entry: In.\nknown:\n  entry: In.\n  exit: Out.\n", "known:\n  entry: In.\n  exit: Out.\n"),
    "an empty one": ("known:\nunknown:\n  a: B.\nknown:\n  entry: In.\n", "known:\n  entry: In.\nunknown:\n  a: B.\n"),
    "two lists": (
        "known:\n- They came in.\nknown:\n- They left.\n",
        "known:\n  they-came-in: They came in.\n  they-left: They left.\n",
    ),
    "the same line": ("status: confirmed\nstatus: confirmed\n", "status: confirmed\n"),
}


@pytest.mark.parametrize(("before", "after"), JOINED.values(), ids=JOINED)
def test_two_blocks_are_one(before: str, after: str) -> None:
    """Two blocks under the same key are merged, with their comments and layout."""
    assert _keys_of(_fix(_files(_front(before))), before) == after


@pytest.mark.parametrize(
    "keys",
    [
        "known:\n  entry: In.\nknown:\n  entry: Out.\n",
        "status: confirmed\nstatus: contained\n",
        "known:\n  a: B c.\nknown:\n  - D e.\n",
    ],
)
def test_two_that_differ_are_left(keys: str) -> None:
    """Two sentences under one name are left as they are, because only the writer knows which is right."""
    assert _fix(_files(_front(keys))).files == {}


def _second(number: str, when: str, title: str = "Two") -> RawFile:
    text = FIRST.replace("03T03:00Z", when).replace("title: One", f"title: {title}")
    return _raw(f"content/incidents/x/{number}.md", text)


def test_two_of_one_number() -> None:
    """The later update gets the next free number, whatever the files' names, and its translations are renamed with it."""
    files = [*_files(FIRST), _second("02-b", "03T06:00Z"), _second("02-c", "03T05:00Z"), _second("03-d", "03T07:00Z")]
    files.append(_raw("content/incidents/x/02-b.de.md", files[-3].data))
    folder = "content/incidents/x/"
    assert _fix(files).renamed == {f"{folder}02-b.md": f"{folder}04-b.md", f"{folder}02-b.de.md": f"{folder}04-b.de.md"}
    # An update that readers know by its number keeps it, although it is the later one.
    closed = {f"{folder}02-b.md": "published"}
    assert _fix(files, closed=closed).renamed == {f"{folder}02-c.md": f"{folder}04-c.md"}
    assert _fix(files, closed={f"{folder}02-b.de.md": "published"}).renamed == {f"{folder}02-c.md": f"{folder}04-c.md"}
    both = _fix(files, closed={**closed, f"{folder}02-c.md": "published"})
    assert both.renamed == {}
    assert [one.why for one in both.left if "number" in one.message] == ["both were published, and public numbers do not change"]


def test_the_order_of_keys() -> None:
    """The keys of an update that was understood are put into the format's order, each with the comments above it."""
    before = (
        "---\n# of the file\n\nstatus: investigating\n# above the title\ntitle: One   # beside it\nknown:\n  entry: Someone got in.\n"
        "  # below an entry\n\n# far above the time\n\n# above the time\npublished: 2027-03-03T03:00Z\n# at the end\n---\nBody.\n"
    )
    edit = ordering(Source("x", before))
    assert edit is not None
    after = apply(before, [edit])
    assert after is not None
    assert after[0] == (
        "---\n# of the file\n\n# above the title\ntitle: One   # beside it\n\n# above the time\npublished: 2027-03-03T03:00Z\n"
        "status: investigating\nknown:\n  entry: Someone got in.\n  # below an entry\n\n# far above the time\n# at the end\n---\nBody.\n"
    )
    assert ordering(Source("x", after[0])) is None


def test_order_waits_for_a_file_that_is_understood() -> None:
    """While something in an update cannot be understood its keys stay where they are."""
    text = "---\nstatus: investigating\ntitle: One\npublished: soon\n---\n"
    assert _fix(_files(text)).files == {}
    assert UPDATE in _fix(_files(text.replace("soon", "2027-03-03T03:00Z"))).files


def test_text_below_a_key_is_not_a_note() -> None:
    """Lines of a quoted text that look like comments stay in the text when its key moves."""
    text = '---\nstatus: investigating\ntitle: "One\n  # two\n  three"\npublished: 2027-03-03T03:00Z\n---\n'
    said = _fix(_files(text)).files[UPDATE].decode()
    assert said == '---\ntitle: "One\n  # two\n  three"\npublished: 2027-03-03T03:00Z\nstatus: investigating\n---\n'


def test_line_ends_and_the_mark_stay() -> None:
    """A file keeps its line ends, each of them, and its byte-order mark."""
    before = b"\xef\xbb\xbf---\r\nTitle: X\r\nknown:\n- One thing.\r\n- text: Two things.\r\n---\r\nBody\rmore"
    after = b"\xef\xbb\xbf---\r\ntitle: X\r\nknown:\n  one-thing: One thing.\r\n  two-things:\r\n    text: Two things.\r\n---\r\nBody\rmore"
    assert _fix(_files(before)).files == {UPDATE: after}


def test_what_makes_it_worse_is_taken_back() -> None:
    """An edit that breaks its file, or that loses a letter, is not taken, and the one beside it is."""
    text = "---\ntitle: X\nsummary: Some text\nknown:\n  a: One.\n---\n"

    def judge(files: tuple[RawFile, ...]) -> tuple[Diagnostic, ...]:
        found = checking.check(files, NOW).diagnostics
        (file,) = [one for one in files if one.path == UPDATE]
        lines = file.data.decode().split("\n")
        line = lines.index("title: X") + 1 if "title: X" in lines else 0
        bad = {
            "breaks": Edit(Span(UPDATE, line, 8, line, 8), "[ "),
            "loses": Edit(Span(UPDATE, line + 1, 10, line + 1, 19), "Some"),
            "good": Edit(Span(UPDATE, line, 8, line, 8), '"'),
        }
        extra = [
            type(found[0])(
                code="FRM099", name=name, severity=found[0].severity, message=name, help="x", span=edit.at, blocks=True,
                edits=(edit, Edit(Span(UPDATE, line, 9, line, 9), '"')) if name == "good" else (edit,),
            )
            for name, edit in bad.items()
            if line
        ]  # fmt: skip
        return (*found, *extra)

    outcome = fix_files(_files(text), judge, Permission(sealed={}, confirm=lambda *_: True))
    assert outcome.files[UPDATE].decode() == text.replace("title: X", 'title: "X"')
    assert [change.message for change in outcome.done] == ["good"]


def test_an_error_elsewhere_is_worse() -> None:
    """An edit after which another line is in error is taken back, even if its own finding is gone."""
    text = "---\ntitle: X\n---\n"

    def judge(files: tuple[RawFile, ...]) -> tuple[Diagnostic, ...]:
        found = checking.check(files, NOW).diagnostics
        edit = Edit(Span(UPDATE, 2, 1, 2, 1), "x")
        one = replace(found[0], code="FRM099", name="x", span=Span(UPDATE, 2, 1, 2, 1), edits=(edit,))
        return found if any(b"xtitle" in file.data for file in files) else (*found, one)

    outcome = fix_files(_files(text), judge, Permission(sealed={}, confirm=lambda *_: True))
    assert outcome.files == {}
    assert "worse" in outcome.left[0].why


def test_some_of_the_characters_that_cannot_be_seen() -> None:
    """Characters without meaning are removed, even if another one may be the remains of a letter."""
    outcome = _fix(_files(_front("title: A\ufeff\nsummary: It\x92s\n")))
    assert outcome.files[UPDATE].decode() == _front("title: A\nsummary: It\x92s\n")


def test_edits_that_overlap_are_not_applied() -> None:
    """Two different edits of one place are both refused; identical edits count once."""
    one, two = Edit(Span("x", 1, 1, 1, 4), "a"), Edit(Span("x", 1, 3, 1, 5), "b")
    assert apply("abcdef\n", [one, two]) is None
    assert apply("abcdef\n", [one, one]) == ("adef\n", [1])


def test_a_place_outside_is_brought_inside() -> None:
    """A place beyond the end of a line or a file means that end; no exception is raised."""
    assert apply("ab", [Edit(Span("x", 9, 9, 9, 9), "!")]) == ("ab!", [9])


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Known", "known"),
        ("knwon", "known"),
        ("unknwon", "unknown"),
        ("next steps", "next_steps"),
        ("Next-Update", "next_update"),
        ("nown", ""),
        ("unkown", ""),
        ("nknown", ""),
        ("titel", "title"),
        ("x", ""),
        ("", ""),
    ],
)
def test_certain_spelling(word: str, meant: str) -> None:
    """A key that is one slip from one word and far from every other is corrected; `known` and `unknown` are never confused."""
    assert (
        spelled(word, ("known", "unknown", "next_steps", "next_update", "title", "nown_" if word == "nown" else "done")) == meant
    )


# --- any text ---------------------------------------------------------------------------------------------------------------------

SENTENCES = (
    *(
        "Someone used a stolen password.",
        "We know this: someone got in.",
        "Ticket #4512 was read.",
        "@home users were hit.",
        "Plain",
    ),
    *(
        "[Update] Someone got in.",
        "*Important* news for you.",
        "'tis said: it's over",
        'They read "all" of it.',
        "It's 100% ours: yes.",
    ),
    *(
        "“We know: all” they said.",
        "“We know it all”",
        "Größe: 1,212 Stück",
        "{odd} thing",
        "A & B: C",
        "- no list",
        "a\\b: c",
        "x #y",
    ),
)


@st.composite
def broken_updates(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """An update written in a hurry, the sentences in it, and the notes beside them."""
    sentences: list[str] = []
    notes: list[str] = []

    def note() -> str:
        if not draw(st.booleans()):
            return ""
        notes.append(f"note-{len(notes)}-x")
        return f"   # {notes[-1]}"

    def sentence(indent: int) -> str:
        words = draw(st.sampled_from(SENTENCES))
        sentences.append(words)
        parts = words.split()
        cut = draw(st.integers(1, 6))
        if cut < len(parts) and not parts[cut].startswith(("-", "#")):
            return " ".join(parts[:cut]) + "\n" + " " * (indent + 2) + " ".join(parts[cut:])
        return words

    def section(key: str, main: str) -> str:
        style = draw(st.sampled_from(["names", "list", "low list", "keys", "alone", "tabs"]))
        count = draw(st.integers(1, 3))
        head = f"{draw(st.sampled_from([key, key.capitalize(), key.upper()]))}:"
        if style == "alone":
            return f"{head} {sentence(2)}\n"
        lines = [f"{head}{note()}\n"]
        for number in range(count):
            if draw(st.integers(0, 4)) == 0:
                notes.append(f"note-{len(notes)}-x")
                lines.append(f"  # {notes[-1]}\n" if style != "low list" else f"# {notes[-1]}\n")
            begin = {"names": f"  n{number}: ", "list": "  - ", "low list": "- ", "tabs": f"\tn{number}: "}.get(style)
            if begin is None:
                lines.append(f"  - {main}: {sentence(6)}{note()}\n")
            else:
                lines.append(f"{begin}{sentence(4)}{note()}\n")
        return "".join(lines)

    parts = [
        f"title: {sentence(2)}{note()}\n",
        f"published: {draw(st.sampled_from(['2027-03-03T03:00Z', '2027-03-03T03:00', '2027-03-03 03:00']))}{note()}\n",
        f"status: {draw(st.sampled_from(['investigating', 'Investigating', 'confirmd', 'over']))}\n",
        section("known", "text"),
        section("unknown", "text"),
        section("next_steps", "do"),
        section("actions", "do"),
        f"affected: {{all: {{unit: people, exact: {draw(st.sampled_from(['1212', '1,212', '1.212', 'many']))}}}}}\n",
        "next_update: 2027-03-04T03:00Z\n",
    ]
    text = "".join(draw(st.permutations(parts)))
    frame = draw(st.sampled_from([("---\n", "---\nBody: text.\n"), ("———\n", "–––\n"), ("\n---\n", "---\n"), ("---\n", "")]))
    return frame[0] + text + frame[1], sentences, notes


def _scalars(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for key, value in node.items() for text in (*_scalars(key), *_scalars(value))]
    if isinstance(node, list):
        return [text for value in node for text in _scalars(value)]
    return [" ".join(str(node).split())]


def _front_of(text: str) -> str:
    return re.split(r"^-{3,}\s*$", text, maxsplit=2, flags=re.MULTILINE)[1]


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken_updates(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_hurried_update(made: tuple[str, list[str], list[str]], newline: str, mark: bool) -> None:
    """Fixing keeps every sentence, comment, line end and byte-order mark of any update, and fixing it again changes nothing."""
    text, sentences, notes = made
    before = (b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", newline).encode()
    files = _files(before)
    outcome = _fix(files, answer=True)
    after = outcome.files.get(UPDATE, before)
    assert after.startswith(b"\xef\xbb\xbf") == mark
    said = after.decode().removeprefix("\ufeff")
    assert "\r\n" not in said or newline == "\r\n"
    assert said.count("\n") == said.count(newline)
    folded = re.sub(r"[\s'\"“”\\]+", "", said)
    for sentence in sentences:
        assert re.sub(r"[\s'\"“”\\]+", "", sentence) in folded
    for note in notes:
        assert f"# {note}" in said
    again = _fix(_files(after), answer=True)
    assert again.files == {}
    assert again.done == ()
    checked = checking.check(_files(after), NOW)
    if any(one.code.startswith("FRM") and one.span.path == UPDATE for one in checked.diagnostics):
        return
    # An independent reader of YAML, which keeps notes: it must find every sentence as a value, and every note as a note.
    yaml = YAML()
    front = yaml.load(_front_of(said))
    values = _scalars(front)
    for sentence in sentences:
        assert sentence in values or (sentence[0] == "“" and sentence[1:-1] in values), (sentence, values)
    assert not any(note in value for value in values for note in notes)
    dumped = io.StringIO()
    yaml.dump(front, dumped)
    assert all(f"# {note}" in dumped.getvalue() for note in notes if f"# {note}" in _front_of(said))


PATHS = (UPDATE, "content/incidents/x/incident.md", "content/incidents/x/review.md", "content/pages/p.md", "site_config.yml")
BITS = st.sampled_from(
    [
        *(
            "---\n",
            "———\n",
            "title: ",
            "Title:",
            "known:\n",
            "unknown: ",
            "  entry: ",
            "- ",
            "\t",
            "\n",
            "\r\n",
            "\r",
            " #4 ",
            " #x",
            " # y",
        ),
        *(
            "“",
            "”",
            '"',
            "'",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a ",
            "!x ",
            "%",
            "@",
            ": ",
            ":",
            ",",
            "1,212",
            "1.212",
            "a b c",
            "\u2028",
            "\ufeff",
        ),
        *(
            "published: 2027-03-03T03:00\n",
            "status: Confirmed\n",
            "draft: yes\n",
            "affected: {a: {unit: x, exact: 1,212}}\n",
            "|\n",
            "\x00",
        ),
        *(
            "# note\n",
            "next_steps: We do one thing.\n",
            "actions:\n- One thing: two.\n",
            "é",
            "  ",
            "    ",
            "word",
            "--\n",
            "\\",
            "2027-03-03",
        ),
    ]
)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(PATHS),
    st.one_of(
        st.text(max_size=120),
        st.lists(BITS, max_size=30).map("".join),
        st.lists(BITS, max_size=30).map(lambda b: _front("".join(b))),
    ),
)
@example(UPDATE, "---\n? [a]\n: b\n---\n")
@example(UPDATE, "---\nknown: [a: b, c d e]\n---\n")
@example(UPDATE, "---\nknown:\n  - - a\n---\n")
@example(UPDATE, "title: X\r\x00\ny")
@example(UPDATE, "-\ndr0ft: yes\ndr0ft: yes\ndr0ft: yes\n--")
def test_any_text(path: str, text: str) -> None:
    """Fixing any file raises no exception, needs one run, and loses no letter or digit except in misspelt keys."""
    before = text.encode("utf-8", "surrogatepass")
    outcome = _fix(_files(before, path), answer=True)
    after = outcome.files.get(path, before)
    if after == before:
        return
    words = sum("is not a" in one.message or "true or false" in one.message for one in outcome.done)
    lost = Counter(one for one in before.decode().lower() if one.isalnum()) - Counter(after.decode().lower())
    if any("is here twice" in one.message for one in outcome.done):
        # A duplicated line is there once afterwards, and a misspelling in it was put right once: each of its other letters is still there.
        distinct = "\n".join(dict.fromkeys(before.decode().lower().splitlines()))
        lost = Counter(one for one in distinct if one.isalnum()) - Counter(after.decode().lower())
        lost -= Counter(one for one in before.decode().lower() if one.isalnum() and one in after.decode().lower())
    assert lost.total() <= 4 * words, (lost, after)
    again = _fix(_files(after, path), answer=True)
    assert again.files == {}, again.done


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken_updates(), st.booleans(), st.sampled_from(["", "01-a.md", "00 00 01-a.md abc\n", "unrelated\n"]), st.booleans())
def test_what_may_be_published_is_never_touched(
    made: tuple[str, list[str], list[str]], known: bool, lock: str, committed: bool
) -> None:
    """A file that is sealed, that was committed when its time had come, or whose past is unknown does not change by a byte."""
    text = made[0]
    files = [*_files(text), _raw("content/incidents/x/ledger.lock", lock)]
    knows = Committed(known=known, why="no git", files={UPDATE: text.encode()} if committed else {})
    closed = maybe_published(files, NOW, knows)
    outcome = _fix(files, answer=True, closed=dict(closed))
    if "01-a.md" in lock or not known or committed:
        assert UPDATE in closed
        assert UPDATE not in outcome.files
        assert all(one.path != UPDATE for one in outcome.done)
    else:
        assert UPDATE not in closed


OUTCOMES = "title: Two\npublished: 2027-03-03T08:00Z\nstatus: confirmed\n"


@pytest.mark.parametrize(
    ("section", "before", "after"),
    [
        ("done", "  - log: We read it.\n", "  log: We read it.\n"),
        ("done", "- log: We read it.\n- desk: It is shut.\n", "  log: We read it.\n  desk: It is shut.\n"),
        ("dropped", "  - log: The log is gone.\n", "  log: The log is gone.\n"),
        ("withdrawn", "  - log: No longer needed.\n", "  log: No longer needed.\n"),
        ("unanswerable", "  - log: The log is gone.\n", "  log: The log is gone.\n"),
        ("waivers", "  - empty-update: We say so.\n", "  empty-update: We say so.\n"),
        ("approved_by", "  - lead: Kim Frost\n", "  lead: Kim Frost\n"),
    ],
)
def test_a_hyphen_before_a_name_that_stands_elsewhere(section: str, before: str, after: str) -> None:
    """A name stays a name and never becomes part of the sentence that readers see."""
    outcome = _fix(_files(_front(f"{OUTCOMES}{section}:\n{before}")))
    assert after in outcome.files[UPDATE].decode()


@pytest.mark.parametrize("section", ["done", "dropped", "withdrawn", "unanswerable", "waivers"])
def test_a_name_that_stands_elsewhere_is_not_invented(section: str) -> None:
    """A suggested name is one that something has."""
    for form in ("{}: We looked.\n", "{}:\n  - We looked.\n", "{}: [We looked.]\n"):
        files = _files(_front(OUTCOMES + form.format(section)))
        said = [one for one in checking.check(files, NOW).diagnostics if one.span.path == UPDATE]
        assert [one for one in said if "we-looked" in one.message + one.help] == []
        assert any(f"`{section}`" in one.message for one in said)
        assert UPDATE not in _fix(files).files or "we-looked" not in _fix(files).files[UPDATE].decode()
