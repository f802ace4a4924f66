"""Ward Desk: an app of the tests' own that uses what Reading Room does not.

Modals with inputs, an external select, App Home, shortcuts, events, an agent's pane; and messages that an app should
not send.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

NAME = "Ward Desk"
EXAMINATIONS = ("Chest X-ray", "CT of the head", "CT of the chest", "MRI of the knee")
PROMPTS = ("Who is on call?", "Where is bed 12?")
STATUS = "is reading the rota…"

MANIFEST: Json = {
    "_metadata": {"major_version": 2},
    "display_information": {"name": NAME, "description": "Orders, notes and questions of a ward."},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": NAME},
        "agent_view": {"agent_description": "Answers what a ward asks."},
        "shortcuts": [
            {"name": "Order", "type": "global", "callback_id": "order", "description": "Order an examination"},
            {"name": "Note it", "type": "message", "callback_id": "note", "description": "Add it to the notes"},
        ],
        "slash_commands": [{"command": "/show", "description": "A message of a kind", "usage_hint": "menus"}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read", "assistant:write", "channels:history", "chat:write", "commands", "im:history",
                "reactions:read",
            ],
        },
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im", "reaction_added"]},
        "interactivity": {"is_enabled": True},
    },
}  # fmt: skip


def plain(text: str) -> Json:
    """Text without formatting."""
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:
    """A paragraph."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def options(*labels: str) -> list[Json]:
    """What a menu offers."""
    return [{"text": plain(label), "value": label.casefold()} for label in labels]


def asked(label: str, block_id: str, element: Json) -> Json:
    """A question of a modal."""
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element | {"action_id": block_id}}


ORDER: Json = {
    "type": "modal",
    "callback_id": "order",
    "title": plain("Order"),
    "submit": plain("Order it"),
    "close": plain("Not now"),
    "blocks": [
        asked("Patient", "patient", {"type": "plain_text_input"}),
        asked("Examination", "examination", {"type": "external_select", "min_query_length": 1}),
        asked("Urgency", "urgency", {"type": "radio_buttons", "options": options("Today", "This week")}),
        {
            "type": "actions",
            "elements": [button("How to prepare", "prepare"), button("Shorter", "shorten")],
        },
    ],
}  # fmt: skip
PREPARING: Json = {
    "type": "modal",
    "title": plain("Preparing"),
    "blocks": [section("*Nothing to eat* for four hours.")],
}
SHORTER = ORDER | {"title": plain("Short order"), "blocks": ORDER["blocks"][:3]}

SHOWN: dict[str, Json] = {
    "menus": {
        "text": "Menus",
        "blocks": [
            section("Which ward?", accessory={
                "type": "overflow", "action_id": "ward", "options": options("Ward 1", "Ward 2"),
            }),
            {"type": "actions", "elements": [
                {
                    "type": "static_select", "action_id": "bed", "placeholder": plain("Bed"),
                    "options": options("1", "2"),
                },
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-25"},
                {"type": "checkboxes", "action_id": "needs", "options": options("Lift", "Interpreter")},
                button("Discharge", "discharge", style="danger", confirm={
                    "title": plain("Discharge?"), "text": plain("Their bed is given away."),
                    "confirm": plain("Discharge them"), "deny": plain("Keep them"),
                }),
            ]},
        ],
    },
    "too many": {"text": "Too many", "blocks": [{"type": "divider"}] * 51},
    "harmful": {
        "text": "Harmful",
        "blocks": [
            section("<javascript:document.title='taken'|Press me> &lt;!here&gt; <script>document.title='x'</script>"),
            {"type": "image", "image_url": "https://example.org/pixel.png", "alt_text": "A pixel that counts readers"},
            {"type": "call", "call_id": "R1"},
        ],
    },
}  # fmt: skip
"""What ``/show`` shows, by what stands behind it."""


def home(orders: list[str]) -> Json:
    """The App Home: what was ordered."""
    lines = [section(f"• {order}") for order in orders] or [section("Nothing is ordered.")]
    header = {"type": "header", "text": plain("Orders")}
    return {"type": "home", "blocks": [header, *lines, {"type": "actions", "elements": [button("Order", "new_order")]}]}


@dataclass
class WardDesk:
    """The app.

    Attributes:
        client: Its client of the Web API.
        orders: What was ordered.
        rota: Whether it has found the rota: it answers no question before.
    """

    client: AsyncWebClient
    orders: list[str] = field(default_factory=list)
    rota: asyncio.Event = field(default_factory=asyncio.Event)

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.command("/show")(self.show)
        app.shortcut("order")(self.order)
        app.action("new_order")(self.order)
        app.options("examination")(self.offer)
        app.action("prepare")(self.prepare)
        app.action("shorten")(self.shorten)
        app.view("order")(self.ordered)
        app.shortcut("note")(self.note)
        app.action("discharge")(self.chosen)
        app.action("ward")(self.chosen)
        app.action("bed")(self.chosen)
        app.action("day")(self.chosen)
        app.action("needs")(self.chosen)
        app.event("app_home_opened")(self.opened)
        app.event("app_mention")(self.mentioned)
        app.event("message")(self.asked)
        app.event("reaction_added")(self.reacted)

    async def show(self, ack: AsyncAck, command: Json) -> None:
        """Send a message of the kind that is asked for."""
        await ack(SHOWN[command["text"]])

    async def order(self, ack: AsyncAck, body: Json) -> None:
        """Open the modal."""
        await ack()
        await self.client.views_open(trigger_id=body["trigger_id"], view=ORDER)

    async def offer(self, ack: AsyncAck, payload: Json) -> None:
        """Find the examinations that have what is typed."""
        await ack(options=options(*(name for name in EXAMINATIONS if payload["value"].casefold() in name.casefold())))

    async def prepare(self, ack: AsyncAck, body: Json) -> None:
        """Put a modal upon the modal."""
        await ack()
        await self.client.views_push(trigger_id=body["trigger_id"], view=PREPARING)

    async def shorten(self, ack: AsyncAck, body: Json) -> None:
        """Put another modal in its place."""
        await ack()
        await self.client.views_update(view_id=body["view"]["id"], view=SHORTER)

    async def ordered(self, ack: AsyncAck, view: Json, body: Json) -> None:
        """Take the order, where the patient's number is one."""
        values = view["state"]["values"]
        patient = values["patient"]["patient"]["value"]
        if not patient.isdigit():
            await ack(response_action="errors", errors={"patient": "A patient's number has digits only."})
            return
        examination = values["examination"]["examination"]["selected_option"]["text"]["text"]
        urgency = values["urgency"]["urgency"]["selected_option"]["text"]["text"]
        self.orders.append(f"{examination} for {patient}, {urgency}")
        await ack()
        await self.client.views_publish(user_id=body["user"]["id"], view=home(self.orders))

    async def note(self, ack: AsyncAck, shortcut: Json, respond: AsyncRespond) -> None:
        """Say what was noted, to whoever noted it."""
        await ack()
        await respond(f"Noted: {shortcut['message']['text']}")

    async def chosen(self, ack: AsyncAck, action: Json, respond: AsyncRespond) -> None:
        """Say what was chosen."""
        await ack()
        one = (action.get("selected_option") or {}).get("value")
        many = ", ".join(option["value"] for option in action.get("selected_options", ()))
        await respond(
            f"{action['action_id']}: {one or many or action.get('selected_date') or 'pressed'}", replace_original=False
        )

    async def opened(self, event: Json) -> None:
        """Publish the Home, or suggest what to ask."""
        if event["tab"] == "home":
            await self.client.views_publish(user_id=event["user"], view=home(self.orders))
        elif event["tab"] == "messages":
            await self.client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], title="Ask the ward", prompts=[{"title": p, "message": p} for p in PROMPTS]
            )

    async def mentioned(self, event: Json, say: AsyncSay) -> None:
        """Answer in the thread."""
        await say(f"Hello <@{event['user']}>", thread_ts=event.get("thread_ts") or event["ts"])

    async def asked(self, event: Json, say: AsyncSay) -> None:
        """Say what it is doing; answer once the rota is found."""
        if "subtype" in event or "bot_id" in event:
            return
        thread_ts = event.get("thread_ts") or event["ts"]
        await self.client.assistant_threads_setStatus(channel_id=event["channel"], thread_ts=thread_ts, status=STATUS)
        await self.rota.wait()
        await say("Kim Larsen is on call.", thread_ts=thread_ts)

    async def reacted(self, event: Json) -> None:
        """Thank for it, in private."""
        await self.client.chat_postEphemeral(
            channel=event["item"]["channel"], user=event["user"], text=f"Thanks for the :{event['reaction']}:"
        )


def make(client: AsyncWebClient, signing_secret: str) -> tuple[AsyncApp, WardDesk]:
    """The app as Bolt has it, and what it knows."""
    app = AsyncApp(client=client, signing_secret=signing_secret)
    desk = WardDesk(client)
    desk.register(app)
    return app, desk
