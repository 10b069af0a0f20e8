"""The `aboveboard` command: finds the subcommands and defines the exit codes.

0 fine, 1 findings block or something is late, 2 wrong usage or configuration, 3 no content found, 4 the environment failed, 70 a bug here.
"""

import contextlib
import errno
import gc
import os
import sys
import traceback
import warnings
from io import StringIO
from typing import Final

import click

from generator import __version__
from generator.cli.lazy_group import LazyGroup
from generator.cli.output import say, write
from generator.errors import AboveboardError, EnvironmentFailedError, NoContentError
from generator.report.terminal import block, shown

USAGE: Final = 2
NO_CONTENT: Final = 3
ENVIRONMENT: Final = 4
BUG: Final = 70
INTERRUPTED: Final = 130


@click.group(
    cls=LazyGroup,
    lazy_commands={
        "init": ("generator.cli.commands.init", "make a new site that builds once it has a name"),
        "new": ("generator.cli.new", "write a new incident, update, review or page, pre-filled"),
        "validate": ("generator.cli.commands.validate", "check every update for honesty"),
        "check": ("generator.cli.commands.check", "check a press release, a filing or a call script against the ledger"),
        "ready": ("generator.cli.commands.ready", "write the time of publication into a draft, so that it can be published"),
        "serve": ("generator.cli.commands.serve", "show the site while you write, with the findings on it"),
        "build": ("generator.cli.commands.build", "check, then write the site"),
        "diff": ("generator.cli.commands.diff", "show in words what changes for readers"),
        "status": ("generator.cli.commands.status", "show what is due, and what is late"),
        "deadlines": ("generator.cli.commands.deadlines", "show whom you must tell by when, and whom you have told"),
        "assess": ("generator.cli.commands.assess", "assess the risk to people, and see whom laws then require you to tell"),
        "questions": ("generator.cli.questions", "take in customers' questions, group them, answer them"),
        "ask-readers": ("generator.cli.commands.ask_readers", "ask five people outside the team whether they understand it"),
        "drill": ("generator.cli.drill", "rehearse a timed practice incident that nobody can mistake for a real one"),
        "seal": ("generator.cli.commands.seal", "record what has been published, so that a later change shows"),
        "rekey": ("generator.cli.commands.rekey", "let the signing key announce the next one"),
        "redact": ("generator.cli.commands.redact", "remove from a published text what must not be public: a person's data"),
        "move": (
            "generator.cli.commands.move",
            "rename an incident's folder or an update's file, and keep its ids and addresses",
        ),
        "export": ("generator.cli.commands.export", "write an update as e-mail, short posts, call script or letter"),
        "notice": (
            "generator.cli.commands.notice",
            "print the letter, notification, disclosure or press release that a law asks for",
        ),
        "verify": ("generator.cli.commands.verify", "check a site or a folder against its list of files and its signature"),
        "notify": ("generator.cli.commands.notify", "tell mailing lists, feed services and chat rooms what is new"),
        "explain": ("generator.cli.commands.explain", "explain a rule and what to write instead, or a key"),
        "plugins": ("generator.cli.commands.plugins", "list the installed plugins, and which of them the site uses"),
        "schema": ("generator.cli.commands.schema", "teach your editor the format: completion, explanations, underlining"),
    },
)
@click.version_option(__version__, prog_name="aboveboard")
def cli() -> None:
    """Breach communications that say what you know, what you do not know, and what happens next."""


def main() -> None:
    """Run the command and exit with its code."""
    _open_closed_streams()
    # Libraries warn of what they find in files, in the words of the file, and on stderr: that would be neither for the writer nor safe to show.
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    # A command makes many small objects and few cycles, and ends: looking for cycles after each 700 new ones takes a quarter of its time.
    gc.set_threshold(200_000, 20, 20)
    if sys.argv[1:2] in (["validate"], ["build"]):
        # What reads and judges makes none at all (tests/cli/test_startup.py), and a build that makes few pages makes few.
        gc.disable()
    code = run()
    # Everything goes with the process: Python would look for cycles in all of it once more.
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the arguments after the command's name; by default those from the shell.

    Returns:
        The exit code.
    """
    try:
        code = cli.main(args=arguments, prog_name="aboveboard", standalone_mode=False)
        # Results may still be buffered when the reader has gone (`| head`): flush here, so that the error does not occur at interpreter
        # exit.
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort as stopped:
        say("", "Stopped. Nothing was written.", *getattr(stopped.__cause__, "__notes__", ()), err=True)
        return INTERRUPTED
    except click.ClickException as error:
        _say_usage(error)
        return USAGE
    except AboveboardError as error:
        _say(error)
        return _code(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        if error.errno not in _OF_THE_COMPUTER:
            _report_bug()
            return BUG
        _give_up_output()
        # Where errors go may be what is full.
        with contextlib.suppress(OSError):
            _say(_of_the_computer(error))
        return ENVIRONMENT
    except Exception:  # noqa: BLE001  # the last line of defence: a bug is reported as one, never as a traceback alone
        _report_bug()
        return BUG
    return code if isinstance(code, int) else 0


#: What no program can help: rights, disks that are full, broken or read-only, and what the system has no more of.
_OF_THE_COMPUTER: Final = frozenset(
    {
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM),
        *(getattr(errno, name) for name in ("EDQUOT", "ESTALE") if hasattr(errno, name)),
    }
)


def _of_the_computer(error: OSError) -> EnvironmentFailedError:
    """Return the error for what this computer did not let us do, wherever that was."""
    why = error.strerror or str(error)
    return EnvironmentFailedError(
        f"{error.filename} cannot be read or written: {why}" if error.filename else f"something cannot be read or written: {why}",
        "check the disk, and the owner and permissions of the files; if the output goes into a file, what is in it is not whole",
    )


def _give_up_output() -> None:
    """Let nothing more be written where results go, if that fails: Python would try once more when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed_streams() -> None:
    """Open what whoever started us has closed (`>&-`): otherwise the next file that is opened would be taken for it."""
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:
            # The lowest number that is free is given.
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # as long as the program
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _say(error: AboveboardError) -> None:
    say(error.message, err=True, lead="error")
    if error.help:
        say(f"  help: {error.help}", err=True)
    if error.lines:
        say("", *error.lines.split("\n"), err=True)


def _say_usage(error: click.ClickException) -> None:
    # What was typed may be the name of a file that someone else chose: `aboveboard validate content/*`.
    said = StringIO()
    error.show(said)
    message = error.format_message()
    # Only click itself writes messages of several lines: the choices for what is missing.
    safe = message if isinstance(error, click.MissingParameter) else shown(message)
    write(block(said.getvalue().replace(message, safe)), err=True)


def _code(error: AboveboardError) -> int:
    if isinstance(error, NoContentError):
        return NO_CONTENT
    return ENVIRONMENT if isinstance(error, EnvironmentFailedError) else USAGE


def _report_bug() -> None:
    say("This is a bug in aboveboard, not in what you wrote. Nothing was published.", err=True)
    say("Please report it with the lines below, and say what you were doing.", "", err=True)
    write(block(traceback.format_exc()), err=True)
