"""/.well-known/security.txt: how to report a weakness, in the format of RFC 9116."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from generator.links import csaf_files
from generator.model.artifact import Artifact, Theme
from generator.render.site import Site

PATH = ".well-known/security.txt"


def write(site: Site, _theme: Theme) -> Iterator[Artifact]:
    """Yield the file, if the configuration has `security_txt`."""
    given = site.config.security_txt
    if not given.contact or given.expires is None:
        return
    address = urlsplit(site.config.site.url)
    has_documents = bool(site.incidents) and csaf_files.are_published(site.config)
    fields = [
        *(("Contact", contact) for contact in given.contact),
        ("Expires", _expiry(site)),
        ("Encryption", given.encryption),
        ("Acknowledgments", given.acknowledgments),
        ("Policy", given.policy),
        # Registered by CSAF 2.0 (section 7.1.8).
        ("CSAF", site.config.site.url + csaf_files.METADATA if has_documents else ""),
        ("Preferred-Languages", ", ".join(given.preferred_languages)),
        # It is valid only at the host's root (section 3), wherever the site is below it.
        ("Canonical", f"{address.scheme}://{address.netloc}/{PATH}" if address.scheme == "https" else ""),
    ]
    text = "".join(f"{name}: {value}\n" for name, value in fields if value)
    yield Artifact(f"docs/{PATH}", text.encode())


def _expiry(site: Site) -> str:
    expires = site.config.security_txt.expires
    if not isinstance(expires, datetime):
        if expires is None:
            return ""
        expires = datetime.combine(expires, time(23, 59, 59), tzinfo=site.config.site.timezone)
    return f"{expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
