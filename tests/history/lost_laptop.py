"""An incident with its first update, for tests of what was public."""

FOLDER = "content/incidents/lost-laptop"


def incident(aware: str) -> str:
    """Return incident.md.

    Args:
        aware: when the organisation knew.
    """
    return f"---\ntitle: A laptop was lost\naware: {aware}\n---\n"


def first_update(published: str, next_update: str) -> str:
    """Return the first update.

    Args:
        published: its time.
        next_update: the time that it promises for the next one.
    """
    return f"""---
title: A laptop was lost on a train
published: {published}
status: investigating
known:
  laptop: A laptop was left on a train.
unknown:
  whose: Whose records are on it.
next_steps:
  search: We search the train.
actions: There is nothing you can do yet.
next_update: {next_update}
---
"""
