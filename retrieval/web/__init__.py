"""The web as a source of coverage: polite fetching, what was fetched, and what it holds.

- records.py: settings, what an address answered, what a page says
- client.py: one polite request: limits, retries, redirects
- manners.py: when a host may be asked
- network.py: connections that lead to no private address
- bodies.py: bodies unpacked within bounds
- robots.py: what a host allows
- addresses.py: addresses in one form, and which may be asked at all
- listings.py: a listing's bytes to items, each with its key (feeds.py, sitemaps.py)
- reader.py: slow work in a thread, under a time limit
- archive.py: the file beside the index that keeps what was fetched
- gather.py: a visit to a source: its listing, then the pages that it leads to
"""
