"""Commands, one cog a file. A cog is an extension of discord.py, listed in ``client.COGS``."""
