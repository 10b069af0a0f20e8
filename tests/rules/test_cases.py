"""Every rule fires where its case file says, and nowhere else."""

import sys
from pathlib import Path

import pytest

from generator.content.assemble import assemble
from generator.ledger.fold import fold
from generator.rules.run import judge

sys.path.insert(0, str(Path(__file__).parent))
from case_files import ALL_CASES, Case  # a neighbour of this file, which is no package


def _found(case: Case) -> set[tuple[str, int, str]]:
    content = assemble(case.files)
    zone = content.config.config.site.timezone if content.config.config else __import__("zoneinfo").ZoneInfo("UTC")
    ledgers = {folder.slug: fold(folder, zone) for folder in content.incidents if folder.understood}
    found = {(one.span.path, one.span.line, one.code) for one in judge(content, ledgers, case.now)}
    # The cases of the other families are about fields; their sentences and their missing totals are the business of the wording's own.
    return {one for one in found if case.code.startswith("WRD") or not one[2].startswith("WRD")}


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case(case: Case) -> None:
    """The findings are exactly those that the case file expects."""
    assert _found(case) == case.expected


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case_is_about_its_rule(case: Case) -> None:
    """A firing case expects its own rule, and a silent one expects nothing at all."""
    codes = {code for _, _, code in case.expected}
    assert case.code in codes if case.fires else not codes
