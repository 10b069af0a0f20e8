"""Commands whose module is imported when they are run: `--help` and a shell that completes words must not wait for what they do."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module


def run_by(module: str) -> Callable[[Callable[[], None]], Callable[..., None]]:
    """Let a command, of which only name and help are written, be run by the function `run` of a module."""

    def defer(described: Callable[[], None]) -> Callable[..., None]:
        @wraps(described)
        def run(**given: object) -> None:
            import_module(module).run(**given)

        return run

    return defer
