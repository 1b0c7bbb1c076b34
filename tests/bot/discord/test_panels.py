"""The faces of /settings and /privacy: golden files, shown in docs/discord.md.

After a change that is meant, write them anew with DATELINE_GOLDEN=write, and read the difference.
"""

from __future__ import annotations

import json
import os

from bot.discord.asking import Token
from bot.discord.render.settings import Panel, page_extra, panel_view
from tests.bot.discord.answers import AS_OF
from tests.bot.discord.conftest import Make
from tests.bot.discord.test_render import GOLDEN, IDS, SAY, same
from tests.loopback import Loopback, running

OUTLETS = ("Ferry Post", "Island Times", "Port Gazette", "Quay News")
SERVER = {
    "outlets": ["Island Times", "Port Gazette"], "language": "uk", "user_per_minute": 5,
    "digest_hour": 8, "digest_zone": "Europe/Kyiv",
}  # fmt: skip


async def test_a_server_and_a_channel_have_their_panels() -> None:
    panel = Panel(SERVER, OUTLETS, (10, 60))
    same("settings", panel_view(panel, _token(None), IDS, SAY))
    panel = Panel({"outlets": ["Quay News"], "private": True}, OUTLETS, (10, 60), channel=77)
    same("settings_channel", panel_view(panel, _token(77), IDS, SAY))


def _token(channel: int | None) -> Token:
    return Token("", AS_OF, extra=page_extra(0, channel))


async def test_what_is_kept_has_its_face(discord_world: Loopback, make: Make) -> None:
    async with running(discord_world, make()):
        shown = await discord_world.person("alice").slash("privacy show")
    assert shown.message is not None
    made = json.dumps(shown.message.bodies[-1]["components"], indent=1, ensure_ascii=False) + "\n"
    path = GOLDEN / "privacy.json"
    if os.environ.get("DATELINE_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
