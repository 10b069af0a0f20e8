"""Importing a command's implementation when it runs, so that `--help` and shell completion need not wait for it."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module


def run_by(module: str) -> Callable[[Callable[[], None]], Callable[..., None]]:
    """Return a decorator that makes the function `run` of a module the implementation of a command declared by name and help."""

    def defer(described: Callable[[], None]) -> Callable[..., None]:
        @wraps(described)
        def run(**given: object) -> None:
            import_module(module).run(**given)

        return run

    return defer
