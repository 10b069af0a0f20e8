"""The files of words themselves."""

import re
import tomllib
from pathlib import Path

import pytest

from generator.prose.denial import denies
from generator.prose.lexicon import lexicon

ROOM = Path(__file__).parents[2] / "generator/prose"
FILES = sorted((ROOM / "words").glob("*.toml"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_is_read(path: Path) -> None:
    """A list that nothing reads would be kept up for nothing."""
    for section, keys in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key in keys:
            assert re.search(rf"[\"']{key}[\"']", CODE), f"{section}.{key}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_patterns_and_words(path: Path) -> None:
    """Whatever is a pattern compiles, and nothing is in capitals, since texts are compared in small letters."""
    known = lexicon(path.stem)
    for section, keys in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key, value in keys.items():
            written = value if isinstance(value, list) else [value]
            for text in (text for text in written if isinstance(text, str)):
                assert re.sub(r"\\.", "", text) == re.sub(r"\\.", "", text).lower(), f"{section}.{key}"
                if section in {"denial", "figures"}:
                    re.compile(text)
    for part in (known.denial, known.figures):
        idioms = part.parts("idioms")
        assert len(idioms) % 2 == 0


#: Languages whose denials are patterns: a denial of each verb.
SAID_IN_PATTERNS = {
    "ar": {
        "see": "لم يشاهد أحد الصور.",
        "read": "لم تُقرأ المذكرات.",
        "open": "لم تُفتح الخزانة.",
        "reach": "لم يصلوا إلى الخادم الثاني.",
        "copy": "لم ينسخوا الصور.",
        "take": "لم يأخذوا المفاتيح.",
        "steal": "لم يسرقوا القائمة.",
        "leak": "لم تتسرب العناوين.",
        "affect": "لم تتضرر النسخ الأخرى.",
        "hold": "لا يضم الملف صورا.",
        "contain": "لم يحتوِ القرص على صور.",
    }
}


def test_a_verb_of_reach_in_every_language() -> None:
    """Each verb that the design names can be said in every language that has a list."""
    needed = {"see", "read", "open", "reach", "copy", "take", "steal", "leak", "affect", "hold", "contain"}
    for path in FILES:
        verbs = lexicon(path.stem).verbs
        if path.stem in SAID_IN_PATTERNS:
            assert {lemma for lemma, text in SAID_IN_PATTERNS[path.stem].items() if denies(text, path.stem)} == needed
        elif verbs is not None:
            assert needed <= {lemma for lemmas in verbs.main.values() for lemma in lemmas}, path.stem


def test_inflected_forms() -> None:
    """Regular English verbs have their forms by rule, the others by list."""
    verbs = lexicon("en").verbs
    assert verbs is not None
    for form, lemma in (
        ("copied", "copy"),
        ("accesses", "access"),
        ("storing", "store"),
        ("reaches", "reach"),
        ("stolen", "steal"),
        ("taken", "take"),
        ("saw", "see"),
        ("leaks", "leak"),
        ("obtained", "obtain"),
        ("exposing", "expose"),
    ):
        assert lemma in verbs.main[form], form
