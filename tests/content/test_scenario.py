"""Shipped scenarios for drills are read, and findings say clearly what is invalid in others."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from generator.content.assembly import assemble
from generator.content.scenario import parse_scenario, shipped
from generator.model.drill import WantedResponse
from generator.model.incident import Impact
from generator.model.source import RawFile, Source

ROOT = Path(__file__).parents[2]
INJECT = "injects:\n  first:\n    at: 0m\n    from: security\n    says: Somebody is in there.\n"
LEAST = f"title: A stolen login\ntemplate: stolen-login\n{INJECT}"


@pytest.mark.parametrize("key", sorted(shipped()))
def test_every_shipped_scenario(key: str) -> None:
    """A shipped scenario starts at once, its times ascend, each inject has a source and a text, and one corrects an earlier number."""
    scenario = shipped()[key]
    assert scenario.injects[0].at == timedelta()
    times = [inject.at for inject in scenario.injects]
    assert times == sorted(times)
    assert max(times) >= timedelta(days=1)
    for inject in scenario.injects:
        assert inject.source
        assert inject.says.endswith((".", "?", '"', "”"))
        assert "  " not in inject.says
    (wrong,) = (inject for inject in scenario.injects if inject.figure is not None)
    earlier = [inject.says for inject in scenario.injects if inject.at < wrong.at]
    assert any(str(wrong.figure) in said for said in earlier)
    assert sum(inject.when_promised for inject in scenario.injects) == 1
    wanted = {inject.wants for inject in scenario.injects}
    assert wanted == set(WantedResponse)
    assert scenario.talk


def test_every_template_has_one() -> None:
    """Each template that comes with a new site has a drill, and no scenario is for an unknown template."""
    templates = {file.stem for file in (ROOT / "generator/cli/starter/content/templates").glob("*.md")}
    assert len(templates) >= 12
    assert {scenario.template for scenario in shipped().values()} == templates
    assert {file.stem for file in (ROOT / "content/templates").glob("*.md")} <= templates


def test_whole() -> None:
    """Everything that a scenario may contain is read."""
    text = (
        f"{LEAST}  wrong: {{at: 90m, from: security, says: It is 7., wants: correction, figure: 12}}\n"
        "  due: {at: 6h, from: The clock, says: It is time., when_promised: true}\nimpact: major\ntalk: Who waited?\n"
    )
    document = parse_scenario(Source("content/drills/scenarios/a.yml", text), (), "a")
    assert not document.problems
    scenario = document.scenario
    assert scenario is not None
    assert (scenario.key, scenario.impact, scenario.talk) == ("a", Impact.MAJOR, "Who waited?")
    first, wrong, due = scenario.injects
    assert (first.wants, first.figure, first.when_promised) == (WantedResponse.UPDATE, None, False)
    assert (wrong.at, wrong.wants, wrong.figure) == (timedelta(minutes=90), WantedResponse.CORRECTION, 12)
    assert due.when_promised


def test_the_documented_one() -> None:
    """The example in docs/drills.md is understood unchanged."""
    (shown,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/drills.md").read_text(encoding="utf-8"), re.DOTALL)
    document = parse_scenario(Source("content/drills/scenarios/a.yml", shown), (), "a")
    assert not document.problems
    assert document.scenario is not None
    assert {inject.wants for inject in document.scenario.injects} == set(WantedResponse)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a scenario has no keys"),
        ("- one\n", "a scenario has no keys"),
        (LEAST.replace("title: A stolen login\n", ""), "`title` is missing"),
        (LEAST.replace("template: stolen-login\n", ""), "`template` is missing"),
        (LEAST.replace(INJECT, ""), "`injects` is missing"),
        (LEAST.replace(INJECT, "injects: [one]\n"), "`injects` needs a name before each event"),
        (LEAST.replace(INJECT, "injects: {first: It rings.}\n"), "`first`"),
        (LEAST.replace("    at: 0m\n", ""), "`first` has no `at`"),
        (LEAST.replace("at: 0m", "at: soon"), "`at` is not a length of time"),
        (LEAST.replace("    from: security\n", ""), "`first` has no `from`"),
        (f"{LEAST}    wants: correction\n    figure: 1,200\n", "`figure` needs a whole number"),
        (f"{LEAST}    wants: correction\n    figure: [1]\n", "`figure` needs a whole number"),
        (f"{LEAST}    wants: correction\n", "`first` does not say which number was wrong"),
        (f"{LEAST}    figure: 12\n", "so it needs a correction"),
        (f"{LEAST}    wants: prize\n", "`prize` is not an answer"),
        (f"{LEAST}    when_promised: maybe\n", "can only be true or false"),
        (f"{LEAST}impact: terrible\n", "`terrible` is not an impact"),
        (f"{LEAST}colour: red\n", "`colour` is not a key of a scenario"),
    ],
)
def test_wrong(text: str, message: str) -> None:
    """Errors in a scenario are reported, and nothing is guessed."""
    document = parse_scenario(Source("content/drills/scenarios/a.yml", text), (), "a")
    assert message in " ".join(problem.message for problem in document.problems)
    assert document.scenario is None


def test_assembled() -> None:
    """A site's own scenarios are read from content/drills/scenarios/; invalid names and files that are not text are reported."""
    folder = "content/drills/scenarios"
    content = assemble(
        RawFile(path, data, len(data))
        for path, data in {
            f"{folder}/lost-laptop.yml": LEAST.encode(),
            f"{folder}/Lost.yml": b"",
            f"{folder}/lost.md": b"",
            f"{folder}/broken.yml": b"\xff\xfe",
        }.items()
    )
    good, bad = sorted(content.scenarios, key=lambda one: one.scenario is None)
    assert (good.key, bad.key, bad.scenario) == ("lost-laptop", "broken", None)
    assert [problem.message for problem in content.problems] == ["this is not a valid name for a scenario"] * 2


def test_no_time_at_all() -> None:
    """An inject without a time is reported, whatever precedes it, and nothing is raised."""
    document = parse_scenario(
        Source("a", "title: A\ntemplate: b\ninjects:\n  one: {at: 2h, from: C, says: D.}\n  two: {from: C, says: E.}\n"), (), "a"
    )
    assert document.scenario is None
    assert "missing-key" in {problem.rule for problem in document.problems}
