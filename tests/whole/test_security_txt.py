"""security.txt, read back by a reader of RFC 9116 that others wrote."""

from pathlib import Path

import pytest
from sectxt import Parser

from generator.cli.main import run

NOW = "2026-11-23T12:00Z"
GIVEN = """
security_txt:
  contact: [security@larkfield.example, "+44 20 7946 0018", https://larkfield.example/report]
  expires: 2027-05-01
  encryption: https://larkfield.example/key.asc
  acknowledgments: https://larkfield.example/thanks
  policy: https://larkfield.example/policy
  preferred_languages: en, de
"""


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_security_txt(root: Path, theme: str) -> None:
    """It is in its place in every theme, with the configured contacts as URIs, the end of the day, where the CSAF documents are, and its own address."""
    config = root / "site_config.yml"
    text = config.read_text(encoding="utf-8").replace("  timezone:", f"  theme: {theme}\n  timezone:")
    config.write_text(text + GIVEN, encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    data = (root / "site/.well-known/security.txt").read_bytes()
    read = Parser(data)
    # The reader judges by today's date, which is not this test's.
    assert [error for error in read.errors if error["code"] != "expired"] == []
    assert data.decode().splitlines() == [
        "Contact: mailto:security@larkfield.example",
        "Contact: tel:+442079460018",
        "Contact: https://larkfield.example/report",
        "Expires: 2027-05-01T22:59:59Z",
        "Encryption: https://larkfield.example/key.asc",
        "Acknowledgments: https://larkfield.example/thanks",
        "Policy: https://larkfield.example/policy",
        "CSAF: https://status.larkfield.example/.well-known/csaf/provider-metadata.json",
        "Preferred-Languages: en, de",
        "Canonical: https://status.larkfield.example/.well-known/security.txt",
    ]


def test_none_without_being_asked_for(built: Path) -> None:
    """A site that says nothing of it has none."""
    assert not (built / ".well-known/security.txt").exists()
