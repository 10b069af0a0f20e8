"""`id` is missing, or is not yours.

## What it checks

That `site:` in site_config.yml has an `id` once something is published, and that it names one of your hosts: the site's own, that of
`organisation.url`, or one under `organisation.domains`.

## Why it matters

Feeds, calendars and the API identify everything that is published by ids. Without `id`, they are based on the site's address (its host, and
its path if it has one), and on the day when that changes, every subscriber gets everything again. With the `id` of someone else's site,
copied with its settings, the two sites publish different statements under the same id, and a program that follows both shows only one of
them.

`aboveboard init` writes the line. A site that was published before its path was part of its ids keeps its ids by writing only the
host.

## Instead of

    site:
      url: https://larkfield.example/status/

## Write

    site:
      url: https://larkfield.example/status/
      id: larkfield.example/status      # stays as it is when the address changes
"""

from collections.abc import Iterator

from generator.inspection.bad_links import is_of_one_owner
from generator.inspection.context import Context
from generator.inspection.site_identity import identity_edits, identity_span
from generator.model.config import SiteConfig
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.identity import host_of, identity_of
from generator.model.visibility import is_public
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Ids that depend on the address, or are someone else's."""
    config = context.config
    # The placeholder address of a new site has a rule of its own.
    if config is None or config.drill or context.analysis.former is not None or config.site.url.endswith(".invalid/"):
        return
    said, given = config.site.id, identity_of(config.site.url)
    if said:
        if not _is_ours(host_of(said), config):
            yield Finding(
                at=content.config.span("site", "id"),
                message=f"`id` names `{host_of(said)}`, which is not one of your hosts: two sites with the same id replace each other in feed readers",
                help=f"if these settings were copied from another site, write `id: {given}`; if your site was once there, add `{host_of(said)}` to `organisation.domains`",
            )
        return
    if not any(is_public(document.parsed, context.now) for folder in content.incidents for document in folder.updates):
        return
    host = host_of(given)
    more = f"; if subscribers know the site from before its path was part of its ids, `id: {host}`" if host != given else ""
    yield Finding(
        at=identity_span(content.config),
        message=f"ids in feeds and calendars are based on the site's address, `{given}`: if it changes, subscribers will get everything again",
        help=f"write `id: {given}` under `site:`, which keeps the ids as they are, even when the address changes{more}",
        # Whether the address is still the one under which the site was published, its settings do not say.
        edits=identity_edits(content.config, given, f"Is `{given}` where subscribers know this site?"),
    )


def _is_ours(host: str, config: SiteConfig) -> bool:
    addresses = (config.site.url, config.organisation.url)
    ours = {*config.organisation.domains, *(host_of(identity_of(url)) for url in addresses if url)}
    return any(host == one or host.endswith(f".{one}") or one.endswith(f".{host}") or is_of_one_owner(host, one) for one in ours)


RULE = Rule(code="SEA009", name="unsettled-ids", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
