"""What is traced where coverage is measured: every test but those marked `no_cover`, which would take more than twice as long."""

import sys

import pytest


def test_what_is_measured_is_traced(request: pytest.FixtureRequest) -> None:
    """A test is traced where coverage is measured, and nowhere else."""
    assert (sys.gettrace() is not None) == bool(request.config.getoption("cov_source", default=None))


@pytest.mark.no_cover
def test_what_is_marked_is_not_traced() -> None:
    """A test that is marked is traced nowhere."""
    assert sys.gettrace() is None
