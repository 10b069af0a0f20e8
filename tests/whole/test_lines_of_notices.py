"""Every line that `notice` offers for what is missing is pasted where it says: the thing is there then, and nothing new is wrong."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType

import pytest

from generator.content.known_profiles import shipped
from generator.deadlines.lines_to_write import _LINES, LineFacts, line_for
from generator.model.notice_profile import Element, FormSource, Output
from generator.model.source import RawFile
from generator.pipeline import checking, exporting, publishing
from generator.pipeline.checking import Checked
from generator.pipeline.exporting import NoticeRequest, WrittenNotice
from tests.render.sites import theme

NOW = datetime(2027, 3, 4, 9, 30, tzinfo=UTC)
FOLDER = "content/incidents/tickets"
CONFIG, INCIDENT, FIRST, NEXT = "site_config.yml", f"{FOLDER}/incident.md", f"{FOLDER}/01-first.md", f"{FOLDER}/02-next.md"
#: An incident of which little is known, and the next update.
SITE: Mapping[str, str] = MappingProxyType(
    {
        CONFIG: """organisation: {name: Larkfield Energy, url: https://larkfield.example/}
site: {url: https://status.larkfield.example/, id: status.larkfield.example, timezone: America/New_York, language: en}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
systems: [Support desk]
""",
        INCIDENT: "---\ntitle: Someone read customer support tickets\naware: 2027-03-03T02:40Z\nprofiles: [KEY]\n---\n",
        FIRST: """---
title: Someone read customer support tickets
published: 2027-03-03T10:00Z
status: investigating
known: {way-in: Someone used a stolen staff password.}
unknown: {tickets: Which tickets they opened.}
next_steps: {read-log: We are reading the access log., ask: We are asking our supplier.}
actions: {watch: {do: Look at your account., why: They may have read account numbers., urgency: today}}
next_update: 2027-03-04T09:20Z
---
""",
        NEXT: """---
title: We have read half of the access log
published: 2027-03-04T09:20Z
status: investigating
known: {half: We have read half of the log.}
unknown: {tickets: Which tickets they opened.}
next_steps: {read-log: We are reading the access log., ask: We are asking our supplier.}
actions: {watch: {do: Look at your account., why: They may have read account numbers., urgency: today}}
next_update: 2027-03-05T08:00Z
---
""",
    }
)
#: The same with a count, of which nobody says where they live.
COUNTED = {
    **SITE,
    FIRST: SITE[FIRST].replace("next_update", "affected: {readers: {unit: people, between: [600, 900], of: 18400}}\nnext_update"),
}
#: The same when the time of the next update has passed.
LATE = {**COUNTED, NEXT: SITE[NEXT].replace("2027-03-05T08:00Z", "2027-03-04T09:25Z")}
SITES = {"little": SITE, "counted": COUNTED, "late": LATE}


@cache
def _checked(key: str, name: str, changes: tuple[tuple[str, str], ...] = ()) -> Checked:
    texts = dict(SITES[name])
    for path, line in changes:
        head, _, rest = texts[path].rpartition("---\n") if path != CONFIG else (texts[path], "", "")
        # To a block that is there already the entry is added, and another value is replaced, as whoever writes the file does.
        if line.startswith("done: "):
            head = head.replace("read-log: We are reading the access log., ", "")
        there = re.search(rf"^{re.escape(line.partition(':')[0])}: (.*)\n", head, re.MULTILINE)
        if there:
            head = head.replace(there[0], "")
        joined = f"{line[:-1]}, {there[1][1:]}" if there and there[1].startswith("{") else line
        texts[path] = f"{head}{joined}\n---\n{rest}"
    files = [RawFile(path, text.replace("KEY", key).encode(), len(text)) for path, text in texts.items()]
    return checking.check(files, NOW)


def _said(checked: Checked) -> Counter[tuple[str, str]]:
    return Counter((one.code, one.message) for one in checked.diagnostics if one.severity.value in {"error", "warning"})


def _notice(checked: Checked, key: str, output: Output, given: Mapping[str, str] = MappingProxyType({})) -> WrittenNotice:
    site = publishing.publish(checked, NOW)
    request = NoticeRequest(key=key, output=output, given=given)
    (made,) = exporting.notices(checked, site, site.incidents[0], request, theme())
    return made


def _left(made: WrittenNotice) -> set[str]:
    return {what for what, _ in (*made.missing, *made.unsaid)}


def _lines(offer: str) -> Iterator[tuple[str, str]]:
    """Each line that is offered, with its file: that which is named behind it, or the one before where none is."""
    path = NEXT
    for line, behind in re.findall(r"`([a-z_]+: [^`]+)`([^`]*)", offer):
        path = INCIDENT if "to incident.md" in behind else NEXT if "to the next update" in behind else path
        yield line, path


#: The profile that knows every moment which a line names.
PROFILE = "dora"
EVERY = [(key, output) for key, profile in shipped().items() for output in profile.outputs]


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize(("key", "output"), EVERY, ids=[f"{key}-{output}" for key, output in EVERY])
def test_what_is_offered_works(key: str, output: Output, name: str) -> None:
    """Pasted into the next update or incident.md, each line makes what it is offered for no longer missing, and nothing new is found."""
    before = _checked(key, name)
    assert not [one.message for one in before.diagnostics if one.severity.value == "error"]
    made = _notice(before, key, output)
    for what, offer in (*made.missing, *made.unsaid):
        for line, path in _lines(offer):
            after = _checked(key, name, ((path, line),))
            new = _said(after) - _said(before)
            assert not new, f"{what}: {line}: {dict(new)}"
            assert what not in _left(_notice(after, key, output)), f"{what}: {line}"
        for field in re.findall(r'`--fill "([^"]+)=…"`', offer):
            assert what not in _left(_notice(before, key, output, {field: "As we said by telephone."})), f"{what}: {field}"
        assert [*_lines(offer), *re.findall("`--fill", offer)], f"{what}: {offer}"


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("what", sorted(_LINES))
def test_every_line_can_be_pasted(what: str, name: str) -> None:
    """Whether or not a shipped profile asks for it, each line is understood where it belongs."""
    before = _checked(PROFILE, name)
    site = publishing.publish(before, NOW)
    view = site.incidents[0]
    state = next(reversed(before.analysis.ledgers["tickets"].seen(NOW))).after
    facts = LineFacts(incident=view.folder.incident, state=state, config=site.config, after=NOW, place="US-TX")
    given: list[Element | FormSource] = [one for one in (*Element, *FormSource) if one.value == what]
    for line, path in _lines(line_for(given[0], facts)):
        new = _said(_checked(PROFILE, name, ((path, line),))) - _said(before)
        assert not new, f"{line}: {dict(new)}"
