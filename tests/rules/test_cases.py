"""Every rule fires where its case file says, and nowhere else."""

import pytest

from generator.model.diagnostic import Severity
from tests.rules.case_files import ALL_CASES, Case


def _found(case: Case) -> set[tuple[str, int, str]]:
    return {
        (one.span.path, one.span.line, one.code)
        for one in case.found
        # Advice (on a missing total or urgency, or on having no plan) is noise in the cases of another family, which are about something else.
        if one.code[:3] == case.code[:3] or one.severity is not Severity.ADVICE
    }


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case(case: Case) -> None:
    """The findings are exactly those that the case file expects."""
    assert _found(case) == case.expected


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case_is_about_its_rule(case: Case) -> None:
    """A firing case expects its own rule, and a silent one expects nothing at all."""
    codes = {code for _, _, code in case.expected}
    assert case.code in codes if case.fires else not codes
