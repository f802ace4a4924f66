"""``views.*``: modals and the App Home.

Source: docs.slack.dev, /reference/methods/views.open and its neighbours, /surfaces/modals.
"""

from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.strictness import measures_of, refuse_view
from bot.playground.views import MOST_STACKED, opened, replaced
from bot.playground.wire import Json


def _sent(call: Call, kind: str) -> Json:
    """The view that a call carries.

    Raises:
        ApiError: It is none, or breaks a limit: ``invalid_arguments``.
    """
    view = call.arguments.get("view")
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments", "/view: is no object")
    call.exchange.measures = measures_of(view)
    call.accept(refuse_view(view))
    if view.get("type") != kind:
        raise ApiError("invalid_arguments", f"/view/type: is {view.get('type')}, must be {kind}")
    return view


def _redeemed(call: Call) -> str:
    """Whose ``trigger_id`` it is.

    Raises:
        ApiError: ``invalid_trigger_id``, ``trigger_expired`` or ``exchanged_trigger_id``.
    """
    user, error = call.slack.passes.redeem(call.text("trigger_id") or call.text("interactivity_pointer"))
    if error:
        raise ApiError(error)
    return user


def open_view(call: Call) -> Json:
    """``views.open``: a modal for whoever acted."""
    view = _sent(call, "modal")
    _check_external_id(call, view)
    user = _redeemed(call)
    made = opened(call.slack, view)
    call.slack.workspace.show_views(user, [made], by_app=True)
    return {"view": made}


def push_view(call: Call) -> Json:
    """``views.push``: a modal on top of the one that is open."""
    view = _sent(call, "modal")
    _check_external_id(call, view)
    user = _redeemed(call)
    stack = call.slack.workspace.views.get(user, [])
    if not stack:
        raise ApiError("not_found")
    if len(stack) >= MOST_STACKED:
        raise ApiError("push_limit_reached")
    made = opened(call.slack, view, previous=stack[-1])
    call.slack.workspace.show_views(user, [*stack, made], by_app=True)
    return {"view": made}


def update_view(call: Call) -> Json:
    """``views.update``: another content for a modal that is open; a Home is published anew."""
    view = _sent(call, "modal")
    found = call.slack.workspace.view(call.text("view_id")) or _with_external_id(call, call.text("external_id"))
    if found is None or found[1]["type"] != "modal":
        raise ApiError("not_found")
    user, before = found
    if call.text("hash") and call.text("hash") != before["hash"]:
        raise ApiError("hash_conflict")
    if view.get("external_id") != before["external_id"]:
        _check_external_id(call, view)
    made = replaced(call.slack, before, view)
    stack = [made if other["id"] == before["id"] else other for other in call.slack.workspace.views[user]]
    call.slack.workspace.show_views(user, stack, by_app=True)
    return {"view": made}


def publish_view(call: Call) -> Json:
    """``views.publish``: somebody's App Home."""
    user, view = call.required("user_id"), _sent(call, "home")
    if user not in call.slack.workspace.users:
        raise ApiError("invalid_arguments", "/user_id: is nobody here")
    if not call.slack.app.has_home_tab:
        raise ApiError("not_enabled")
    before = call.slack.workspace.homes.get(user)
    if before and call.text("hash") and call.text("hash") != before["hash"]:
        raise ApiError("hash_conflict")
    made = replaced(call.slack, before, view) if before else opened(call.slack, view)
    call.slack.workspace.show_home(user, made)
    return {"view": made}


def _check_external_id(call: Call, view: Json) -> None:
    """Check that no other modal has this ``external_id``.

    Raises:
        ApiError: One has: ``duplicate_external_id``.
    """
    if _with_external_id(call, view.get("external_id") or "") is not None:
        raise ApiError("duplicate_external_id")


def _with_external_id(call: Call, external_id: str) -> tuple[str, Json] | None:
    for user, stack in call.slack.workspace.views.items():
        for view in stack:
            if external_id and view["external_id"] == external_id:
                return user, view
    return None


METHODS = {
    "views.open": Method(open_view, tier=Tier.FOUR),
    "views.push": Method(push_view, tier=Tier.FOUR),
    "views.update": Method(update_view, tier=Tier.FOUR),
    "views.publish": Method(publish_view, tier=Tier.FOUR),
}
