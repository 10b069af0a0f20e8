"""What holds for every rule."""

import ast
import re
from dataclasses import replace
from pathlib import Path
from sys import modules

import pytest

from generator.format import problems
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Severity
from generator.pipeline import checking
from generator.report import rule_pages
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Rule
from generator.rules.rule_set import RuleSet
from generator.rules.runner import judge
from tests.each import each
from tests.rules.case_files import ALL_CASES, CASES

ROOT = Path(__file__).parents[2]
HEADINGS = ["## What it checks", "## Why it matters", "## Instead of", "## Write"]


def test_codes_and_names_are_used_once() -> None:
    """No two rules share a code or a name."""
    assert len({rule.code for rule in ALL_RULES}) == len({rule.name for rule in ALL_RULES}) == len(ALL_RULES)


def test_every_rule_module_is_in_the_list() -> None:
    """A rule that is not listed would never run."""
    modules = [path for path in (ROOT / "generator/rules").glob("*/*.py") if path.name != "__init__.py"]
    assert len(modules) == len(ALL_RULES)


@each(ALL_RULES, lambda rule: rule.code)
def test_page(rule: Rule) -> None:
    """A rule's page has the four headings, in order, and text under each."""
    found = re.findall(r"^## .+$", rule.doc, flags=re.MULTILINE)
    assert found == HEADINGS
    assert all(part.strip() for part in re.split(r"^## .+$", rule.doc, flags=re.MULTILINE))
    assert rule.name == rule.name.lower()
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)


@each(ALL_RULES, lambda rule: rule.code)
def test_has_cases(rule: Rule) -> None:
    """A rule has a case file of its name with a firing and a silent case."""
    assert (CASES / f"{rule.code}-{rule.name}.md").is_file()
    kinds = {case.fires for case in ALL_CASES if case.code == rule.code}
    assert kinds == {True, False}


def _asked_for(rule: Rule) -> frozenset[ViolationKind] | None:
    """The kinds of violations without any of which a rule's check says nothing; None where it has statements other than loops over violations."""
    tree = ast.parse(Path(modules[rule.check.__module__].__file__ or "").read_text(encoding="utf-8"))
    check = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == rule.check.__name__)
    kinds: set[ViolationKind] = set()
    for one in check.body:
        if isinstance(one, ast.For) and isinstance(one.iter, ast.Call) and ast.unparse(one.iter.func) == "violations":
            kinds |= {ViolationKind[ast.unparse(kind).removeprefix("ViolationKind.")] for kind in one.iter.args[1:]}
        elif not isinstance(one, ast.Assign | ast.Expr) or any(
            isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(one)
        ):
            return None
    return frozenset(kinds) or None


@each(ALL_RULES, lambda rule: rule.code)
def test_violations_are_those_of_the_check(rule: Rule) -> None:
    """A rule is not asked about an update without the violations that it names: they are just those that its check is about, and it is about nothing else."""
    written = rule.check.__qualname__ == "check"
    assert rule.violations == ((_asked_for(rule) if written else None) or frozenset())


@pytest.mark.no_cover
def test_a_rule_that_is_not_asked_would_have_said_nothing() -> None:
    """The cases of all rules about violations have the same findings where every rule is asked about every update."""
    asked = RuleSet(replace(rule, violations=frozenset()) for rule in ALL_RULES)
    codes = {rule.code for rule in ALL_RULES if rule.violations}
    cases = [case for case in ALL_CASES if case.code in codes]
    assert len(cases) > len(codes)
    for case in cases:
        assert judge(checking.check(case.files, case.now, case.history).analysis, asked) == case.found, str(case)


def test_every_case_file_has_a_rule() -> None:
    """A case file of an unknown rule would test nothing."""
    assert {file.stem for file in CASES.glob("*.md")} == {f"{rule.code}-{rule.name}" for rule in ALL_RULES}


def test_parser_and_rules_agree() -> None:
    """Every problem the parser can meet has a rule, and those it forgives are the ones that block nothing."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for room in ("format", "content", "seals")
        for path in (ROOT / "generator" / room).glob("*.py")
    )
    by_name = {rule.name: rule for rule in ALL_RULES if rule.code.startswith("FRM")}
    for name in by_name:
        assert f'"{name}"' in text, f"nothing ever reports {name}"
    assert {rule.name for rule in by_name.values() if rule.severity is not Severity.ERROR} == problems.UNDERSTOOD


def test_time_alone_never_blocks() -> None:
    """A rule that time alone can break is a warning."""
    assert all(rule.severity is not Severity.ERROR for rule in ALL_RULES if rule.timed)


def test_all_pages_as_one_document() -> None:
    """`explain --all` lists every rule once under its family, with a link to its page, and holds every page."""
    document = rule_pages.rules_document(ALL_RULES)
    listed = re.findall(r"^- \[([A-Z]{3}\d{3}) ([\w-]+)\]\(#([\w-]+)\): .+$", document, flags=re.MULTILINE)
    assert sorted((code, name) for code, name, _ in listed) == sorted((rule.code, rule.name) for rule in ALL_RULES)
    headings = {found.lower().replace(" ", "-") for found in re.findall(r"^### (.+)$", document, flags=re.MULTILINE)}
    assert {anchor for _, _, anchor in listed} == headings
    assert all(rule.doc.strip().splitlines()[-1] in document for rule in ALL_RULES)


@pytest.mark.parametrize("name", ["HON002", "hon002", "missing-unknown", "Missing-Unknown"])
def test_find(name: str) -> None:
    """A rule is found by code or name, however written."""
    rule = rule_pages.find(ALL_RULES, name)
    assert rule is not None
    assert rule.code == "HON002"


def test_near() -> None:
    """A misspelt rule is guessed, and nonsense is not."""
    assert rule_pages.near(ALL_RULES, "missing-unknwn") == "missing-unknown"
    assert rule_pages.near(ALL_RULES, "zzzzzzzzzz") == ""
