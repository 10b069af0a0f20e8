"""`aboveboard move`: renames what was published, so that ids and addresses stay."""

from pathlib import Path

from generator.adapters.file_writing import rename_path, replace_file
from generator.adapters.site_lock import exclusive_access
from generator.cli.judging import judge, time_of
from generator.cli.output import say
from generator.pipeline.moving import move_of


def run(old: str, new: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    with exclusive_access(root):
        move = move_of(judge(root, when).checked, old, new, when)
        # The names first: if it ends here, the next run finds them changed and records it.
        for before, after in move.paths:
            rename_path(root, before, after)
        for path, text in move.texts.items():
            replace_file(root, path, text)
    for before, after in move.paths:
        say(f"{before} is now {after}.")
    if not move.texts:
        say("It was never published, so nothing else had to change.")
        return
    say("Its ids stay the same: ledger.lock records its earlier name.")
    if move.leads:
        say(f"Pages at {move.leads} redirect to the new address, and its feeds stay there too.")
    say("Commit both names together: git add --all content", err=True)
