"""Less of the repository's own site, for tests of what has nothing to do with how much there is of it: each of both halves the time of a build."""

import shutil
from pathlib import Path


def in_one_language(top: Path) -> None:
    """Leave a copy of the site in its own language alone."""
    config = top / "site_config.yml"
    text = config.read_text(encoding="utf-8")
    assert "  languages: [en, de]\n" in text
    text = text.replace("  languages: [en, de]\n", "").partition("\ntranslations:")[0] + "\n"
    config.write_text(text, encoding="utf-8")
    for file in (top / "content").rglob("*.de.md"):
        file.unlink()


def with_one_incident(top: Path) -> None:
    """Leave one of its incidents in a copy of the site."""
    folders = [folder for folder in (top / "content/incidents").iterdir() if folder.is_dir()]
    assert len(folders) > 1
    for folder in folders:
        if folder.name != "support-tickets":
            shutil.rmtree(folder)
