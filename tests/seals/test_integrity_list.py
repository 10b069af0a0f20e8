"""The lists of a site's files as they are written."""

import json

import pytest

from generator.seals.integrity_list import SCHEMA, Part, lock_path, write_part
from generator.seals.listed_files import FILES, Listed


@pytest.mark.parametrize("chains", [{}, {"b-lost": "1" * 64, "a-leak": ""}])
def test_a_list_is_written_as_json_with_lines_and_a_line_for_each_file(chains: dict[str, str]) -> None:
    """What a list says of incidents has the form that the library gives it, in the order of their names."""
    files = {'incidents/a-leak/say "what" – é.html': Listed(digest="2" * 64, size=3)}
    written = write_part(Part(chains=chains, files=files)).decode()
    incidents = {slug: {"lock": lock_path(slug) if end else None, "chain": end or None} for slug, end in sorted(chains.items())}
    begun = json.dumps({"schema": SCHEMA, "incidents": incidents}, indent=2, ensure_ascii=False).removesuffix("\n}")
    line = '    "incidents/a-leak/say \\"what\\" – é.html": {"sha256": "' + "2" * 64 + '", "size": 3}'
    assert written == f'{begun},\n  "{FILES}": {{\n{line}\n  }}\n}}\n'
    assert json.loads(written)["incidents"] == incidents
