from tests.loopback.fixtures import discord_world, openapi, pytest_pyfunc_call

__all__ = ["discord_world", "openapi", "pytest_pyfunc_call"]
