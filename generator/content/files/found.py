"""What was found in a file, as messages to its writer."""

#: The rule's name, the message, and what to do.
Found = tuple[str, str, str]

#: What to do about what is taken out of a file when it is published.
TAKEN_OUT = "readers get the {thing} without it, but everyone who can open this folder gets all of it; if that is too many people, put a copy without it here"
SAVE_AGAIN = "save it again from the program that made it"


class DamagedError(ValueError):
    """A file is not what its format requires, so nobody can tell what it holds."""


def unsafe(message: str, help: str) -> Found:
    """Return a finding of what readers should not open."""
    return "unsafe-file", message, help


def trace(message: str, thing: str) -> Found:
    """Return a finding of what the file holds and readers do not get, because it is taken out of the file that is published."""
    return "file-with-metadata", message, TAKEN_OUT.format(thing=thing)


def hidden(message: str, help: str) -> Found:
    """Return a finding of what readers would get although nobody sees it, and which cannot be taken out without a judgement."""
    return "hidden-in-file", message, help


def joined_list(words: set[str]) -> str:
    """Return words as a list in a sentence, sorted."""
    *most, last = sorted(words)
    return f"{', '.join(most)} and {last}" if most else last
