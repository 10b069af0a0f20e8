"""Messages for the screen in our entrance hall."""

from generator.api import MessageBody, NewsItem


def notify(item: NewsItem) -> MessageBody:
    """Return what is sent of an item: one line of text."""
    return MessageBody(f"{item.title}: {item.link}\n".encode(), "text/plain; charset=utf-8")
