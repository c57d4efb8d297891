"""Turning the page as a reader does: by the link that stands on it."""

import re
from html import unescape


def next_page(client, address, asked):
    """The page behind "Next" on the list at `address`, asked for with these words and filters."""
    shown = client.get(address, asked).content.decode()
    link = re.search(r'rel="next" href="([^"]*)"', shown)
    return client.get(address + unescape(link[1]))
