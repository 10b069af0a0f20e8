"""A valid site_config.yml is read, and findings say clearly what is invalid in others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.content.settings import parse_settings
from generator.model.config import NOT_YET, Builder, Webhook, WebhookKind
from generator.model.document import ConfigDocument
from generator.model.source import Source
from generator.model.update import Status

LEAST = "organisation: {name: Larkfield Energy}\nsite: {url: https://status.larkfield.example}\n"

WHOLE = """
organisation:
  name: Larkfield Energy
  url: https://larkfield.example/
  logo: logo.png
  domains: [Larkfield.example, larkfield-help.example]
site:
  url: https://status.larkfield.example/incidents
  title: Security incidents
  language: en
  languages: [en, de, pt-BR]
  timezone: Europe/London
  theme: material
contact: {email: a@larkfield.example, phone: "+44 20 7946 0000", hours: always, who: Sam, out_of_band: ring the number on your bill}
systems: [Billing, Support desk]
policy:
  cadence: {investigating: 12h, contained: 2w}
  grace: 15m
  approvals: [legal, board]
  readability: {grade_at_most: 9}
profiles: [gdpr-34]
subscribe:
  email_url: https://larkfield.example/mail
  websub_hub: https://hub.larkfield.example/
  webhooks:
    chat: {url_env: CHAT_WEBHOOK, kind: slack}
    partners: {url: https://partners.larkfield.example/told, secret_env: PARTNERS_SECRET}
security_txt:
  contact: [a@larkfield.example, "MAILTO:b@larkfield.example", "+44 20 7946 0018", "tel:+44-20-7946-0019", https://larkfield.example/found]
  expires: 2027-01-01T00:00Z
  encryption: openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f
  policy: https://larkfield.example/policy
  preferred_languages: [en, de]
wording: {allow: [as a precaution], add: [synergy]}
mkdocs: {site_description: Our incidents, watch: [a, b], deep: {yes_: true, count: 3, none: }}
"""


def _parse(text: str) -> ConfigDocument:
    return parse_settings(Source("site_config.yml", text), ())


def test_the_least() -> None:
    """A name and an address are enough; everything else has its default."""
    config = _parse(LEAST).config
    assert config is not None
    assert config.site.url == "https://status.larkfield.example/"
    assert (config.site.language, str(config.site.timezone), config.site.theme) == ("en", "UTC", "material")
    assert not config.contact.usable
    assert config.policy.cadence[Status.INVESTIGATING] == timedelta(hours=24)
    assert config.policy.grace == timedelta()


def test_the_whole() -> None:
    """Every key is read."""
    document = _parse(WHOLE)
    assert document.problems == ()
    config = document.config
    assert config is not None
    assert config.organisation.domains == ("larkfield.example", "larkfield-help.example")
    assert config.site.url == "https://status.larkfield.example/incidents/"
    assert config.site.languages == ("en", "de", "pt-BR")
    assert config.policy.cadence[Status.INVESTIGATING] == timedelta(hours=12)
    assert config.policy.cadence[Status.CONTAINED] == timedelta(days=14)
    assert config.policy.cadence[Status.MONITORING] == timedelta(days=30)
    assert (config.policy.grace, config.policy.approvals, config.policy.grade_at_most) == (
        timedelta(minutes=15),
        ("legal", "board"),
        9.0,
    )
    assert config.contact.out_of_band == "ring the number on your bill"
    assert config.subscribe.webhooks == {
        "chat": Webhook(kind=WebhookKind.SLACK, url_env="CHAT_WEBHOOK"),
        "partners": Webhook(kind=WebhookKind.JSON, url="https://partners.larkfield.example/told", secret_env="PARTNERS_SECRET"),
    }
    assert config.security_txt.contact == (
        "mailto:a@larkfield.example",
        "mailto:b@larkfield.example",
        "tel:+442079460018",
        "tel:+442079460019",
        "https://larkfield.example/found",
    )
    assert config.security_txt.expires == datetime(2027, 1, 1, tzinfo=UTC)
    assert config.security_txt.preferred_languages == ("en", "de")
    assert (config.wording.allow, config.wording.add) == (("as a precaution",), ("synergy",))
    assert config.mkdocs == {
        "site_description": "Our incidents",
        "watch": ["a", "b"],
        "deep": {"yes_": True, "count": 3, "none": None},
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("orgnisation: {name: L}", "`orgnisation` is not a key of site_config.yml"),
        ("systems: {a: b}", "cannot have further keys"),
        ("contact: {email: nobody}", "not an e-mail address"),
        ("contact: {mail: a@b.example}", "`mail` is not a key of `contact`"),
        ("policy: {approvals: [The board]}", "`The board` cannot be the name of a role"),
        ("policy: {grace: soon}", "not a length of time"),
        ("policy: {cadence: {investigating: 0h}}", "longer than zero"),
        ("policy: {cadence: {closed: 1h}}", "`closed` is not a key of `cadence`"),
        ("policy: {readability: {grade_at_most: low}}", "needs a number"),
        ("policy: often", "`policy` cannot be a sentence"),
        ("subscribe: {email_url: larkfield.example/mail}", "not a web address"),
        ("subscribe: {websub_hub: http://hub.larkfield.example/}", "others can read along"),
        ("subscribe: {email_url: http://larkfield.example/status-email}", "others can read along"),
        ("subscribe: {webhooks: {chat: {kind: slack}}}", "needs either `url` or `url_env`"),
        ("subscribe: {webhooks: {chat: {url: https://l.example/, url_env: CHAT}}}", "needs either `url` or `url_env`"),
        ("subscribe: {webhooks: {chat: {url: 'http://l.example/'}}}", "others can read along"),
        ("subscribe: {webhooks: {chat: {url_env: https://l.example/}}}", "not the name of an environment variable"),
        ("subscribe: {webhooks: {chat: {url_env: A, secret_env: whsec_a+b/c=}}}", "not the name of an environment variable"),
        ("subscribe: {webhooks: {chat: {url_env: A, kind: pager}}}", "not a kind"),
        ("subscribe: {webhooks: {chat: {url_env: A, kind: teams, secret_env: B}}}", "in Teams' form is not signed"),
        ("subscribe: {posts: {m: {kind: mastodon, url: https://l.example/}}}", "does not say where its secret is"),
        ("subscribe: {posts: {m: {kind: mastodon, secret_env: A}}}", "does not name its server"),
        ("subscribe: {posts: {m: {url: https://l.example/, secret_env: A}}}", "does not say on which network"),
        ("subscribe: {posts: {m: {kind: mastodon, url: 'http://l.example/', secret_env: A}}}", "others can read along"),
        (
            "subscribe: {posts: {m: {kind: mastodon, url: https://l.example/, secret_env: A, visibility: direct}}}",
            "not a visibility",
        ),
        (
            "subscribe: {posts: {m: {kind: mastodon, url: https://l.example/, secret_env: A, characters: 20}}}",
            "too few for a post",
        ),
        ("subscribe: {posts: {b: {kind: bluesky, url: https://l.example/, secret_env: A}}}", "does not name its account"),
        (
            "subscribe: {posts: {b: {kind: bluesky, url: https://l.example/, secret_env: A, handle: larkfield}}}",
            "not the name of an account",
        ),
        (
            "subscribe: {posts: {b: {kind: bluesky, url: https://l.example/, secret_env: A, handle: l.example, characters: 300}}}",
            "Bluesky has no `characters`",
        ),
        ("subscribe: {webhooks: {chat: {url_env: A, kind: slack, secret_env: B}}}", "is not signed"),
        ("subscribe: {webhooks: {Chat: {url_env: A}}}", "cannot be the name of a webhook"),
        ("security_txt: {contact: a@l.example}", "`security_txt` has no `expires`"),
        ("security_txt: {expires: 2027-01-01}", "`security_txt` has no `contact`"),
        ("security_txt: {contact: ring us, expires: 2027-01-01}", "not a way to reach someone"),
        ("security_txt: {contact: 'http://l.example/', expires: 2027-01-01}", "not a way to reach someone"),
        ("security_txt: {contact: a@l.example, expires: soon}", "not a day or a time"),
        ("security_txt: {contact: a@l.example, expires: 2027-01-01, policy: 'http://l.example/'}", "others can read along"),
        ("security_txt: {contact: a@l.example, expires: 2027-01-01, preferred_languages: English}", "not a language tag"),
        ("mkdocs: {plugins: [x]}", "`plugins` of mkdocs.yml is set by aboveboard"),
        ("mkdocs: {extra_javascript: [https://evil.example/x.js]}", "is set by aboveboard"),
        ("mkdocs: text", "`mkdocs` cannot be a sentence"),
    ],
)
def test_wrong_lines(line: str, message: str) -> None:
    """A finding names each wrong line, and the configuration is not used."""
    document = _parse(f"{LEAST}{line}\n")
    assert document.config is None
    assert any(message in problem.message for problem in document.problems), document.problems
    assert {problem.at.line for problem in document.problems} == {3}


@pytest.mark.parametrize(
    ("site", "message"),
    [
        ("{url: status.larkfield.example}", "not a web address"),
        ("{url: 'ftp://larkfield.example/'}", "not a web address"),
        ("{url: 'https://user@larkfield.example/'}", "contains a user name or a password"),
        ("{url: 'https://larkfield.example:99999/'}", "not a web address"),
        ("{url: 'https://larkfield.example/?a=b'}", "cannot have a ?"),
        ("{url: 'https://l.example/', timezone: Mars/Base}", "not a time zone"),
        ("{url: 'https://l.example/', timezone: ../../etc/passwd}", "not a time zone"),
        ("{url: 'https://l.example/', language: English}", "not a language tag"),
        ("{url: 'https://l.example/', languages: [de-AT, de-at]}", "`de-at` is the same language as `de-AT`"),
        ("{url: 'https://l.example/', theme: ../mine}", "not the name of a theme"),
        ("{url: 'https://l.example/', theme: pages}", "not the name of a theme"),
        ("{title: A}", "`site.url` is missing"),
    ],
)
def test_wrong_site(site: str, message: str) -> None:
    """The address, zone, language and theme are checked before anything is built on them."""
    document = _parse(f"organisation: {{name: L}}\nsite: {site}\n")
    assert document.config is None
    assert any(message in problem.message for problem in document.problems), document.problems


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://l.example/index.html", "https://l.example/"),
        ("https://l.example/status/INDEX.PHP", "https://l.example/status/"),
        ("https://l.example/feed.xml", "https://l.example/"),
        ("https://l.example?a=b", "https://l.example/"),
        ("https://l.example/#", "https://l.example/"),
        ("https://l.example//", "https://l.example/"),
        ("https://l.example/a/../b/", "https://l.example/a/b/"),
        ("https://l.example/,", "https://l.example/"),
        ("l.example", "https://l.example"),
        ("www.l.example/status", "https://www.l.example/status"),
        ("//l.example/", "https://l.example/"),
        ("https:/l.example/", "https://l.example/"),
        ("https//l.example/", "https://l.example/"),
        ("<https://l.example/>", "https://l.example/"),
    ],
)
def test_the_address_to_write(url: str, right: str) -> None:
    """For an address that cannot be a site's, the help gives a line made from it, and that line is accepted."""
    text = "organisation: {name: L}\nsite:\n  url: '{}'\n"
    document = _parse(text.replace("{}", url, 1) if "{}" not in url else text)
    (problem,) = [one for one in document.problems if one.at.line == 3]
    assert f"`url: {right}`" in problem.help
    assert _parse(text.replace("{}", right)).config is not None


@pytest.mark.parametrize("url", ["https://l.example/v1.2", "https://l.example/index/", "https://l.example:8443/a/b/"])
def test_addresses_of_folders(url: str) -> None:
    """A folder with a dot in its name is not taken for a page."""
    assert _parse(f"organisation: {{name: L}}\nsite: {{url: '{url}'}}\n").config is not None


@pytest.mark.parametrize(
    "text",
    ["", "just text\n", "[]\n", "organisation:\nsite:\n", "organisation: {domains: [not a domain]}\nsite: {}\n", "a: &b\n"],
)
def test_no_configuration_at_all(text: str) -> None:
    """An empty or senseless file gives problems and no exception."""
    document = _parse(text)
    assert document.config is None
    assert document.problems


KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICLZCv2OLixoZvHummUDmlKY4DD2bMOqbVCw4n33geeW"


def test_the_key_that_signs() -> None:
    """A public key is given as in its .pub file; of several, the current one comes first; the comment after a key is ignored."""
    for written in (f"signing: {{key: {KEY}}}\n", f"signing:\n  key:\n    - {KEY} release\n    - {KEY}\n"):
        config = _parse(LEAST + written).config
        assert config is not None
        assert [f"{key.kind} {key.blob}" for key in config.signing.keys] == [KEY]


@pytest.mark.parametrize(
    ("written", "message", "help"),
    [
        ("signing: {kye: x}", "`kye` is not a key of `signing`", "key"),
        ("signing: {}", "`signing` has no `key`", ".pub"),
        ("signing: {key: hello}", "not an OpenSSH public key", ".pub"),
        (f"signing: {{key: {KEY[:40]}}}", "not an OpenSSH public key", ".pub"),
        (f"signing: {{key: {KEY.replace('ssh-ed25519', 'ssh-rsa')}}}", "not an OpenSSH public key", ".pub"),
        ("signing: {key: '-----BEGIN OPENSSH PRIVATE KEY-----'}", "the secret half of a key", "make a new key"),
        ("sining: {key: x}", "`sining` is not a key", "signing"),
    ],
)
def test_no_key_that_signs(written: str, message: str, help: str) -> None:
    """Anything but a public key is refused with what to write, and a secret key is called one."""
    problems = [problem for problem in _parse(f"{LEAST}{written}\n").problems if message in problem.message]
    assert problems
    assert help in problems[0].help


@pytest.mark.parametrize(
    ("written", "since"),
    [
        ("2027-03-03", datetime(2027, 3, 2, 23, tzinfo=UTC)),
        ("2027-03-03T09:00Z", datetime(2027, 3, 3, 9, tzinfo=UTC)),
        ("not_yet", NOT_YET),
        ("soon", None),
    ],
)
def test_public_since(written: str, since: datetime | None) -> None:
    """`public_since` is a day, beginning at midnight in the site's time zone, or says that the site is not public yet."""
    text = LEAST.replace("site: {", f"site: {{public_since: {written}, timezone: Europe/Paris, ")
    config = _parse(text).config
    assert (config.site.public_since if config else None) == since


def test_a_drill() -> None:
    """A drill's scratch copy has no address and nobody to notify, whatever else it configures.

    Links to the real site count as its own.
    """
    config = _parse(f"drill: true\n{WHOLE}").config
    assert config is not None
    assert config.drill
    assert config.site.url == "https://drill.invalid/"
    assert config.organisation.domains == ("larkfield.example", "larkfield-help.example", "status.larkfield.example")
    assert (config.subscribe.websub_hub, dict(config.subscribe.webhooks), config.security_txt.contact) == ("", {}, ())
    plain = _parse(f"drill: false\n{WHOLE}").config
    assert plain is not None
    assert not plain.drill
    assert _parse(f"drill: maybe\n{LEAST}").config is None


@pytest.mark.parametrize("key", ["builder", "press"])
def test_the_builder(key: str) -> None:
    """The program that makes the pages is chosen under `builder`, or under the name that version 0.1 had for it."""
    document = _parse(f"{LEAST}{key}: zensical\n")
    assert document.problems == ()
    assert document.config is not None
    assert document.config.builder is Builder.ZENSICAL


def test_the_builder_named_twice() -> None:
    """Two names for one key are not both read: the older one is reported."""
    document = _parse(f"{LEAST}press: zensical\nbuilder: properdocs\n")
    assert [problem.message for problem in document.problems] == ["`press` is not a key of site_config.yml"]


@pytest.mark.parametrize(
    ("subscribe", "at", "message", "help"),
    [
        ("webhooks: {chat: {url_env: CHAT, kind: slack, language: fr}}", "fr", "the webhook `chat` is in `fr`, but the site is not", "write one of en, de"),
        (
            "posts: {us: {kind: mastodon, url: https://social.example/, secret_env: TOKEN, language: fr}}",
            "fr", "the account `us` is in `fr`, but the site is not", "write one of en, de",
        ),
        ("webhooks: {chat: {url_env: CHAT, kind: ntfy, audience: stuff}}", "stuff", "the webhook `chat` is for `stuff`, and there is no", "write `audience: staff`"),
        ("webhooks: {chat: {url_env: CHAT, audience: staff}}", "staff", "`chat` is told by a program", "delete `audience`"),
        ("webhooks: {chat: {url_env: CHAT, notifier: matrix, audience: staff}}", "staff", "`chat` is told by a program", "delete `audience`"),
    ],
)  # fmt: skip
def test_who_is_told_what_the_site_does_not_have(subscribe: str, at: str, message: str, help: str) -> None:
    """A webhook or an account in a language, or for an audience, that the site does not have: found where it is written, before anybody is told."""
    text = LEAST.replace("status.larkfield.example}", "status.larkfield.example, language: en, languages: [en, de]}")
    document = _parse(f"{text}audiences: {{staff: Our staff}}\nsubscribe: {{{subscribe}}}\n")
    (problem,) = document.problems
    assert message in problem.message
    assert problem.help is not None
    assert help in problem.help
    line = document.source.text.splitlines()[problem.at.line - 1]
    assert line[problem.at.column - 1 :].startswith(at)


_SERVER = "mail_server: {from: a@larkfield.example, server: mail.larkfield.example"
#: Settings in which a secret stands, which is `geheim1`, and what is to be written instead.
SECRETS = {
    "a password in a key": (_SERVER + ", password: geheim1}", "write `password_env: PASSWORD` instead"),
    "a password for a name": (_SERVER + ", user_env: U, password_env: geheim1!}", "write the variable's name"),
    "a token for a name": ("webhooks: {a: {url: https://ntfy.example/x, kind: ntfy, secret_env: tk_geheim1}}", "write a name in capital letters"),
    "a login in a server": ("mail_server: {from: a@larkfield.example, server: 'u:geheim1@mail.larkfield.example:25'}", "write `server: mail.larkfield.example:25`"),
    "a login in an address": ("listmonk: {url: 'https://u:geheim1@l.example/', user_env: U, token_env: T}", "write `url: https://l.example/`"),
    "a login in a hub": ("websub_hub: 'https://u:geheim1@h.example/'", "write `websub_hub: https://h.example/`"),
    "a hook for a name": ("webhooks: {a: {url_env: 'https://hooks.slack.com/services/T/B/geheim1', kind: slack}}", "write the variable's name"),
    "Slack": ("webhooks: {a-b: {url: 'https://hooks.slack.com/services/T/B/geheim1', kind: slack}}", "write `url_env: A_B_URL` instead"),
    "Discord": ("webhooks: {a: {url: 'https://discord.com/api/webhooks/1/geheim1', kind: discord}}", "write `url_env: A_URL` instead"),
    "Teams": ("webhooks: {a: {url: 'https://prod-1.westeurope.logic.azure.com:443/workflows/1?sig=geheim1', kind: teams}}", "write `url_env: A_URL` instead"),
}  # fmt: skip


@pytest.mark.parametrize("case", SECRETS)
def test_a_secret_in_the_settings(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A secret that stands in the settings is found, with what to write instead; no report repeats it, not even the line in which it stands."""
    lines, help = SECRETS[case]
    (problem,) = _parse(f"{LEAST}subscribe: {{{lines}}}\n").problems
    assert "geheim1" in problem.hides
    assert help in problem.help
    first = tmp_path / "content/incidents/first"
    first.mkdir(parents=True)
    (first / "incident.md").write_text("---\ntitle: Somebody read letters\n---\n", encoding="utf-8")
    (tmp_path / "site_config.yml").write_text(f"{LEAST}subscribe: {{{lines}}}\n", encoding="utf-8")
    for form in ("plain", "github", "json", "sarif"):
        run(["validate", "--root", str(tmp_path), "--format", form])
    said = capsys.readouterr()
    # In each of the four.
    assert said.out.count(problem.rule) >= 4
    assert "geheim1" not in said.out + said.err


@pytest.mark.parametrize(
    ("lines", "message", "help"),
    [
        ("listmonk: {url: 'https://l.example/a?b=c', user_env: U, token_env: T}", "Listmonk's address cannot have a ? or # in it", "write it like `url: https://l.example/a/`"),
        ("posts: {a: {kind: mastodon, url: https://m.example/@us, secret_env: T}}", "`url` is the address of a page, and not of a server", "write `url: https://m.example/`"),
        ("posts: {a: {kind: mastodon, url: https://m.example/, secret_env: T, handle: us.example}}", "on Mastodon the token says which account it is", "delete `handle`"),
    ],
)  # fmt: skip
def test_an_address_that_is_not_that_of_a_server(lines: str, message: str, help: str) -> None:
    """An address to which others are added is that of a server, and what a network has no use for is found."""
    (problem,) = _parse(f"{LEAST}subscribe: {{{lines}}}\n").problems
    assert (problem.message, problem.help) == (message, help)
