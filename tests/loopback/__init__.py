"""A stand-in for Discord on loopback, for the real discord.py.

    with Loopback(spec=…) as discord_world:
        bot = create_bot(config, **discord_world.client_kwargs())   # inside the bot's loop
        async with running(discord_world, bot):
            alice = discord_world.person("alice")
            asked = await alice.slash("ask", question="Who won?")
            assert "won" in asked.text

`world` holds servers, channels, messages and commands; `person()` gives somebody who acts;
`gateway` and `faults` break things; `guard` refuses what Discord would refuse.
"""

from tests.loopback.acts import Person
from tests.loopback.connection import Connector, DialledOut
from tests.loopback.interactions import Handle, Unanswered
from tests.loopback.messages import Message
from tests.loopback.options import ClientRefused
from tests.loopback.running import running
from tests.loopback.server import Loopback
from tests.loopback.world import ADMINISTRATOR, MANAGE_GUILD, MEMBER, Channel, Guild, User

__all__ = [
    "ADMINISTRATOR",
    "MANAGE_GUILD",
    "MEMBER",
    "Channel",
    "ClientRefused",
    "Connector",
    "DialledOut",
    "Guild",
    "Handle",
    "Loopback",
    "Message",
    "Person",
    "Unanswered",
    "User",
    "running",
]
