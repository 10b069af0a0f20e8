"""`aboveboard schema`: the schema of each kind of file, for editors."""

from difflib import get_close_matches
from pathlib import Path

import click

from generator.adapters.generated_files import read_generated, write_generated
from generator.cli.output import say, write
from generator.cli.prompts import Asker
from generator.errors import UsageError
from generator.format.decoding import SETTINGS_LIMIT
from generator.format.json_schemas import SCHEMAS
from generator.report.json_text import escaped_json
from generator.scaffolding.editor_settings import editor_files


def run(name: str | None, out: Path | None, root: Path, *, editor: bool, yes: bool) -> None:
    """Run the command; its help describes it."""
    if name is not None and name not in SCHEMAS:
        near = get_close_matches(name, SCHEMAS, n=1)
        raise UsageError(
            f"there is no schema called {name}", f"did you mean {near[0]}?" if near else f"there is: {', '.join(SCHEMAS)}"
        )
    if editor and (name is not None or out is not None):
        raise click.UsageError("--editor writes all of them to the site's folder: leave out NAME and --out.")
    if yes and not editor:
        raise click.UsageError("--yes goes with --editor.")
    if editor:
        _for_editors(root, yes=yes)
    elif out is not None:
        for schema in SCHEMAS.values():
            if name in {None, schema.name}:
                write_generated(out, f"{schema.name}.json", schema.text)
                say(f"Wrote {out / schema.name}.json")
    elif name is not None:
        write(escaped_json(SCHEMAS[name].text))
    else:
        width = max(len(one) for one in SCHEMAS)
        for schema in SCHEMAS.values():
            say(f"{schema.name.ljust(width)}  {schema.title}: {', '.join(schema.files)}")


def _for_editors(root: Path, *, yes: bool) -> None:
    if not (root / "site_config.yml").is_file():
        raise UsageError(f"there is no site in {root}", "go to the folder with site_config.yml, or name it with --root")
    ask, left = Asker(), 0
    for path, text in editor_files().items():
        there = read_generated(root, path, SETTINGS_LIMIT) if (root / path).exists() else None
        if there == text:
            continue
        # Schemas belong to the program and change with it; settings may be the user's own.
        if there is not None and not path.startswith(".schemas/") and not yes:
            why = "Your own settings in it would be lost."
            if not ask.agreed(f"{path} already exists with other contents. Replace it?", why=why):
                say(f"Left {path} unchanged.", err=True)
                left += 1
                continue
        write_generated(root, path, text)
        say(f"Wrote {path}")
    if left:
        say("`aboveboard schema --editor --yes` replaces what was left; docs/editors.md says what to copy by hand.", err=True)
