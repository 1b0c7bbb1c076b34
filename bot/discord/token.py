"""The bot's token: from the environment or a file, never from the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.config import Config
from retrieval.errors import ConfigError


def token(config: Config, environment: Mapping[str, str]) -> str:
    """The token in DISCORD_TOKEN, else in the file that DISCORD_TOKEN_FILE or the configuration
    names. Raises ConfigError, which never shows it.
    """
    if given := environment.get("DISCORD_TOKEN", "").strip():
        return given
    name = environment.get("DISCORD_TOKEN_FILE") or config.discord.token_file
    try:
        found = Path(name).expanduser().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise ConfigError(
            f"there is no token; set DISCORD_TOKEN, or write it into {name}, which is not there"
        ) from None
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ConfigError(f"the token file {name} cannot be read: {reason}") from error
    if not found or len(found.split()) != 1:
        raise ConfigError(f"the token file {name} must hold the token and nothing else")
    return found
