"""A small paper for the commands that show coverage: copies, an edited article, a source that
fails, another that is hostile. All fictional, in our own words.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from retrieval.encoder import OnnxEncoder
from retrieval.sources import SourceConfig
from retrieval.update import refresh

FIRST, SECOND = datetime(2025, 3, 1, 6, tzinfo=UTC), datetime(2025, 3, 20, 6, tzinfo=UTC)
SECRET = "/srv/secret-newsroom/incoming"

WIRE = (
    "The harbour of Skarn will be dredged by a company from Norhaven. The council took the"
    " decision with eleven votes to four. Work begins in the autumn, the harbour master said, and"
    " will take two years. Boats of the fishermen move to the northern quay meanwhile."
)
VOTE = (
    "The council votes on the harbour wall on Friday, 28 February, in Lower Hall. The wall is to"
    " cost 4 million crowns. Those who live behind it have waited for nine years."
)
LONG = " ".join(
    f"The {n}th boat of the harbour regatta is sailed by a crew from quay number {n + 3}, which"
    f" trained for {n + 5} weeks in the bay and on the lake behind the dunes."
    for n in range(4, 34)
)
HOSTILE = "@everyone **free** [prize](https://evil.example) <@123> || `x` # big"


def article(
    id: str, text: str, published: str, outlet: str, title: str, **more: Any
) -> dict[str, Any]:
    return {"id": id, "text": text, "published": published, "outlet": outlet, "title": title,
            "url": f"https://{outlet.split()[0].lower()}.example/{id}", **more}  # fmt: skip


def print_paper(folder: Path) -> Path:
    """An index over the paper, refreshed twice."""
    path, file, other = folder / "index.sqlite3", folder / "paper.jsonl", folder / "odd.jsonl"
    first = [
        article("wire", WIRE, "2025-02-20", "Port Gazette", "Harbour is dredged"),
        article("copy", WIRE, "2025-02-21", "Island Times", "Dredging decided"),
        article("vote", VOTE, "2025-02-22", "Port Gazette", "Harbour wall put to the vote"),
        article("long", LONG, "2025-02-23T10:15:00Z", "Quay News", "Harbour regatta, boat by boat"),
    ]
    odd = [article("odd", f"{HOSTILE}. The harbour crane is for sale on 3 March, its owner says.",
                   "2025-02-24", "Odd <@9> Courier", HOSTILE)]  # fmt: skip
    edited = VOTE.replace("Friday, 28 February", "Tuesday, 4 March").replace(
        "4 million", "5 million"
    )
    second = [
        article("vote", edited, "2025-02-22", "Port Gazette", "Harbour wall vote put off",
                updated="2025-02-27T09:00:00Z") if a["id"] == "vote" else a
        for a in first
    ]  # fmt: skip
    sources = [
        SourceConfig("jsonl", "Wire", str(file)), SourceConfig("jsonl", "Odd", str(other)),
        SourceConfig("folder", "Archive", SECRET),
    ]  # fmt: skip
    for now, articles in ((FIRST, first), (SECOND, second)):
        for place, items in ((file, articles), (other, odd)):
            lines = (json.dumps(a, ensure_ascii=False) for a in items)
            place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        refresh(sources, path, encoder=OnnxEncoder, now=now)
    return path
