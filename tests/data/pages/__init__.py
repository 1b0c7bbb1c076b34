"""Fictional pages with gold: what of each is the article, and what the page states about it."""
