"""What the BSI's validator library says of CSAF documents, in strict mode: the schema, and every mandatory and optional test of the standard.

That of the example and of the hard case, after each of their updates; of the real histories; and of whatever histories can be made up.
"""

import json
import subprocess
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from generator.adapters.site_files import read_site
from generator.model.document import IncidentFolder
from generator.pipeline import checking, publishing
from generator.render import csaf_documents
from generator.render.site import Site
from generator.render.translations import original
from tests.programs import missing, program
from tests.render.sites import BEGAN, HISTORIES, NOW, ROOT, made_up, moments, own, replay, site_of, theme
from tests.thorough import examples

pytestmark = pytest.mark.judge

HERE = Path(__file__).parent
LIBRARY = HERE / "node_modules/@secvisogram/csaf-validator-lib"


def _judged(files: Iterable[Path]) -> dict[str, list[str]]:
    """What the validator says of each file, by its name."""
    node = program("node")
    if not LIBRARY.is_dir():
        missing("csaf-validator-lib")
    command = [node, str(HERE / "validate-csaf.mjs"), *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(said.stdout)
    names = set(report["tests"])
    assert {"csaf_2_0_strict", "mandatoryTest_6_1_27_1", "mandatoryTest_6_1_27_2", "mandatoryTest_6_1_33"} <= names
    assert len(names) > 70
    return {Path(path).name: found for path, found in report["said"].items()}


def _written(site: Site, folder: Path, name: str) -> None:
    for incident in site.incidents:
        made = csaf_documents.document(site, theme(), incident, original(site))
        (folder / f"{name}-{incident.slug}.json").write_bytes(made.data)


def test_documents_are_valid(tmp_path: Path) -> None:
    """Not one test of the standard has anything to say of any document, at any time."""
    hard = checking.check(read_site(ROOT / "tests/whole/hard_case", 1 << 20), NOW + timedelta(days=3650))
    for number, when in enumerate(moments(hard)):
        _written(publishing.publish(hard, when), tmp_path, f"hard-{number}")
    for number, when in enumerate(moments(checking.check(read_site(ROOT, 1 << 20), NOW))):
        _written(own(when), tmp_path, f"own-{number}")
    for history in HISTORIES.iterdir():
        if (history / "incident.md").is_file():
            _written(publishing.publish(replay(history.name), NOW), tmp_path, history.name)
    made = 0

    @settings(max_examples=examples(60), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(made_up())
    def invent(folder: IncidentFolder) -> None:
        nonlocal made
        made += 1
        _written(site_of([folder], BEGAN + timedelta(days=400)), tmp_path, f"invented-{made}")

    invent()
    files = sorted(tmp_path.glob("*.json"))
    assert {"hard-11-dispensary.json", "own-0-support-tickets.json"} & {file.name for file in files}
    said = _judged(files)
    assert len(said) == len(files) > 60
    assert {name: found for name, found in said.items() if found} == {}


def _tracking(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda document: change(document["tracking"])


#: How a document can be wrong, and the test that finds it.
WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "csaf_2_0_strict": lambda document: document.update(also="this"),
    # Of the profile.
    "mandatoryTest_6_1_27_1": lambda document: document.update(
        notes=[{"category": "other", "text": "Nothing."}, {"category": "legal_disclaimer", "text": "Nothing."}]
    ),
    "mandatoryTest_6_1_27_2": lambda document: document.update(
        references=[one for one in document["references"] if one["category"] == "self"]
    ),
    # Of versions and dates.
    "mandatoryTest_6_1_14": _tracking(lambda tracking: tracking["revision_history"][0].update(date="2030-01-01T00:00:00Z")),
    "mandatoryTest_6_1_16": _tracking(lambda tracking: tracking.update(version="1.0.7")),
    "mandatoryTest_6_1_17": _tracking(lambda tracking: tracking.update(version="0.1.0")),
    "mandatoryTest_6_1_21": _tracking(lambda tracking: tracking["revision_history"][0].update(number="3.0.0")),
    "mandatoryTest_6_1_22": _tracking(lambda tracking: tracking["revision_history"].append(tracking["revision_history"][0])),
    "mandatoryTest_6_1_30": _tracking(lambda tracking: tracking["revision_history"][0].update(number="1")),
    "optionalTest_6_2_4": _tracking(lambda tracking: tracking["revision_history"][0].update(number="1.0.0+abc")),
    "optionalTest_6_2_5": _tracking(lambda tracking: tracking.update(initial_release_date="2020-01-01T00:00:00Z")),
    "optionalTest_6_2_6": _tracking(lambda tracking: tracking.update(current_release_date="2020-01-01T00:00:00Z")),
    # Of the marking, the own address, the language and the order of keys.
    "optionalTest_6_2_10": lambda document: document.pop("distribution"),
    "optionalTest_6_2_11": lambda document: document.update(
        references=[one for one in document["references"] if one["category"] != "self"]
    ),
    "optionalTest_6_2_12": lambda document: document.pop("lang"),
    "optionalTest_6_2_13": lambda document: document.update(category=document.pop("category")),
}


def test_the_validator_can_say_no(tmp_path: Path) -> None:
    """Each test that these documents can fail fails on one that is wrong in that way, and on none that is right."""
    site = own()
    right = csaf_documents.document(
        site, theme(), next(one for one in site.incidents if one.slug == "support-tickets"), original(site)
    ).data
    (tmp_path / "right.json").write_bytes(right)
    for name, spoil in WRONG.items():
        whole = json.loads(right)
        spoil(whole["document"])
        (tmp_path / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")
    said = _judged(sorted(tmp_path.glob("*.json")))
    assert said.pop("right.json") == []
    assert {
        name.removesuffix(".json"): name.removesuffix(".json") in " ".join(found).split() for name, found in said.items()
    } == (dict.fromkeys(WRONG, True))
