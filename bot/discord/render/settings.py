"""The panel of ``/settings``: how things stand, and menus to change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.discord.asking import Ids, Token, outlets_digest
from bot.discord.button import Press
from bot.discord.render.layout import Block, Button, bold, buttons, fitting, view, within
from bot.discord.safe import label
from bot.discord.words import LANGUAGES, Say

GREY = 0x5B6770

PAGE = 25
"""Options of one menu."""

CHANNELS = [
    discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum,
    discord.ChannelType.voice,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel shows: the settings of a server, or of one channel of it."""

    found: dict[str, Any]
    """What is set here, as it is kept."""
    outlets: tuple[str, ...]
    """What the index has."""
    limits: tuple[int, int]
    """Questions a minute of a person and of a server that the operator allows."""
    channel: int | None = None
    page: int = 0
    gone: dict[str, int] = field(default_factory=dict)
    """How many of the roles and channels that are set were deleted since."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The outlets on this page of the menu."""
        return self.outlets[self.page * PAGE : (self.page + 1) * PAGE]


def panel_view(panel: Panel, token: Token, ids: Ids, say: Say) -> discord.ui.LayoutView:
    """The message; its menus and buttons work after a restart as well."""
    title = (
        say("settings.title_channel", channel=f"<#{panel.channel}>")
        if panel.channel
        else say("settings.title")
    )
    blocks = [Block(bold(title)), Block("\n".join(_lines(panel, say)))]
    return view(fitting(blocks)[0], _rows(panel, token, ids, say), GREY)


def _lines(panel: Panel, say: Say) -> list[str]:
    found, server = panel.found, panel.channel is None
    unset = say("settings.as_server")
    outlets = found.get("outlets") or []
    known = [o for o in outlets if o in panel.outlets]
    private = found.get("private", False if server else None)
    roles = [f"<@&{role}>" for role in found.get("roles") or []]
    lines = [
        say("settings.outlets", outlets=_named(known)
            or (say("settings.all_outlets") if server else unset)),
        say("settings.private", what=unset if private is None
            else say("settings.private_on" if private else "settings.private_off")),
        say("settings.roles", roles=" ".join(roles)
            or (say("settings.everybody") if server else unset)),
    ]  # fmt: skip
    if server:
        lines += _server_lines(panel, say)
    if gone := [o for o in outlets if o not in panel.outlets]:
        lines.append(say("settings.gone_outlets", outlets=_named(gone)))
    lines += [say(f"settings.gone_{what}", count=n) for what, n in panel.gone.items() if n]
    return lines


def _server_lines(panel: Panel, say: Say) -> list[str]:
    found = panel.found
    channels = [f"<#{channel}>" for channel in found.get("channels") or []]
    language = LANGUAGES.get(found.get("language") or "")
    each, together = (
        min(found.get(key) or most, most)
        for key, most in zip(("user_per_minute", "guild_per_minute"), panel.limits, strict=True)
    )
    hour = found.get("digest_hour")
    return [
        say("settings.channels", channels=" ".join(channels) or say("settings.everywhere")),
        say("settings.language", language=language or say("settings.language_auto")),
        say("settings.limits", user=each, guild=together),
        say("settings.digest_unset") if hour is None
        else say("settings.digest", hour=hour, zone=within(found.get("digest_zone") or "UTC", 60)),
    ]  # fmt: skip


def _rows(panel: Panel, token: Token, ids: Ids, say: Say) -> list[Sequence[discord.ui.Item[Any]]]:
    def menu(verb: str, made: Any) -> list[discord.ui.Item[Any]]:
        made.custom_id = ids.written(token.doing(verb, token.extra))
        made.min_values, made.placeholder = 0, say(f"settings.pick_{verb.removeprefix('s_')}")
        return [Press(made.custom_id, made)]

    found = panel.found
    rows: list[Sequence[discord.ui.Item[Any]]] = []
    if panel.shown:
        rows.append(menu("s_outlets", _outlets(panel)))
    if len(panel.outlets) > PAGE:
        rows.append(_paging(panel, token, ids, say))
    roles = [_default(int(r), "role") for r in (found.get("roles") or [])[:PAGE]]
    roles_menu: Any = discord.ui.RoleSelect(max_values=PAGE, default_values=roles)
    rows.append(menu("s_roles", roles_menu))
    if panel.channel is None:
        channels = [_default(int(c), "channel") for c in (found.get("channels") or [])[:PAGE]]
        channel_menu: Any = discord.ui.ChannelSelect(
            channel_types=CHANNELS, max_values=PAGE, default_values=channels
        )
        rows.append(menu("s_channels", channel_menu))
        rows.append(menu("s_language", _languages(found.get("language"), say)))
    rows.append(menu("s_private", _private(found.get("private"), panel, say)))
    last: list[Button] = [("s_form", say("settings.more"), None)] if panel.channel is None else []
    last.append((f"s_reset:{token.extra}", say("settings.reset"), None))
    rows.append(buttons(ids, token, last))
    return rows


def _outlets(panel: Panel) -> discord.ui.Select[Any]:
    chosen = set(panel.found.get("outlets") or ())
    options = [
        discord.SelectOption(
            label=label(name, 100) or "…", value=outlets_digest((name,)),
            default=name in chosen,
        )
        for name in panel.shown
    ]  # fmt: skip
    return discord.ui.Select(options=options, max_values=len(options))


def _paging(panel: Panel, token: Token, ids: Ids, say: Say) -> list[discord.ui.Item[Any]]:
    last = (len(panel.outlets) - 1) // PAGE
    before = page_extra(max(panel.page - 1, 0), panel.channel)
    after = page_extra(min(panel.page + 1, last), panel.channel)
    verbs = [f"s_before:{before}", f"s_after:{after}"]
    wanted: list[Button] = [
        (verbs[0], say("button.previous"), None), (verbs[1], say("button.next"), None),
    ]  # fmt: skip
    off = [v for v, o in zip(verbs, (not panel.page, panel.page >= last), strict=True) if o]
    return buttons(ids, token, wanted, disabled=off)


def _languages(now: str | None, say: Say) -> discord.ui.Select[Any]:
    options = [discord.SelectOption(label=say("settings.language_auto"), value="auto",
                                    default=now not in LANGUAGES)]  # fmt: skip
    options += [
        discord.SelectOption(label=name, value=code, default=code == now)
        for code, name in LANGUAGES.items()
    ]
    return discord.ui.Select(options=options, max_values=1)


def _private(now: bool | None, panel: Panel, say: Say) -> discord.ui.Select[Any]:
    server = panel.channel is None
    choices = [
        ("on", "settings.private_on", now is True),
        ("off", "settings.private_off", now is False or (server and now is None)),
    ]
    if not server:
        choices.append(("unset", "settings.as_server", now is None))
    options = [
        discord.SelectOption(label=say(key), value=value, default=default)
        for value, key, default in choices
    ]
    return discord.ui.Select(options=options, max_values=1)


def _default(number: int, kind: Any) -> discord.SelectDefaultValue:
    # The API's ids are texts; discord.py sends this one as it is given.
    written: Any = str(number)
    return discord.SelectDefaultValue(id=written, type=discord.SelectDefaultValueType(kind))


def _named(names: Sequence[str]) -> str:
    row = ", ".join(within(name, 60) for name in names[:10])
    return f"{row} … ({len(names)})" if len(names) > 10 else row


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def page_extra(page: int, channel: int | None) -> str:
    """What a panel's id carries: two digits of the page, then the channel, in base 36."""
    return f"{_base36(page):0>2}{_base36(channel) if channel else ''}"


def read_extra(extra: str) -> tuple[int, int | None]:
    """The page and the channel of :func:`page_extra`; ids are signed, so they are as written."""
    return int(extra[:2] or "0", 36), int(extra[2:], 36) if extra[2:] else None


def _base36(number: int) -> str:
    made = ""
    while number or not made:
        number, digit = divmod(number, 36)
        made = _DIGITS[digit] + made
    return made
