"""Who the app is: ``auth.test``, ``apps.connections.open``, ``oauth.v2.access``, ``team.info``, ``bots.info``."""

from bot.playground.api.calls import ApiError, Call, Method, Tier, Token
from bot.playground.wire import Json
from bot.playground.workspace import TEAM_DOMAIN, TEAM_ID, TEAM_NAME


def test_auth(call: Call) -> Json:
    """``auth.test``: whose token it is."""
    app = call.slack.app
    return {
        "url": f"{call.slack.base_url}/",
        "team": TEAM_NAME,
        "team_id": TEAM_ID,
        "user": call.slack.bot.name,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    """``apps.connections.open``: the address of one WebSocket."""
    address = call.slack.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link?ticket={call.slack.socket_mode.ticket()}&app_id={call.slack.app.id}"}


def exchange_code(call: Call) -> Json:
    """``oauth.v2.access``: a code, used once, for the bot token."""
    app = call.slack.app
    if call.text("client_id") != app.client_id:
        raise ApiError("invalid_client_id")
    if call.text("client_secret") != app.client_secret:
        raise ApiError("bad_client_secret")
    installer = call.slack.passes.spend_code(call.text("code"))
    if installer is None:
        raise ApiError("invalid_code")
    return {
        "access_token": app.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(app.scopes)),
        "bot_user_id": app.bot_user_id,
        "app_id": app.id,
        "team": {"id": TEAM_ID, "name": TEAM_NAME},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": installer},
    }


def team_info(_: Call) -> Json:
    """``team.info``."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN}}


def bot_info(call: Call) -> Json:
    """``bots.info``: of the app's own bot."""
    app = call.slack.app
    if call.text("bot", app.bot_id) != app.bot_id:
        raise ApiError("bot_not_found")
    return {"bot": {"id": app.bot_id, "app_id": app.id, "user_id": app.bot_user_id, "name": app.name, "deleted": False}}


METHODS = {
    "auth.test": Method(test_auth),
    "apps.connections.open": Method(open_connection, tier=Tier.MANY, token=Token.APP),
    "oauth.v2.access": Method(exchange_code, token=Token.NONE),
    "team.info": Method(team_info, ("team:read",), Tier.THREE),
    "bots.info": Method(bot_info, ("users:read",), Tier.THREE),
}
