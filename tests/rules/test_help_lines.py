"""Every line that a help offers is pasted back: it is YAML, what was found is gone, and nothing new is wrong."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from generator.format import strict_yaml, yaml_files
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Rule
from tests.each import each, hold_each
from tests.rules.case_files import ALL_CASES, FAMILIES, Case, cases_of
from tests.rules.help_lines import Offer, offers, pasted, without

#: The rules that offer no line, by the reason.
REASONS = {
    "what is wrong stands in a text of which the program knows no keys": "ELS002 ELS003 ELS004 ELS005 ELS006 ELS007 ELS008 ELS009 ELS010 ELS011",
    "what is to be said only its writer knows; the help says what kind of thing it is": (
        "WRD001 WRD002 WRD003 WRD004 WRD005 WRD006 WRD007 WRD008 WRD009 WRD010 WRD011 WRD012 WRD013 WRD014 WRD015 WRD016 WRD017 WRD018"
        " WRD019 WRD020 WRD021 WRD022 WRD023 WRD024 WRD025 WRD026 WRD027 WRD030 WRD031 WRD036 WRD037 WRD038 WRD039 WRD040 WRD041 PLN016 PLN020 SAF046 TRA004 TRA005 TRA006"
        " TRA009 FRM023 CON041 CON043 CON046 CON059 CON086 CON093 CON094 CON097 CON098 CON099 WRD042 WRD043"
    ),
    "something is to be taken out, moved or put back, and nothing is to be written": (
        "CON013 CON021 CON023 CON031 CON026 CON052 CON054 CON075 CON088 CON096 FRM002 FRM003 FRM016 FRM020 FRM024 FRM025 FRM028 FRM029 HON010 HON015 NOT010 PRO034 PRO035 SAF031 SAF032 SAF033 SAF034 SAF035 SAF037"
        " SAF038 SAF039 SAF041 SAF043 SAF062 SEA001 SEA002 SEA003 SEA004 SEA005 SEA011 SEA012 SEA013 SEA015 SEA020 SEA021 SEA022 SEA023"
    ),
    "the file itself is wrong: its name, its place, its form, or it is not there": (
        "FRM001 FRM013 FRM014 FRM015 FRM022 FRM027 FRM060 PLN001 PLN011 PLN014 SAF040 SAF060 SEA006 TRA007 HON020"
    ),
    "it is fixed in an update that is still to be written": "CON100 HON016 PRO012 PRO022 PRO023 PRO024 PRO025 PRO033",
    "a value is to be another word, which is named": "NOT001 NOT006 NOT011 PLN004 SAF061 TRA010",
    "whether it is right is to be judged by somebody first": "NOT005 SAF029 SAF030 SAF036",
}
#: Of these, the ones whose help shows the form of what is written elsewhere: in a new update, or for another word.
FORMS = {"CON013", "CON100", "PRO025", "SEA003"}
WORDS = {code: reason for reason, codes in REASONS.items() for code in codes.split()}


def _judge(case: Case, files: Iterable[RawFile]) -> tuple[Diagnostic, ...]:
    return checking.check(files, case.now, case.history).diagnostics


def _texts(case: Case) -> dict[str, str]:
    return {file.path: file.data.decode("utf-8", "replace") for file in case.files}


def _path(case: Case, one: Diagnostic, file: str) -> str:
    """The file that a help names."""
    folder = re.match(r"content/incidents/[^/]+", one.span.path)
    folders = sorted({"/".join(item.path.split("/")[:3]) for item in case.files if item.path.startswith("content/incidents/")})
    place = folder.group() if folder else folders[0] if folders else ""
    if re.fullmatch(r"incident(\.[a-z-]+)?\.md", file):
        return f"{place}/{file}"
    if file in {"site_config.yml", "content/plan.yml"}:
        return file
    if file == "next update":
        return max(item.path for item in case.files if re.fullmatch(rf"{place}/\d+-[a-z-]+\.md", item.path))
    return one.span.path


def _results(case: Case, one: Diagnostic, offer: Offer, others: Iterable[tuple[Diagnostic, Offer]]) -> Iterator[dict[str, str]]:
    """The files with an offer pasted, each way in which it may be understood; and what has to be done with it."""
    states = [_texts(case)]
    # From the end of a file, so that places stay what they are.
    for found, more in sorted([(one, offer), *others], key=lambda both: both[0].span, reverse=True):
        for line, under, file in more.lines:
            path = _path(case, found, file)
            at = found.span if path == found.span.path else found.span._replace(line=10**6)
            if more.out_of:
                states = [{**state, path: without(path, state[path], line.partition(":")[0], more.out_of)} for state in states]
                at = found.span._replace(line=10**6)
            states = [{**state, path: text} for state in states for text in pasted(path, state.get(path, ""), line, under, at)]
    yield from states


def _wrong(case: Case, one: Diagnostic, offer: Offer) -> str:
    """What is wrong with an offer; empty when it works."""
    before = case.found
    errors = Counter(_said(found) for found in before if found.severity is Severity.ERROR)
    others: list[tuple[Diagnostic, Offer]] = []
    if "in place of the hyphen" in one.help or "without the hyphen" in one.help:
        # Half a list and half names is neither: the whole list is given names.
        others = [(found, next(offers(found.help))) for found in before if found.code == one.code and found is not one]
    said = "it could be pasted nowhere"
    for texts in _results(case, one, offer, others):
        files = [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]
        after = _judge(case, files)
        new = Counter(_said(found) for found in after if found.severity is Severity.ERROR) - errors
        left = Counter(map(_said, after))[_said(one)] >= Counter(map(_said, before))[_said(one)]
        if not new and not left:
            return ""
        if said == "it could be pasted nowhere":
            said = f"new: {list(new)}" if new else "it is found as before"
    return said


def _said(one: Diagnostic) -> tuple[str, str, str]:
    return one.code, one.span.path, one.message


def _found(case: Case) -> tuple[Diagnostic, ...]:
    return tuple(one for one in case.found if one.code == case.code)


FIRING = [case for case in ALL_CASES if case.fires]


@pytest.mark.no_cover
@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_offered_works(family: str) -> None:
    """Pasted where the help says, each offered line makes its finding go, and causes no error."""
    hold_each(_offers_what_works, [case for case in cases_of(family) if case.fires], str)


def _offers_what_works(case: Case) -> None:
    if case.code in WORDS:
        return
    for one in _found(case):
        for offer in offers(one.help):
            assert not (why := _wrong(case, one, offer)), f"{one.code} {one.message}\n  help: {one.help}\n  {offer}\n  {why}"


@each(ALL_RULES, lambda rule: rule.code)
def test_every_rule_offers_a_line_or_says_why_not(rule: Rule) -> None:
    """A rule whose help never suggests a line is one whose findings need rewording, and the reason is written down."""
    given = [one for case in FIRING if case.code == rule.code for one in _found(case) if [*offers(one.help)]]
    assert bool(given) != (rule.code in WORDS) or rule.code in FORMS, WORDS.get(rule.code, "no line is offered")


#: Sentences that mean something else to YAML unless they are written with care.
HOSTILE = [
    'Whether: they "copied" it, all',
    "It's #1 of them # and more",
    "* all of it",
    "& more, [x]",
    "!no",
    "%5 of it",
    "@home",
    "- a dash",
    "? what",
    "yes",
    "2027-03-03",
    "12:30",
    "1,212",
    "{a, b}: c",
    "null",
    "naïve – 漢字 العربية: so",
    "back\\slash \"and\" 'quotes'",
    "« Il a dit\u00a0: non »",
    "ends with a colon:",
]


@pytest.mark.no_cover
@pytest.mark.parametrize("sentence", HOSTILE)
@pytest.mark.parametrize("code", ["CON001", "CON022", "PRO018", "PRO021", "WRD028", "TRA001", "FRM009", "CON010"])
def test_whatever_the_sentence_is(code: str, sentence: str) -> None:
    """A line that repeats an author's text is quoted where needed, and reads back as the same text."""
    written = "'" + sentence.replace("'", "''") + "'"
    sentences = (
        "Whether they copied them.",
        "We are reading the access log.",
        "Whose tickets they read.",
        "Change your password.",
    )
    tried = 0
    for case in [case for case in ALL_CASES if case.code == code and case.fires]:
        files = []
        for file in case.files:
            text = file.data.decode()
            for old in sentences:
                text = re.sub(rf"(: |- |= ){re.escape(old)}", lambda found: found.group(1) + written, text)
            files.append(replace(file, data=text.encode(), size=len(text.encode())))
        if files == case.files:
            continue  # It holds none of these sentences.
        hostile = replace(case, files=files)
        for one in [one for one in hostile.found if one.code == code]:
            for offer in offers(one.help):
                tried += 1
                assert not (why := _wrong(hostile, one, offer)), f"{one.help}\n{why}"
    assert tried


@each(ALL_RULES, lambda rule: rule.code)
def test_what_a_rule_shows_is_yaml(rule: Rule) -> None:
    """The keys under "Write" on a rule's page can be copied unchanged."""
    page = rule.doc.split("## Write")[1]
    blocks = re.findall(r"```(?:yaml)?\n(.*?)```", page, re.DOTALL)
    blocks += [re.sub(r"^    ", "", one, flags=re.MULTILINE) for one in re.findall(r"(?:^    .+\n)+", page, re.MULTILINE)]
    for block in blocks:
        keys = re.sub(r"^---\n|^---$", "", block, flags=re.MULTILINE)
        if re.match(r"[\w.-]+:(?: |\n)", keys):
            node, problems = yaml_files.read(keys, "x")
            assert isinstance(node, strict_yaml.Table), block
            assert problems == (), block


_PROFILE = "title: Ours\ntells: our members\nsource: Our rules of membership\ntext_checked: 2027-01-01\n"
_REST = "known: {a: Someone read it.}\nunknown: {b: Whose it was.}\nnext_steps: {c: We look.}\nactions: {d: {do: Look., urgency: today, why: So.}}\n"
_PARSED = {
    "content/plan.yml": [
        "roles:\n  lead: {who: Sam Reed, deputy: Ines}\ndrills_every: soon\n",
        "roles: [lead]\n",
        "roles:\n  lead: Sam Reed\n",
        "channels: [post]\n",
        "channels:\n  post: {how: A letter, tested: 3 March 2027}\n",
        "approvals: lead\n",
        "approvals: {update: {at_least: 1}}\n",
        "templates:\n  a: Sam\n",
        "cadence: daily\n",
        "cadence: {investigating: daily}\n",
        "since: 3.3.2027\n",
    ],
    "content/profiles/ours.yml": [
        _PROFILE.replace("tells: our members\n", ""),
        _PROFILE + "clocks:\n  members: {within: 72 hours, from: aware}\n",
        _PROFILE + "clocks:\n  members: {tell: our members, within: 72, from: aware}\n",
        _PROFILE + "clocks:\n  members: {tell: our members, within: 72 hours}\n",
        _PROFILE + "grade_at_most: nine\n",
        _PROFILE + "type_size: big\n",
        _PROFILE + "posting: {days: 90}\n",
        _PROFILE.replace("2027-01-01", "1 January 2027"),
    ],
    "content/drills/scenarios/a.yml": [
        "title: A\ninjects:\n  one: {at: 0m, from: Ann, says: So.}\n",
        "title: A\ntemplate: b\ninjects:\n  one: {from: Ann, says: So.}\n",
        "title: A\ntemplate: b\ninjects:\n  one: {at: noon, from: Ann, says: So.}\n",
        "title: A\ntemplate: b\ninjects:\n  one: {at: 0m, from: Ann, says: So., wants: correction}\n",
    ],
    "content/drills/2027-03-01-a.md": [
        "---\nheld: 1 March\n---\n",
        "---\ntemplate: a\n---\n",
        "---\nheld: 2027-03-01\nminutes: many\n---\n",
    ],
    "content/incidents/x/incident.md": [
        "---\ntitle: A b\naware: yesterday 17:00\n---\n",
        "---\ntitle: A b: c d\naware: 2027-03-01T00:00Z\n---\n",
        "---\ntitle: A b\naware: 2027-03-01T00:00Z\nimpact: majr\n---\n",
        "---\ntitle: A b\naware: 2027-03-01T00:00Z\nquestions: {a: {answer: So.}}\n---\n",
        "---\ntitle: A b\naware: 2027-03-01T00:00Z\ndelayed: {from: 2027-03-01}\n---\n",
        "---\ntitle: A b\naware: 2027-03-01T00:00Z\nprofiles: [gdpr-33]\ntold: {gdpr-33: {because: So.}}\n---\n",
        "---\ntitle: A b\naware: 2027-03-01T00:00Z\nalso_told: {police: {note: So.}}\n---\n",
        "---\ntitel: A b\naware: 2027-03-01T00:00Z\n---\n",
        "---\ntitle: A b\naware 2027-03-01T00:00Z\n---\n",
    ],
    "content/incidents/x/review.md": [
        "---\ntitle: A b\npublished: 3/3/2027 8am\ncause: So.\n---\n",
        "---\ntitle: A b\npublished: 2027-03-03T08:00Z\ncause: So.\ncorrective_actions:\n  a: {owner: B}\n---\n",
        "---\ntitle: A b\npublished: 2027-03-03T08:00Z\ncause: So.\ncorrective_actions:\n  a: {do: B, owner: C, moved: {from: 2027-03-01}}\n---\n",
        "---\ntitle: A b\npublished: 2027-03-03T08:00Z\n---\n",
    ],
    "content/templates/a.md": [
        f"---\ntitle: A b\nstatus: confirmd\n{_REST}---\n",
        f"---\ntitle: A b\nstatus: confirmed\nnext_update: soon\n{_REST}---\n",
    ],
    "content/pages/a.md": [
        "---\nTitel: Us\n---\n",
        "---\ntitle: Us: all\n---\n",
        "---\ntitle:Us\n---\n",
    ],
    "site_config.yml": [
        "organisation: {name: L}\nsite: {url: l.example}\n",
        "organisation: {name: L}\n",
        "organisation: {nam: L}\nsite: {url: 'https://l.example/'}\n",
        "organisation: {name: L}\nsite: {url: 'https://l.example/', timezone: Berlin}\n",
        "organisation: {name: L}\nsite: {url: 'https://l.example/', theme: dark mode}\n",
        "organisation: {name: L}\nsite: {url: 'https://l.example/'}\nsecurity_txt: {expires: 2027-12-01}\n",
        "organisation: {name: L}\nsite: {url: 'https://l.example/'}\npolicy: {grace: soon}\n",
        "organisation: {name: L}\nsite: {url: 'https://l.example/'}\npolicy: {readability: {grade_at_most: nine}}\n",
    ],
}
_TEXTS = [(path, text) for path, texts in _PARSED.items() for text in texts]


@pytest.mark.parametrize(("path", "text"), _TEXTS, ids=[f"{path} {number}" for number, (path, _) in enumerate(_TEXTS)])
def test_what_the_reader_of_files_offers_works(path: str, text: str) -> None:
    """So does what is offered for each slip in a file of any kind, whether or not a rule's own cases have it."""
    case = replace(ALL_CASES[0], files=[RawFile(path, text.encode(), len(text.encode()))], versions={})
    found = [
        one
        for one in case.found
        if one.code.startswith("FRM") and one.code != "FRM026" and one.span.path == path and one.severity is Severity.ERROR
    ]
    assert found
    for one in found:
        given = [*offers(one.help)]
        assert given, f"nothing is offered: {one.message} => {one.help}"
        for offer in given:
            assert not (why := _wrong(case, one, offer)), f"{one.message}\n{one.help}\n{offer}\n{why}"
