"""Language tags: which are valid, and what was meant by invalid ones."""

from datetime import UTC, datetime
from pathlib import Path

import langcodes  # noqa: TID251  # compared with what is known without it
import pytest

from generator.content.settings import parse_settings
from generator.format.language_tags import (
    SPOKEN,
    best_match,
    corrected_tag,
    direction,
    english_name,
    is_known,
    is_written_right,
    newer,
    same_language,
    script,
)
from generator.model.source import RawFile, Source
from generator.pipeline.checking import check

ROOT = Path(__file__).parents[2]


def test_spoken() -> None:
    """The product's languages are those of the catalogues, and English."""
    assert {path.name for path in (ROOT / "themes/locales").iterdir() if path.is_dir()} | {"en"} == set(SPOKEN)


@pytest.mark.parametrize(
    "tag", ["en", "de-AT", "pt-br", "zh-Hant", "zh-TW", "sr-Latn-RS", "es-419", "de-1996", "tlh", "no", "iw"]
)
def test_tags(tag: str) -> None:
    """A tag from the registry is valid, whatever the case of its later parts."""
    assert is_known(tag)
    assert is_written_right(tag)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("EN", "en"),
        ("En-GB", "en-GB"),
        ("pt_BR", "pt-BR"),
        ("zh hant", "zh-Hant"),
        ("german", "de"),
        ("Deutsch", "de"),
        ("italiano", "it"),
        ("jp", "ja"),
        ("cz", "cs"),
        ("ua", "uk"),
        ("gb", "en"),
        ("dk-DK", "da-DK"),
        ("xx", ""),
        ("zz-ZZ", ""),
        ("q", ""),
    ],
)
def test_corrected(written: str, meant: str) -> None:
    """An invalid tag is corrected where it is clear what was meant."""
    assert not is_written_right(written)
    assert corrected_tag(written) == meant
    source = Source("site_config.yml", f"organisation: {{name: L}}\nsite: {{url: https://s.example/, language: '{written}'}}\n")
    document = parse_settings(source, ())
    (problem,) = document.problems
    assert (problem.rule, document.config) == ("wrong-type", None)
    assert (
        f"`{meant}`" in problem.help
        if meant
        else "`language: de` or `language: pt-BR`; aboveboard has its own texts in " in problem.help
    )
    assert source.text.split("\n")[problem.at.line - 1][problem.at.column - 1 : problem.at.end_column - 1].strip("'") == written


@pytest.mark.parametrize(("written", "meant"), [("fr-x-desk", "fr"), ("de-u-nu-latn", "de"), ("x-desk", "")])
def test_corrected_to_what_can_be_written(written: str, meant: str) -> None:
    """The suggested tag is never the refused one."""
    assert not is_written_right(written)
    assert corrected_tag(written) == meant


def test_in_a_list() -> None:
    """The finding points at the wrong tag in a list, and fixes it where only its letters are wrong."""
    text = "organisation: {name: L}\nsite: {url: https://s.example/, languages: [fr, PT_br, deutsch]}\n"
    first, second = parse_settings(Source("site_config.yml", text), ()).problems
    assert text.split("\n")[1][first.at.column - 1 : first.at.end_column - 1] == "PT_br"
    assert [edit.text for edit in first.edits] == ["pt-BR"]
    assert "German" in second.help
    assert not second.edits


def test_newer() -> None:
    """A tag that was replaced is still valid, and its replacement is known."""
    assert [newer(tag) for tag in ("iw", "in", "ji", "mo", "deu", "he", "no", "tl", "fil", "pt-BR", "zh-TW")] == [
        *("he", "id", "yi", "ro", "de", "", "", "", "", "", "")
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("de-AT", "de", True),
        ("pt-BR", "pt-PT", True),
        ("iw", "he", True),
        ("no", "nb", True),
        ("zh-TW", "zh-Hant", True),
        ("zh-Hant", "zh", False),
        ("sr-Latn", "sr", False),
        ("en", "he", False),
        ("xx", "xx", True),
    ],
)
def test_same_language(one: str, other: str, same: bool) -> None:
    """Tags with different regions are one language; tags with different scripts are not."""
    assert same_language(one, other) is same_language(other, one) is same


def test_spoken_as() -> None:
    """Readers get the nearest form of their language, and never another language or script."""
    assert [best_match(tag, SPOKEN) for tag in ("de-AT", "EN", "fr-CA", "ar-EG", "es-419", "he", "ar-Latn", "nb")] == [
        *("de", "en", "fr", "ar", "es", "", "", "")
    ]
    assert best_match("no", ("de", "nb")) == "nb"
    assert best_match("iw", ("he",)) == "he"
    assert best_match("zh-TW", ("zh",)) == ""
    assert best_match("zh-TW", ("zh", "zh-Hant")) == "zh-Hant"
    assert best_match("pt-BR", ("pt", "pt-BR")) == "pt-BR"


def test_direction() -> None:
    """The script decides the direction of a language."""
    tags = ("he", "ar", "fa", "ur", "ckb", "yi", "dv", "az-Arab", "ug", "ks", "ku-Arab")
    assert {tag: direction(tag) for tag in tags} == dict.fromkeys(tags, "rtl")
    others = ("en", "he-Latn", "ar-Latn", "az", "sd-Deva", "ja", "xx")
    assert {tag: direction(tag) for tag in others} == dict.fromkeys(others, "ltr")


def test_names() -> None:
    """Languages have their English names."""
    assert [english_name(tag) for tag in ("he", "pt-BR", "tlh", "xx")] == ["Hebrew", "Portuguese (Brazil)", "Klingon", "xx"]


def test_file_of_a_translation() -> None:
    """For a translation with a misspelt language, the message gives the right name."""
    config = b"organisation: {name: L}\nsite: {url: https://s.example/, languages: [pt-BR]}\n"
    files = [RawFile("site_config.yml", config, len(config)), RawFile("content/incidents/x/01-a.pt_BR.md", b"x", 1)]
    (found,) = (one for one in check(files, datetime(2027, 1, 1, tzinfo=UTC)).diagnostics if one.code == "FRM013")
    assert "01-a.pt-BR.md" in found.help


@pytest.mark.parametrize("tag", SPOKEN)
def test_common_languages_are_as_in_the_registry(tag: str) -> None:
    """What is known of the most common languages without the registry is what the registry says."""
    assert langcodes.tag_is_valid(tag)
    assert langcodes.standardize_tag(tag) == tag
    said = langcodes.Language.get(tag)
    assert (said.language, script(tag)) == (tag, said.maximize().script)
    assert is_known(tag)
    assert newer(tag) == ""
