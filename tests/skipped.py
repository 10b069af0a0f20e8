"""Under CI=true a test that is skipped has failed: everything it needs should be there, and what did not run proves nothing."""

import os
from collections.abc import Generator
from typing import Any

import pytest


def _failed(report: Any) -> Any:
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"Under CI=true nothing may be skipped. {why}"
    return report


# Outermost among the hooks on reports: expected failures have been separated from skips by then.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """A test that skips itself, or has a mark that does."""
    return _failed((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """A whole file that is skipped."""
    return _failed((yield))
