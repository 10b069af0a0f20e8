"""`_headers` and the policy: what is named, what is not, and what may be kept."""

import hashlib
from base64 import b64encode

import pytest

from generator.links.ledger_files import FIRST, FIRST_SCHEMA, INCIDENT_SCHEMA, INDEX, INDEX_SCHEMA, incident_file
from generator.model.artifact import InlineParts
from generator.render.headers import LONGEST_LINE, MOST_RULES, common_parts, headers, inline_parts, policy, with_policy


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _rules(paths: list[str], shared: InlineParts | None = None) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in headers(paths, shared or InlineParts()).data.decode().splitlines():
        if line.startswith("/"):
            assert line not in found
            found[line] = {}
            pattern = line
        elif line:
            name, _, value = line.strip().partition(": ")
            assert name not in found[pattern]
            found[pattern][name] = value
    return found


def test_what_runs_is_named_and_what_is_data_is_not() -> None:
    """Inline scripts and styles with any attributes; no JSON and no files; line ends as browsers read them."""
    page = (
        b'<script>one()\r\n</script><SCRIPT type="module" data-a="x > y">two()</SCRIPT><script type="application/ld+json">{}</script>'
        b'<script src="a.js"></script><style media="print">p{}</style>'
    )
    found = inline_parts(page)
    assert found.scripts == {_hash("one()\n"), _hash("two()")}
    assert found.styles == {_hash("p{}")}
    assert found.asks
    assert not inline_parts(b"<p>src=</p><script>var src = 1</script>").asks
    assert inline_parts(b'<link id="x" rel="stylesheet" href="a.css">').asks


def test_a_script_in_one_page_alone_is_not_named() -> None:
    """What somebody got into one page before it was built does not get onto the list."""
    ours, theirs = b"<script>ours()</script>", b"<script>ours()</script><script>theirs()</script><style>x{}</style>"
    shared = common_parts([inline_parts(ours), inline_parts(theirs), inline_parts(ours)])
    assert shared.scripts == {_hash("ours()")}
    assert shared.styles == frozenset()
    assert common_parts([]) == InlineParts()


def test_policy() -> None:
    """Nothing is allowed that is not named; a page that asks for no file may run and show none, and may only read our own."""
    strict = policy(InlineParts(scripts=frozenset({"'sha256-a'"})), header=True)
    assert strict == (
        "default-src 'none'; script-src 'sha256-a'; style-src 'none'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    loose = policy(InlineParts(asks=True), header=False)
    assert "script-src 'self'; style-src 'self';" in loose
    # A page cannot say it of itself, and browsers complain.
    assert "frame-ancestors" not in loose
    assert "unsafe" not in strict + loose


def test_a_page_says_its_policy_before_anything_else() -> None:
    """The policy comes right after the character set; incomplete pages are left alone."""
    page = with_policy(b'<head><meta charset="utf-8"><title>\xc3\xa4</title>', InlineParts()).decode()
    assert page.startswith(
        '<head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
    )
    assert page.endswith('">\n<meta name="referrer" content="no-referrer"><title>ä</title>')
    assert with_policy(b"<p>", InlineParts()) == b"<p>"


def test_what_may_be_kept() -> None:
    """Files with a hash in their name for ever; pages, feeds and everything else never without asking."""
    rules = _rules(
        [
            *("index.html", "feed.xml", "preview-0123456789ab.png", "api/v2/status.json", ".well-known/security.txt"),
            *(
                "assets/javascripts/bundle.a5f9d56c.min.js",
                "assets/javascripts/workers/search.a7633da7.min.js",
                "assets/aboveboard/own.css",
            ),
            *(
                "incidents/a/index.html",
                "incidents/a/preview-0123456789ab.png",
                "incidents/a/feed.xml",
                "incidents/a/calendar.ics",
            ),
            "incidents/a/files/preview-0123456789ab.png",
        ]
    )
    for_ever = "public, max-age=31536000, immutable"
    assert {pattern: said["Cache-Control"] for pattern, said in rules.items() if "Cache-Control" in said} == {
        "/": "no-cache",
        "/.well-known/*": "no-cache",
        "/api/*": "no-cache",
        "/assets/aboveboard/*": "no-cache",
        "/assets/javascripts/*": for_ever,
        "/feed.xml": "no-cache",
        "/incidents/*": "no-cache",
        "/index.html": "no-cache",
        "/preview-0123456789ab.png": for_ever,
    }
    assert [pattern for pattern, said in rules.items() if "Access-Control-Allow-Origin" in said] == [
        "/api/*",
        "/feed.xml",
        "/incidents/:incident/calendar.ics",
        "/incidents/:incident/feed.xml",
    ]
    assert "Cache-Control" not in rules["/*"]


def test_no_more_rules_than_a_host_reads() -> None:
    """With very many pages there is one rule for all, the cautious one."""
    rules = _rules([f"page-{number}/index.html" for number in range(200)])
    assert len(rules) <= MOST_RULES
    assert all(len(f"  {name}: {value}") <= LONGEST_LINE for said in rules.values() for name, value in said.items())
    assert rules["/*"]["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("theme", ["built", "lifeboat"])
def test_the_built_site(theme: str, request: pytest.FixtureRequest) -> None:
    """Every page says the policy of `_headers`, and no line of that file is longer than hosts read."""
    folder = request.getfixturevalue(theme)
    text = (folder / "_headers").read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) < 2000
    said = text.partition("Content-Security-Policy: ")[2].partition("\n")[0].replace("; frame-ancestors 'none'", "")
    assert "sha256" in said
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        assert page.read_text(encoding="utf-8").count(f'<meta http-equiv="Content-Security-Policy" content="{said}">') == 1, page


@pytest.mark.parametrize("theme", ["built", "lifeboat"])
def test_no_page_says_where_its_reader_came_from(theme: str, request: pytest.FixtureRequest) -> None:
    """Every page says so itself, beside its policy and before it loads anything: also the one for what is missing, and those that point on."""
    folder = request.getfixturevalue(theme)
    pages = {page.relative_to(folder).as_posix(): page.read_text(encoding="utf-8") for page in folder.rglob("*.html")}
    assert "404.html" in pages
    assert any('http-equiv="refresh"' in text for text in pages.values())
    for path, text in pages.items():
        head = text.partition("</head>")[0]
        assert text.count('<meta name="referrer"') == 1, path
        assert (
            0 < head.index('http-equiv="Content-Security-Policy"') < head.index('<meta name="referrer" content="no-referrer">')
        ), path
        assert head.index('<meta name="referrer"') < min(
            (head.index(tag) for tag in ("<link", "<script", "<img", "<style", 'http-equiv="refresh"') if tag in head),
            default=len(head),
        ), path


def test_the_ledger_is_open_to_programs_at_any_size() -> None:
    """Programs on other hosts may read every file of the ledger, and ask before they use an old one; more incidents make no more rules."""
    few, many = (
        _rules(
            [
                INDEX,
                INDEX_SCHEMA,
                INCIDENT_SCHEMA,
                FIRST,
                FIRST_SCHEMA,
                *(incident_file(f"incident-{number}") for number in range(size)),
            ]
        )
        for size in (1, 500)
    )
    assert few == many
    assert {pattern for pattern in many if pattern.startswith("/api")} == {"/api/*"}
    assert (many["/api/*"]["Access-Control-Allow-Origin"], many["/api/*"]["Cache-Control"]) == ("*", "no-cache")


def test_rules_stay_few() -> None:
    """However many archives, systems and languages there are, feeds and calendars are open to programs with fewer than a hundred rules."""
    tops = ["", *(f"{tag}/" for tag in ("de", "ar", "fr", "es", "pt-br", "it", "uk"))]
    feeds = ("feed.xml", "atom.xml", "feed.json")
    paths = ["index.html", "assets/x.12345678.min.js", "record/2025/index.html"]
    for top in tops:
        paths += [f"{top}{name}" for name in (*feeds, "calendar.ics")]
        paths += [f"{top}archive/atom-{number}.xml" for number in range(200)]
        paths += [f"{top}incidents/one/{name}" for name in (*feeds, "calendar.ics")]
        paths += [f"{top}incidents/one/for/{who}/{name}" for who in ("staff", "customers") for name in feeds]
        paths += [f"{top}systems/system-{number}/{name}" for number in range(60) for name in (*feeds, "archive/atom-1.xml")]
    rules = _rules(paths)
    assert len(rules) <= 60
    for pattern in (
        "/archive/*",
        "/feed.xml",
        "/:language/feed.xml",
        "/systems/:system/atom.xml",
        "/incidents/:incident/for/:audience/feed.json",
    ):
        assert rules[pattern]["Access-Control-Allow-Origin"] == "*"
    few = _rules([path for path in paths if path.count("/") < 2 and not path.startswith("de")])
    assert "/feed.xml" in few
