"""Where the incidents are published as CSAF documents (Common Security Advisory Framework 2.0), and when they are."""

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from generator.format.hosts import ascii_host
from generator.model.config import SiteConfig

FOLDER: Final = ".well-known/csaf/"
#: Who publishes, and where the lists are (section 7.1.7).
METADATA: Final = f"{FOLDER}provider-metadata.json"
#: The names of all documents (section 7.1.12).
INDEX: Final = f"{FOLDER}index.txt"
#: When each of them last changed (section 7.1.13).
CHANGES: Final = f"{FOLDER}changes.csv"
#: Both, as a ROLIE feed (section 7.1.15).
FEED: Final = f"{FOLDER}feed-tlp-white.json"

_NOT_IN_A_NAME = re.compile(r"[^+\-a-z0-9]+")


def file_name(tracking_id: str) -> str:
    """Return the name of a document's file (section 5.1)."""
    return f"{_NOT_IN_A_NAME.sub('_', tracking_id.lower())}.json"


def tracking_id(config: SiteConfig, incident: str) -> str:
    """Return the id of an incident's document, given the incident's first name.

    An organisation can have several sites, so it begins with what the site's permanent ids are made of. A name consists of small letters,
    digits and hyphens, so that no two incidents of a site share a file name.
    """
    return f"{config.site.identity}/{incident}"


def document_path(config: SiteConfig, incident: str, first: datetime) -> str:
    """Return where an incident's document is, given the incident's first name and when its first update was published (section 7.1.11)."""
    return f"{FOLDER}{first.astimezone(UTC).year}/{file_name(tracking_id(config, incident))}"


def are_published(config: SiteConfig) -> bool:
    """Whether a site with incidents has the documents: unless its settings say otherwise, or its address is one that is not encrypted (section 7.1.3)."""
    return config.csaf.publish and not config.drill and urlsplit(config.site.url).scheme == "https"


def is_provider(config: SiteConfig) -> bool:
    """Whether the site fulfils the role of a CSAF provider (section 7.2.2), and not only that of a publisher.

    A program that knows only the organisation has to find the metadata: by security.txt, or at the well-known address of the organisation's
    own host. Both count only at the root of a host.
    """
    split = urlsplit(config.site.url)
    own = urlsplit(config.organisation.url).hostname or ""
    hosts = {_main(split.hostname or ""), _main(own)}
    return split.path in {"", "/"} and (bool(config.security_txt.contact) or len(hosts) == 1)


def _main(host: str) -> str:
    return ascii_host(host).removeprefix("www.")
