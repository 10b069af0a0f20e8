"""`aboveboard notify`: notifies the WebSub hub, the webhooks and the mailing lists of new items, and posts them when that is asked for."""

import os
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click

from generator import __version__
from generator.adapters import clock, listmonk, mail_server, network
from generator.adapters.generated_files import alone_with, read_generated, write_generated
from generator.adapters.network import refuse_address, refuse_secret, refuse_token
from generator.adapters.theme_files import read_theme
from generator.cli.judging import exit_code, judge, refuse_drill, report, time_of
from generator.cli.output import hand_over, say, write
from generator.format.times import length_of
from generator.model.config import MailingList, PostAccount, Subscribe
from generator.model.identity import host_of
from generator.model.notifications import Delivery, Message, NewsItem, NotifyState, Target, TargetKind, TargetState
from generator.notifications import emails, new_items, ntfy
from generator.notifications.announcing import Announcer
from generator.notifications.notify_state import notify_state_text, parse_notify_state
from generator.pipeline import publishing
from generator.pipeline.plugin_notifiers import notifier_named, notifiers

#: The oldest items of which a new target is notified.
FRESH = timedelta(hours=24)
#: By how much the clocks of two machines may differ: `--now` may be the time of another machine's build.
CLOCKS_DIFFER = timedelta(minutes=5)
_STATE_LIMIT = 1 << 26
#: How often a message to a mailing list is sent as long as nobody knows whether it arrived: once, and once more.
_MOST_TRIES = 2
#: How many messages a mailing list gets in one run. Readers, and the providers of mail servers, take more for a flood.
_AT_ONCE = 20


def run(
    state: Path,
    timeout: float,
    since: str | None,
    everything: bool,
    published_within: str | None,
    in_doubt: str | None,
    strict: bool,
    dry_run: bool,
    post: bool,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    state_path = str(state)
    when = time_of(now, root)
    if sum(map(bool, (since, everything, published_within))) > 1:
        raise click.UsageError("--since, --all and --published-within exclude each other; give one of them.")
    if post and dry_run:
        raise click.UsageError("--post posts, and --dry-run only shows; give one of them.")
    if not dry_run and now is not None and when > clock.now() + CLOCKS_DIFFER:
        raise click.UsageError(
            f"{now} is still to come: what is held back until then would be sent now. Add --dry-run to see what would be sent."
        )
    first = _first_moment(when, since, everything, published_within, root)
    remembers = published_within is None
    # Of two runs at once, the second finds what the first has told.
    with alone_with(root, state_path) if remembers and not dry_run else nullcontext():
        _tell(state_path, timeout, first, when, root, in_doubt, strict=strict, dry_run=dry_run, post=post, remembers=remembers)


def _tell(
    state_path: str,
    timeout: float,
    first: datetime,
    when: datetime,
    root: Path,
    in_doubt: str | None,
    *,
    strict: bool,
    dry_run: bool,
    post: bool,
    remembers: bool,
) -> None:
    """Tell everybody what is new since a moment, as far as the state file does not say that they know."""
    judged = judge(root, when)
    refuse_drill(judged, "told to anyone")
    if code := exit_code(judged.checked.diagnostics):
        write(report(judged, "plain", colours=False))
        say("No one was told anything.", err=True)
        raise click.exceptions.Exit(code)
    site = publishing.publish(judged.checked, when)
    added = judged.checked.extensions
    for name, webhook in site.config.subscribe.webhooks.items():
        if webhook.notifier:
            notifier_named(added, webhook.notifier, name)
    theme = read_theme(site.config.site.theme, root)
    announcer = Announcer(site, theme)
    targets = _targets(site.config.subscribe)
    if not targets:
        say(
            "There is no one to tell: site_config.yml has no `websub_hub`, no `webhooks`, no `lists` and no `posts` under `subscribe:`."
        )
        return
    news = new_items.new_items(site, theme)
    items = dict.fromkeys((target.name for target in targets), news)
    people = tuple(target.name for target in targets if target.kind.is_list or target.kind.is_chat)
    if people:
        items |= dict.fromkeys(people, new_items.items_and_overdue(site, theme))
    memory = _Memory(root, state_path, remembers=remembers)
    # An account is met when it first posts: what was only shown before, and is older than a day by then, is not posted all at once.
    shown = () if post else tuple(target for target in targets if target.kind.is_public)
    for target in targets:
        if target not in shown:
            memory.state = new_items.first_met(memory.state, (target,), items[target.name], first)
    if in_doubt == "told" and not dry_run:
        memory.settle(targets)
    pending: dict[str, tuple[Message, ...]] = {}
    held: dict[str, tuple[NewsItem, ...]] = {}
    more: dict[str, int] = {}
    for target in targets:
        state_of_it = new_items.first_met(memory.state, (target,), items[target.name], first) if target in shown else memory.state
        due = new_items.due(state_of_it, target, items[target.name])
        if target.kind.is_list:
            if not remembers:
                # Its readers would get the same with every run.
                targets = tuple(one for one in targets if one is not target)
                say(
                    f"The list {target.name} is not told: --published-within records nothing, so its readers would get everything with every run.",
                    err=True,
                    lead="warning",
                )
                continue
            doubtful = () if in_doubt == "again" else tuple(item for item in due if memory.tries(target, item) >= _MOST_TRIES)
            held[target.name] = doubtful
            due = tuple(item for item in due if item not in doubtful)
            more[target.name] = len(due[_AT_ONCE:])
            pending[target.name] = emails.list_messages(target, due[:_AT_ONCE], site, theme)
        else:
            pending[target.name] = new_items.messages(target, due, announcer, notifiers(added))
    if dry_run:
        for target in targets:
            for message in pending[target.name]:
                if not target.kind.is_public:
                    say(f"Would tell {target.name}: {message.about}")
                if target.kind.is_list:
                    # Ends of lines as a terminal has them: a server is sent those of the protocol.
                    hand_over(message.body.decode().replace("\r\n", "\n"))
        _show_posts(targets, pending)
        if not any(pending.values()):
            say("Everyone has been told everything.")
        return
    targets = tuple(target for target in targets if target not in shown)
    # Saved before the first message: a new target is recorded now, so that failed messages are repeated and not skipped next time.
    memory.write()
    failed: dict[str, list[Delivery]] = defaultdict(list)
    outcomes: dict[str, list[Delivery]] = defaultdict(list)
    for target in targets:
        if target.unusable and pending[target.name]:
            failed[target.name] += [Delivery(message=message, why=target.unusable) for message in pending[target.name]]
    ready = [message for target in targets if not target.unusable for message in pending[target.name]]
    agent = f"aboveboard/{__version__}"
    by: Mapping[TargetKind, network.Deliverer] = {
        TargetKind.EMAIL: partial(mail_server.through, host_of(site.config.site.identity), memory.in_doubt),
        TargetKind.LISTMONK: partial(listmonk.through, agent),
    }
    for outcome in network.send(ready, timeout, agent, by):
        name = outcome.message.target.name
        if not outcome.arrived:
            failed[name].append(outcome)
            continue
        outcomes[name].append(outcome)
        if outcome.message.target.kind.is_public:
            say(f"POSTED by {name}: {outcome.message.about} {outcome.address}")
        else:
            say(f"Told {name}: {outcome.message.about}")
        memory.told(outcome.message, new_items.complete(outcomes[name], pending[name]))
    if not any(pending.values()) and not any(held.values()):
        say("Everyone has been told everything.")
    for name, losses in sorted(failed.items()):
        _say_failed(name, losses, remembers)
    for name, left in more.items():
        if left:
            say(f"{name} gets {left} more with the next runs, {_AT_ONCE} at a time.")
    for name, doubtful in sorted(held.items()):
        if doubtful:
            _say_held(name, doubtful)
    _show_posts(shown, pending)
    if strict and (failed or any(held.values())):
        raise click.exceptions.Exit(1)


class _Memory:
    """The state file. What delivers messages writes to it from threads of its own."""

    def __init__(self, root: Path, path: str, *, remembers: bool) -> None:
        self._root, self._path, self._remembers = root, path, remembers
        self._lock = threading.Lock()
        self.state = parse_notify_state(read_generated(root, path, _STATE_LIMIT), path) if remembers else NotifyState()

    def tries(self, target: Target, item: NewsItem) -> int:
        """Return how often an item was sent to a target without anybody knowing what became of it."""
        return self.state.targets.get(target.name, TargetState()).tries(item.id)

    def write(self) -> None:
        """Write the file."""
        if self._remembers:
            write_generated(self._root, self._path, notify_state_text(self.state))

    def told(self, message: Message, complete: frozenset[str]) -> None:
        """Record that a message arrived."""
        with self._lock:
            self.state = self.state.told(message, complete)
            self.write()

    def settle(self, targets: tuple[Target, ...]) -> None:
        """Take what is in doubt of every list as told."""
        for target in targets:
            known = self.state.targets.get(target.name, TargetState())
            if ids := tuple(known.in_doubt):
                taken = Message(target=target, id="", about="", covers=ids, body=b"", content_type="")
                self.state = self.state.told(taken, frozenset(ids))

    @contextmanager
    def in_doubt(self, message: Message) -> Iterator[None]:
        """Record that a message is sent for good; and, when it certainly did not arrive, that nothing of it is in doubt."""
        self._doubt(message, 1)
        try:
            yield
        except (network.LaterError, network.RefusedError) as error:
            if not getattr(error, "doubtful", False):
                self._doubt(message, -1)
            raise

    def _doubt(self, message: Message, more: int) -> None:
        with self._lock:
            self.state = self.state.doubted(message, more)
            self.write()


def _first_moment(when: datetime, since: str | None, everything: bool, within: str | None, root: Path) -> datetime:
    if since is not None:
        return time_of(since, root, "--since")
    if everything:
        return datetime.min.replace(tzinfo=when.tzinfo)
    if within is None:
        return when - FRESH
    length = length_of(within)
    if length is None:
        raise click.UsageError(f"--published-within {within} is not a length of time; write it like 30m, 2h or 1d.")
    return when - length


def _show_posts(targets: tuple[Target, ...], pending: Mapping[str, tuple[Message, ...]]) -> None:
    """Show posts that are not posted, each line marked as what it is, and say last that none was."""
    waiting = [message for target in targets if target.kind.is_public for message in pending[target.name]]
    for message in waiting:
        say(f"NOT POSTED by {message.target.name}, only shown: {message.about}")
        if message.unwritten:
            say(f"    There is no post: {message.unwritten}.")
        for line in message.shown.splitlines():
            say(f"    | {line}")
    if waiting:
        posts = "1 post was shown" if len(waiting) == 1 else f"{len(waiting)} posts were shown"
        say(f"{posts}, and NOTHING WAS POSTED. To post: aboveboard notify --post", err=True, lead="warning")


def _targets(subscribe: Subscribe) -> tuple[Target, ...]:
    """Return all targets, with secrets from the environment."""
    targets = []
    if subscribe.websub_hub:
        targets.append(Target(name="the hub", kind=TargetKind.WEBSUB, url=subscribe.websub_hub))
    for name, webhook in subscribe.webhooks.items():
        url = webhook.url or os.environ.get(webhook.url_env, "").strip()
        secret = os.environ.get(webhook.secret_env, "").strip() if webhook.secret_env else ""
        if not url:
            unusable = f"the environment variable {webhook.url_env} is not set"
        elif webhook.secret_env and not secret:
            # Never send unsigned instead: recipients that check signatures would refuse it, and others would not notice.
            unusable = f"the environment variable {webhook.secret_env} is not set"
        else:
            unusable = refuse_address(url)
        kind = TargetKind.PLUGIN if webhook.notifier else TargetKind(webhook.kind.value)
        if not unusable and kind is TargetKind.NTFY:
            unusable = ntfy.refuse_topic(url) or refuse_token(secret)
        elif not unusable and secret:
            unusable = refuse_secret(secret)
        targets.append(
            Target(
                name=name,
                kind=kind,
                url=url,
                secret=secret,
                unusable=unusable,
                notifier=webhook.notifier,
                language=webhook.language,
                audience=webhook.audience,
            )
        )
    targets += [_list_target(subscribe, one) for one in subscribe.lists.values()]
    targets += [_account(name, account) for name, account in subscribe.posts.items()]
    return tuple(targets)


def _account(name: str, account: PostAccount) -> Target:
    secret = os.environ.get(account.secret_env, "").strip()
    unusable = "" if secret else f"the environment variable {account.secret_env} is not set"
    return Target(
        # No webhook has a name with a space, so none shares its entry in the state.
        name=f"the account {name}",
        kind=TargetKind(account.kind.value),
        url=account.url,
        secret=secret,
        unusable=unusable or refuse_address(account.url) or refuse_token(secret),
        language=account.language,
        handle=account.handle,
        visibility=account.visibility.value if account.visibility else "",
        characters=account.characters,
    )


def _list_target(subscribe: Subscribe, one: MailingList) -> Target:
    server, host = subscribe.mail_server, subscribe.listmonk
    by_api = bool(one.listmonk)
    user_env, secret_env = (host.user_env, host.token_env) if by_api else (server.user_env, server.password_env)
    user, secret = (os.environ.get(name, "").strip() if name else "" for name in (user_env, secret_env))
    missing = next((name for name, value in ((user_env, user), (secret_env, secret)) if name and not value), "")
    unusable = f"the environment variable {missing} is not set" if missing else refuse_address(host.url) if by_api else ""
    return Target(
        name=one.name,
        kind=TargetKind.LISTMONK if by_api else TargetKind.EMAIL,
        secret=secret,
        unusable=unusable,
        mailing_list=one,
        server=server,
        listmonk=host,
        user=user,
    )


def _say_failed(name: str, losses: list[Delivery], remembers: bool) -> None:
    first = losses[0]
    more = f" and {len(losses) - 1} more" if len(losses) > 1 else ""
    kept = (
        "It may have arrived all the same; it will be sent once more in the next run, as the same message."
        if first.doubtful and first.message.target.kind.is_list
        else "It will be sent in the next run."
        if remembers
        else "It will not be sent again, because --published-within records nothing."
    )
    say(
        f"{name} was not told of {first.message.about!r}{more}: {first.why}. {kept}",
        err=True,
        lead="warning",
    )


def _say_held(name: str, items: tuple[NewsItem, ...]) -> None:
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    say(
        f"{name} may have been told of {items[0].title!r}{more}, even twice: each time the connection, or this program, ended before the mail server"
        " had answered. It is not sent again by itself.",
        err=True,
        lead="warning",
    )
    say(
        "  help: look into the list's archive, or your own mailbox. If it is there, run `aboveboard notify --in-doubt told`; if not, `aboveboard notify --in-doubt again`.",
        err=True,
    )
