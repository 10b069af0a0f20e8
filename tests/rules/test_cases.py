"""Every rule fires where its case file says, and nowhere else."""

from dataclasses import replace

import pytest

from generator.autofix.fixer import apply, text_of
from generator.model.diagnostic import Severity
from generator.model.source import RawFile
from generator.pipeline import checking
from tests.each import hold_each
from tests.rules.case_files import ALL_CASES, FAMILIES, Case, cases_of
from tests.thorough import FEW, THOROUGH, shown


def _found(case: Case) -> set[tuple[str, int, str]]:
    return {
        (one.span.path, one.span.line, one.code)
        for one in case.found
        # Advice (on a missing total or urgency, or on having no plan) is noise in the cases of another family, which are about something else.
        if one.code[:3] == case.code[:3] or one.severity is not Severity.ADVICE
    }


def _is_as_expected(case: Case) -> None:
    assert _found(case) == case.expected


def _is_about_its_rule(case: Case) -> None:
    codes = {code for _, _, code in case.expected}
    assert case.code in codes if case.fires else not codes


@pytest.mark.parametrize("family", FAMILIES)
def test_cases(family: str) -> None:
    """The findings of each case are exactly those that its file expects."""
    hold_each(_is_as_expected, cases_of(family), str)


def test_cases_are_about_their_rules() -> None:
    """A firing case expects its own rule, and a silent one expects nothing at all."""
    hold_each(_is_about_its_rule, ALL_CASES, str)


def _with_ends(file: RawFile, end: bytes, mark: bytes) -> RawFile:
    if not file.data or file.link or file.data.startswith((b"\xff\xfe", b"\xfe\xff")) or "/files/" in file.path:
        return file
    # What a site's host is given has no mark: it would be a part of the first line.
    data = (b"" if "/static/" in file.path else mark) + file.data.replace(b"\n", end)
    return replace(file, data=data, size=len(data) if file.size == len(file.data) else file.size)


#: Other line ends than newlines, and the mark that programs which write them put first.
_ENDS = ((b"\r\n", b"\xef\xbb\xbf"), (b"\r", b""))


@pytest.mark.no_cover
def test_line_ends_mean_nothing() -> None:
    """Every case has the same findings in the same places with any line ends, and fixes keep the file's line ends."""
    fixed = 0
    for number, case in enumerate(ALL_CASES):
        if not shown(number // 2):
            continue
        expected = case.found
        plain = {file.path: file for file in case.files}
        # Every rule has several cases, so each is tried with one of the two.
        for end, mark in _ENDS if THOROUGH else _ENDS[number % 2 :][:1]:
            files = [_with_ends(file, end, mark) for file in case.files]
            assert checking.check(files, case.now, case.history).diagnostics == expected, str(case)
            turned = {file.path: file for file in files}
            for one in expected:
                file = turned.get(one.span.path)
                if not one.edits or file is None or b"\r" in plain[file.path].data:
                    continue
                before, after = apply(text_of(plain[file.path]), one.edits), apply(text_of(file), one.edits)
                assert (after is None) == (before is None), one
                if before and after:
                    assert after[0].encode() == before[0].encode().replace(b"\n", end), one
                    fixed += 1
    assert fixed > (5 if FEW else 50)
