"""Editor settings that associate files with their schemas."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from generator.format.json_schemas import SCHEMAS

SETTINGS = ".vscode/settings.json"
EXTENSIONS = ".vscode/extensions.json"
REMARK = ".remarkrc.yml"


def editor_files() -> Mapping[str, str]:
    """Return the files for editors as texts by path, relative to the site's root.

    These are the schemas, the settings and recommended extensions of Visual Studio Code, and the settings of remark.
    """
    files = {schema.path: schema.text for schema in SCHEMAS.values()}
    return MappingProxyType({**files, SETTINGS: _editor_settings(), EXTENSIONS: _extensions(), REMARK: _remark()})


def _editor_settings() -> str:
    schemas = {
        f"./{schema.path}": [f"/{file}" for file in schema.files] for schema in SCHEMAS.values() if not schema.is_front_matter
    }
    # The product's parser is closest to YAML 1.2: `no` is a word, and a time is text. A formatter would rearrange every line.
    settings = {
        "yaml.schemas": schemas,
        "yaml.yamlVersion": "1.2",
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "remark.requireConfig": True,
        "[markdown]": {"editor.wordWrap": "on"},
    }
    return json.dumps(settings, indent=2) + "\n"


def _extensions() -> str:
    return json.dumps({"recommendations": ["redhat.vscode-yaml", "unifiedjs.vscode-remark"]}, indent=2) + "\n"


def _remark() -> str:
    lines = [
        "# Lets editors underline mistakes in the keys of Markdown files: docs/editors.md of aboveboard says how to switch it on.",
        "plugins:",
        "  - remark-frontmatter",
        "  - - remark-lint-frontmatter-schema",
        "    - schemas:",
    ]
    lines += [f"        {schema.path}: {json.dumps(list(schema.files))}" for schema in SCHEMAS.values() if schema.is_front_matter]
    return "\n".join(lines) + "\n"
