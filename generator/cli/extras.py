"""Optional dependencies: the extras in pyproject.toml, installed only where they are wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from generator.errors import EnvironmentFailedError

#: By extra: its packages, and the requirement of each for pip, as in pyproject.toml.
EXTRAS: Final = {
    "check": {"docx": "python-docx>=1.2,<2"},
    "pdf": {"typst": "typst>=0.15,<0.16"},
    "questions": {"rapidfuzz": "rapidfuzz>=3.14,<4", "snowballstemmer": "snowballstemmer>=3.1,<4"},
    "spelling": {"simplemma": "simplemma>=2,<3"},
}


@contextmanager
def of_extra(extra: str, what: str) -> Iterator[None]:
    """Import, inside its block, modules that need an extra's package.

    Args:
        extra: the extra's name in pyproject.toml.
        what: what needs it, in the writer's words.

    Raises:
        EnvironmentFailedError: the package is not installed, or cannot be loaded.
    """
    requirements = EXTRAS[extra]
    try:
        yield
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        if package not in requirements:
            raise
        missing = isinstance(error, ModuleNotFoundError) and error.name == package
        why = "which is not installed here" if missing else f"which cannot be loaded here ({error})"
        wanted = " ".join(f'"{requirement}"' for requirement in requirements.values())
        needed = f"install it beside this program with `python -m pip install {wanted}`"
        raise EnvironmentFailedError(f"{what} needs {package}, {why}", needed) from error
