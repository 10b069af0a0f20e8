"""`aboveboard rekey`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared


@click.command(name="rekey", short_help="let the signing key announce the next one")
@click.argument("new", metavar="NEW.pub|none", type=PathType())
@click.option("--sign", "key", type=PathType(), required=True, metavar="OLDKEY", help="The secret key used until now.")
@click.option("--because", required=True, metavar="WHY", help="Why, in words for readers, such as: we renew it every two years.")
@shared(ROOT, NOW)
@run_by("generator.cli.rekey")
def command() -> None:
    """Write into content/keys/ that another key follows the one that signs now, signed with that one.

    NEW.pub is the public key that follows, or `none`: then the site is not signed any more. The statement and its signature are published under
    /keys/, /verify/ names them, and `aboveboard verify` accepts the new key from whoever knows the old one. Without it every page says that the key
    was changed in silence. Write the new key into site_config.yml yourself; it is said how.
    """
