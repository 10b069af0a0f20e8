"""Customers' questions: from their messages to the answers on the page."""
