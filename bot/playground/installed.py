"""The one app that is installed in the workspace, as its manifest describes it.

Slack offers only the commands and shortcuts of the manifest, delivers only the events it subscribes to, and lets the
bot token do only what its scopes allow; so does the stand-in.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.wire import Json

APP_ID = "A0PLAYGROUND"
BOT_ID = "B0PLAYGROUND"
BOT_USER_ID = "U0PLAYAPP"


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """An app, its names and its secrets.

    Attributes:
        manifest: The manifest, as Slack's schema for version 1 or 2 wants it.
        bot_token: The token of its bot, ``xoxb-…``.
        app_token: The token that opens Socket Mode, ``xapp-…``.
        signing_secret: What requests to it are signed with.
        client_id: What OAuth knows it by.
        client_secret: What it proves that with.
    """

    manifest: Mapping[str, Any]
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    client_id: str = "0000000000.0000000000"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    id: str = APP_ID
    bot_id: str = BOT_ID
    bot_user_id: str = BOT_USER_ID

    @property
    def name(self) -> str:
        """Its name, as people see it."""
        return str(self._part("display_information").get("name", "App"))

    @property
    def description(self) -> str:
        """Its one sentence."""
        return str(self._part("display_information").get("description", ""))

    @property
    def commands(self) -> tuple[Json, ...]:
        """Its slash commands, each with ``command``, ``description``, ``usage_hint``."""
        return tuple(self._features.get("slash_commands", ()))

    @property
    def shortcuts(self) -> tuple[Json, ...]:
        """Its shortcuts: ``name``, ``type`` (``global`` or ``message``), ``callback_id``, ``description``."""
        return tuple(self._features.get("shortcuts", ()))

    @property
    def functions(self) -> Mapping[str, Json]:
        """Its custom steps, by ``callback_id``."""
        functions: Mapping[str, Json] = self.manifest.get("functions", {})
        return functions

    @property
    def scopes(self) -> frozenset[str]:
        """What its bot token may do."""
        return frozenset(self._part("oauth_config").get("scopes", {}).get("bot", ()))

    @property
    def unfurl_domains(self) -> tuple[str, ...]:
        """The domains whose links it is told of."""
        return tuple(self._features.get("unfurl_domains", ()))

    @property
    def has_home_tab(self) -> bool:
        """Whether it has an App Home."""
        return bool(self._features.get("app_home", {}).get("home_tab_enabled"))

    @property
    def has_messages_tab(self) -> bool:
        """Whether people can write to it."""
        home = self._features.get("app_home", {})
        return bool(home.get("messages_tab_enabled")) and not home.get("messages_tab_read_only_enabled")

    @property
    def agent_view(self) -> Json | None:
        """Its agent messaging experience, where it has one."""
        return self._features.get("agent_view")

    @property
    def assistant_view(self) -> Json | None:
        """Its assistant pane, the older form, where it has one."""
        return self._features.get("assistant_view")

    def hears(self, event: str) -> bool:
        """Whether it subscribes to an event, e.g. ``app_mention`` or ``message.channels``.

        ``function_executed`` needs no subscription (docs.slack.dev, custom steps).
        """
        subscribed = self._part("settings").get("event_subscriptions", {}).get("bot_events", ())
        return event in subscribed or (event == "function_executed" and bool(self.functions))

    def has_command(self, command: str) -> bool:
        """Whether a slash command is its own."""
        return any(known["command"] == command for known in self.commands)

    @property
    def _features(self) -> Json:
        return self._part("features")

    def _part(self, name: str) -> Json:
        part: Json = self.manifest.get(name, {})
        return part
