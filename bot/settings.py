"""Settings, read from the environment once; the only module that looks there."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ReadingRoomError, SettingMissingError

WHERE_TO_FIND = {
    "SLACK_BOT_TOKEN": 'api.slack.com/apps, your app, "OAuth & Permissions", Bot User OAuth Token (starts with xoxb-)',
    "SLACK_SIGNING_SECRET": 'api.slack.com/apps, your app, "Basic Information", App Credentials, Signing Secret',
    "SLACK_APP_TOKEN": (
        'api.slack.com/apps, your app, "Basic Information", App-Level Tokens, '
        "one with the scope connections:write (starts with xapp-)"
    ),
}


def shipped(name: str) -> Path:
    """Where something that travels with the package lies: ``knowledge`` or ``manifest.yml``.

    A wheel carries it inside the package; a checkout has it at its top.
    """
    package = Path(__file__).parent
    inside = package / "_shipped" / name
    return inside if inside.exists() else package.parent / name


class Settings(BaseSettings):
    """What a deployment decides; each field is the environment variable of that name in capitals.

    Attributes:
        slack_bot_token: The bot token (``xoxb-…``).
        slack_signing_secret: The key Slack signs HTTP requests with.
        slack_app_token: The app-level token for Socket Mode (``xapp-…``).
        slack_api_url: Base URL of Slack's Web API; another one for a stand-in.
        knowledge_path: Packs in order; ``:`` (``;`` on Windows) between them. ``knowledge`` names the shipped pack
            unless the working folder has one of that name.
        command_prefix: Goes before every command's name, e.g. ``rr-``: at most 19 characters, so that the longest
            command stays within Slack's 32 with its slash (``manifest.schema.json``).
        port: TCP port of ``reading-room serve``.
        database_url: Where votes, usage and seen events are kept: SQLite or PostgreSQL, as SQLAlchemy or a platform
            writes it. A secret, since it may hold a password.
        retention_days: How long votes and usage are kept, in days.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    knowledge_path: Annotated[tuple[Path, ...], NoDecode] = (Path("knowledge"),)
    command_prefix: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,19}$")] = ""
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///reading-room.db")
    retention_days: Annotated[int, Field(ge=1, le=36_500)] = 90

    @field_validator("knowledge_path", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
        return value

    @field_validator("knowledge_path")
    @classmethod
    def _resolve(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        packs = value or (Path("knowledge"),)
        return tuple(shipped("knowledge") if str(p) == "knowledge" and not p.is_dir() else p for p in packs)

    @field_validator("slack_api_url")
    @classmethod
    def _end_with_slash(cls, value: str) -> str:
        return value if value.endswith("/") else f"{value}/"

    def require(self, variable: str) -> str:
        """The value of a secret, by the name of its environment variable.

        Raises:
            SettingMissingError: It is not set; the sentence says where to find it.
        """
        secret: SecretStr | None = getattr(self, variable.lower())
        value = secret.get_secret_value().strip() if secret else ""
        if not value:
            raise SettingMissingError(variable, WHERE_TO_FIND[variable])
        return value


def load_settings() -> Settings:
    """Read the settings from the environment, and from ``.env`` where there is one.

    Raises:
        ReadingRoomError: A value cannot be used; the sentence names the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        variable = ".".join(map(str, first["loc"])).upper()
        raise ReadingRoomError(f"{variable} cannot be used: {first['msg']}") from None
