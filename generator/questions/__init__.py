"""What customers ask: from their messages to the answers on the page."""
