"""The nouns of the world as Discord writes them in JSON."""

from __future__ import annotations

import datetime as dt

from tests.loopback.world import DM, PUBLIC_THREAD, Channel, Guild, Json, User, World, snowflake


def timestamp() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


def user(who: User) -> Json:
    nothing = (
        "avatar banner accent_color avatar_decoration_data collectibles clan primary_guild".split()
    )
    return {
        "id": who.id,
        "username": who.name,
        "discriminator": "0",
        "global_name": who.name.title(),
        "public_flags": 0,
        "flags": 0,
        "bot": who.bot,
        "system": False,
        **dict.fromkeys(nothing),
    }


def own_user(who: User) -> Json:
    extra = {"mfa_enabled": False, "verified": True, "premium_type": 0, "email": None, "bio": ""}
    return {**user(who), "locale": who.locale, **extra}


def member(who: User, permissions: int | None = None) -> Json:
    """A member; `permissions` only where Discord sends them, which is in interactions."""
    nothing = "avatar banner nick premium_since communication_disabled_until".split()
    body: Json = {
        "user": user(who),
        "roles": list(who.roles),
        "joined_at": timestamp(),
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        **dict.fromkeys(nothing),
    }
    return body if permissions is None else {**body, "permissions": str(permissions)}


def channel(where: Channel) -> Json:
    body: Json = {"id": where.id, "type": where.kind, "last_message_id": None, "flags": 0}
    if where.guild is None:
        people = [user(where.recipient)] if where.recipient else []
        return {**body, "recipients": people} | ({} if where.kind == DM else {"name": None})
    body |= {"guild_id": where.guild.id, "name": where.name, "rate_limit_per_user": 0}
    if where.kind == PUBLIC_THREAD:
        return body | _thread(where)
    nothing = {"topic": None, "parent_id": None, "nsfw": False}
    return {**body, **nothing, "position": 0, "permission_overwrites": []}


def _thread(where: Channel) -> Json:
    assert where.guild is not None
    assert where.parent is not None
    return {
        "parent_id": where.parent.id,
        "owner_id": where.guild.owner.id,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": timestamp(),
            "locked": False,
            "create_timestamp": timestamp(),
        },
    }


def everyone(where: Guild) -> Json:
    """The @everyone role, whose id is the server's."""
    return {
        "id": where.id,
        "name": "@everyone",
        "permissions": str(2248473465835073),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
        "description": None,
    }


def role(where: Guild, number: str, name: str) -> Json:
    """Another role of the server's."""
    return {**everyone(where), "id": number, "name": name, "position": 1}


_GUILD_ZERO = (
    "verification_level default_message_notifications explicit_content_filter mfa_level "
    "system_channel_flags nsfw_level premium_tier"
).split()
_GUILD_NONE = (
    "icon afk_channel_id system_channel_id rules_channel_id splash public_updates_channel_id "
    "safety_alerts_channel_id description banner vanity_url_code discovery_splash "
    "application_id home_header widget_channel_id hub_type max_presences "
    "latest_onboarding_question_id incidents_data"
).split()
_GUILD_LISTS = "emojis stickers features".split()
_STREAM_LISTS = (
    "voice_states presences stage_instances guild_scheduled_events soundboard_sounds".split()
)


def guild(where: Guild) -> Json:
    """A server as REST gives it: no channels, no members."""
    return {
        "id": where.id,
        "name": where.name,
        "owner_id": where.owner.id,
        "roles": [everyone(where), *(role(where, *named) for named in where.roles.items())],
        "preferred_locale": where.locale,
        "afk_timeout": 300,
        "region": "us-east",
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "nsfw": False,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "widget_enabled": False,
        **dict.fromkeys(_GUILD_ZERO, 0),
        **dict.fromkeys(_GUILD_NONE),
        **{name: [] for name in _GUILD_LISTS},
    }


def guild_create(where: Guild, bot: User) -> Json:
    """A server as the gateway announces it."""
    threads = [c for c in where.channels if c.kind == PUBLIC_THREAD]
    return {
        **guild(where),
        "members": [member(bot)],
        "channels": [channel(c) for c in where.channels if c.kind != PUBLIC_THREAD],
        "threads": [channel(c) for c in threads],
        "member_count": 2,
        "joined_at": timestamp(),
        "large": False,
        "unavailable": False,
        **{name: [] for name in _STREAM_LISTS},
    }


def application(world: World) -> Json:
    nothing = (
        "icon type team interactions_endpoint_url role_connections_verification_url "
        "max_participants"
    ).split()
    zeros = (
        "flags explicit_content_filter approximate_guild_count approximate_user_install_count "
        "approximate_user_authorization_count"
    ).split()
    return {
        "id": world.application_id,
        "name": world.bot.name,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags_new": "0",
        "owner": user(world.owner),
        "bot": user(world.bot),
        "redirect_uris": [],
        "integration_types_config": {},
        "eligible_oauth2_scopes": [],
        **dict.fromkeys(nothing),
        **dict.fromkeys(zeros, 0),
    }


def command(body: Json, world: World, guild_id: str | None, command_id: str | None) -> Json:
    """A registered command as Discord gives it back."""
    permissions = body.get("default_member_permissions")
    blank = {"description": "", "options": [], "nsfw": False}
    localised = {"name_localizations": None, "description_localizations": None}
    return {
        **blank,
        **localised,
        **body,
        "id": command_id or snowflake(),
        "application_id": world.application_id,
        "version": snowflake(),
        "type": body.get("type") or 1,
        "default_member_permissions": None if permissions is None else str(permissions),
        "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0],
        **({"guild_id": guild_id} if guild_id else {}),
    }
