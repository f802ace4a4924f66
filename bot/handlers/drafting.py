"""*Answer this*: an owner writes what is missing, a second person approves it, and it is live everywhere.

Every step is on the disk before it is acked; what follows from it is an errand. Whoever waited is told once.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import drafting as cards
from bot.cards.blocks import Message, preformatted
from bot.cards.entries import Form, entry_card
from bot.cards.failures import failure_modal
from bot.cards.gaps import not_an_owner_card
from bot.cards.questions import question_card
from bot.clock import moment
from bot.core.admitting import turned_away
from bot.core.editing import Editor
from bot.core.gaps import in_words
from bot.errors import PackError, Problem, ReadingRoomError
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import Payload, action_id, bind, chosen_value, team_of
from bot.handlers.owning import Office, Person
from bot.handlers.replies import Replies
from bot.knowledge.authoring import SourceGiven, concept_files, question_files
from bot.names import Action, Modal
from bot.storage.channels import Channel
from bot.storage.drafts import Draft, MovedError, State, draft_id_of
from bot.storage.errands import Errand

SOON = 2.0
"""Seconds after which a record that was published should be served here."""

NAME_TAKEN = "Its name is taken: something that is live by now has the same. Give it another one."

TERM = "term:"

NOT_YOURS = "Only owners of channels and workspace admins may."

PRIVATE = "That may name a patient. Leave out whatever points to a person."

_QUOTED = re.compile(r"""('[^']*'|"[^"]*")""")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_FIELDS = {
    "the source's title": cards.TITLE,
    "the source's publisher": cards.PUBLISHER,
    "the source's url": cards.URL,
    "ask": cards.ASK,
    "answer": cards.ANSWER,
    "summary": cards.SUMMARY,
    "plain": cards.PLAIN,
    "abbreviations": cards.SHORT,
    "aliases": cards.ALSO,
    "review.owner": cards.OWNER,
}
"""How a complaint begins, and the field that it is shown at."""


class Studio:
    """Where answers are written and approved.

    Args:
        office: Has the store, the library, and who is who.
        editor: Serves what was approved.
    """

    def __init__(self, office: Office, editor: Editor) -> None:
        self.office = office
        self.editor = editor
        self._asked: set[tuple[str, str]] = set()
        attendant = office.attendant
        attendant.each_round(self.look)
        attendant.each_round(self.ask_new_owners)
        attendant.undertake("review", self.ask_for_review)
        attendant.undertake("approve", self.publish)
        attendant.undertake("published", self.tell_author)
        attendant.undertake("declined", self.tell_declined)
        attendant.undertake("broken", self.tell_broken)
        attendant.undertake("told", self.tell_waiting)

    async def look(self) -> None:
        """Serve what was approved, on whichever worker.

        Raises:
            StorageError: The database does not answer.
        """
        drafts = self.office.store.drafts
        revision = await drafts.revision()
        if revision != self.editor.revision:
            await self.editor.serve(await drafts.records(), revision)

    async def ask_new_owners(self) -> None:
        """Have every draft that waits shown to whoever may approve it by now; who was asked is not asked again.

        Raises:
            StorageError: The database does not answer.
        """
        proposed = await self.office.store.drafts.proposed()
        channels = await self.office.store.channels.all() if proposed else []
        for draft in proposed:
            wanted = {(draft.id, user) for user in _reviewers(channels, draft.team_id, draft.user_id)}
            if new := wanted - self._asked:
                users = tuple(user for _, user in sorted(new))
                await self.office.store.drafts.propose(draft, users, moment(self.office.clock))
                self._asked |= new

    async def reviewers(self, team_id: str, author_id: str) -> tuple[str, ...]:
        """Who may approve: the other owners of channels; the author alone, where there is nobody else.

        Raises:
            StorageError: The database does not answer.
        """
        return _reviewers(await self.office.store.channels.all(), team_id, author_id)

    async def may_approve(self, draft: Draft, person: Person) -> bool:
        """Whether somebody may approve a draft: a second person, unless the owner is alone.

        Raises:
            StorageError: The database does not answer.
        """
        reviewers = await self.reviewers(draft.team_id, draft.user_id)
        return person.id in reviewers or (person.is_admin and person.id != draft.user_id)

    async def ask_for_review(self, errand: Errand) -> None:
        """Show a draft to somebody who may approve it."""
        draft = await self._draft(errand)
        if draft is None or draft.state is not State.PROPOSED:
            return
        shown, is_alone = await self._shown(draft), errand.user_id == draft.user_id
        await self.office.tell(errand, cards.review_card(draft.user_id, shown, draft.id, is_alone=is_alone))

    async def publish(self, errand: Errand) -> None:
        """Check a draft with everything else, and make it live; or tell what keeps it from that."""
        draft = await self._draft(errand)
        if draft is None or draft.state is not State.PROPOSED:
            return
        now = moment(self.office.clock)
        await self.look()
        revision = self.editor.revision
        try:
            await self.editor.check(draft.record_id, draft.files)
        except ReadingRoomError as error:
            names = _names(self.office) | {draft.record_id: "this draft"}
            problems = _its_own_first(error, draft.record_id)[:5] if isinstance(error, PackError) else ()
            why = [_why(problem, draft, names) for problem in problems] or [NAME_TAKEN]
            told = {"draft": draft.id, "why": "\n".join(why)}
            people = {draft.user_id, str(errand.user_id)}
            await self.office.store.errands.put(
                *(Errand(f"broken:{draft.id}:{one}", "broken", draft.team_id, now, one, told) for one in people)
            )
            return
        try:
            await self.office.store.drafts.approve(draft, now, revision)
        except MovedError:
            raise TryAgainError("something else was published meanwhile", SOON) from None
        await self.look()
        self.office.attendant.wake()

    async def tell_author(self, errand: Errand) -> None:
        """Write a published record into the site's pack, or offer its files to its author."""
        draft = await self._draft(errand)
        if draft is None:
            return
        card = await self._served(draft.record_id)
        folder = self.editor.file(draft.record_id, draft.files)
        await self.office.tell(errand, cards.published_card(card, str(folder) if folder else None, draft.files))

    async def tell_declined(self, errand: Errand) -> None:
        """Tell an author that a draft was sent back."""
        if draft := await self._draft(errand):
            await self.office.tell(errand, cards.sent_back_card(await self._shown(draft)))

    async def tell_broken(self, errand: Errand) -> None:
        """Tell why an approved draft cannot go live."""
        if draft := await self._draft(errand):
            why = errand.details["why"].split("\n")
            await self.office.tell(errand, cards.broken_card(why, await self._shown(draft)))

    async def tell_waiting(self, errand: Errand) -> None:
        """Tell somebody who waited that there is an answer."""
        await self.office.tell(errand, cards.told_card(await self._served(errand.details["record"])))

    async def _draft(self, errand: Errand) -> Draft | None:
        return await self.office.store.drafts.get(errand.details["draft"])

    async def _served(self, record_id: str) -> Message:
        """The card of a published record, once it is served here.

        Raises:
            TryAgainError: It is not yet.
        """
        await self.look()
        card = card_of_record(self.office, record_id)
        if card is None:
            raise TryAgainError("the record is not served yet", SOON)
        return card

    async def _shown(self, draft: Draft) -> cards.Shown:
        """A draft as people would see it; where it would no longer load, its files."""
        try:
            pack = await self.editor.pack_with(draft.record_id, draft.files)
        except PackError:
            return cards.Shown(None, [*map(preformatted, draft.files.values())])
        if question := pack.questions.get(draft.record_id):
            return cards.Shown(question_card(question, pack), cards.particulars(question, pack))
        entry = pack.entries[draft.record_id]
        return cards.Shown(entry_card(entry, pack), cards.particulars(entry, pack))


def register(app: AsyncApp, *, studio: Studio, replies: Replies) -> None:
    """Listen to *Answer this*, to what is submitted, and to what a second person decides."""
    app.action(action_id(Action.WRITE_ANSWER))(bind(open_form, studio=studio, replies=replies))
    app.view_submission(Modal.WRITE_ANSWER.value)(bind(propose, studio=studio))
    app.action(action_id(Action.APPROVE))(bind(approve, studio=studio, replies=replies))
    app.action(action_id(Action.DECLINE))(bind(decline, studio=studio, replies=replies))


async def open_form(ack: AsyncAck, action: Payload, body: Payload, *, studio: Studio, replies: Replies) -> None:
    """Open the form that fits a gap: a word's meaning, or a question's answer."""
    office, gap = studio.office, chosen_value(action)
    if not await may_write(office, team_of(body), str(body["user"]["id"])):
        await ack()
        card = not_an_owner_card(office.desk.prefix)
        if body.get("view"):
            await office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=failure_modal(card))
        else:
            replies.send(body, card)
        return
    contact = office.desk.library.pack.info.contact.name
    metadata = f"{team_of(body)}|{gap}"
    view = (
        cards.concept_modal(gap.removeprefix(TERM), contact, metadata)
        if gap.startswith(TERM)
        else cards.question_modal(in_words(gap, office.desk.library), contact, metadata)
    )
    await office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()


async def propose(ack: AsyncAck, body: Payload, view: Payload, *, studio: Studio) -> None:
    """Keep a draft, once it would load; what is wrong is told beside the field, and nothing typed is lost."""
    office = studio.office
    team_id, _, gap = str(view["private_metadata"]).partition("|")
    user_id, now = str(body["user"]["id"]), moment(office.clock)
    typed = typed_in(view)
    if team_id != team_of(body) or not await may_write(office, team_id, user_id):
        await ack(response_action="errors", errors={cards.NAME: NOT_YOURS})
        return
    wrong = {name: PRIVATE for name, text in typed.items() if name != cards.URL and turned_away(text)}
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    record_id = ""
    try:
        record_id, files = _files(gap, typed, now.date())
        await studio.editor.validate(record_id, files)
    except PackError as error:
        problem = _its_own_first(error, record_id)[0]
        told = _by_name(problem.message, _names(office))
        await ack(response_action="errors", errors={_field(problem.field, typed): _sentence(told)})
        return
    except ReadingRoomError as error:
        await ack(response_action="errors", errors={_field(str(error), typed): _sentence(str(error))})
        return
    draft = Draft(draft_id_of(str(view["id"]), files), team_id, "", gap, record_id, files, user_id)
    reviewers = await studio.reviewers(team_id, user_id)
    await office.store.drafts.propose(draft, reviewers, now)
    others = len(set(reviewers) - {user_id})
    await ack(response_action="update", view=cards.proposed_modal(others))
    office.attendant.wake()


async def approve(ack: AsyncAck, action: Payload, body: Payload, *, studio: Studio, replies: Replies) -> None:
    """Take an approval: it is checked and published behind the ack, by whichever worker."""
    office = studio.office
    draft = await _decidable(body, action, studio)
    if isinstance(draft, Draft):
        user_id, now = str(body["user"]["id"]), moment(office.clock)
        key = f"approve:{draft.id}:{user_id}"
        await office.store.errands.put(Errand(key, "approve", draft.team_id, now, user_id, {"draft": draft.id}))
        office.attendant.wake()
    await ack()
    if isinstance(draft, Draft):
        replies.send(body, cards.approved_card(), replace=True)
    else:
        replies.send(body, draft)


async def decline(ack: AsyncAck, action: Payload, body: Payload, *, studio: Studio, replies: Replies) -> None:
    """Send a draft back to its author."""
    office = studio.office
    draft = await _decidable(body, action, studio)
    if isinstance(draft, Draft):
        is_declined = await office.store.drafts.decline(draft, moment(office.clock))
        office.attendant.wake()
        await ack()
        replies.send(body, cards.declined_card() if is_declined else cards.decided_card(), replace=True)
    else:
        await ack()
        replies.send(body, draft)


def card_of_record(office: Office, record_id: str) -> Message | None:
    """The card of a question or an entry; ``None`` where there is none."""
    library, rack = office.desk.library, office.desk.rack
    if question := library.question(record_id):
        return rack.question_card(question, library.pack).message
    if entry := library.entry(record_id):
        return rack.entry_card(entry, library.pack, Form.SHORT).message
    return None


async def may_write(office: Office, team_id: str, user_id: str) -> bool:
    """Whether somebody may write answers: an owner of a channel, a lead or preceptor of somebody, or a workspace admin.

    Raises:
        StorageError: The database does not answer.
    """
    channels = await office.store.channels.all()
    owns = any(channel.team_id == team_id and user_id in channel.owners for channel in channels)
    if owns or any(one.state.is_under_way for one in await office.store.assignments.led_by(team_id, user_id)):
        return True
    return (await office.person(user_id)).is_admin


def typed_in(view: Payload) -> dict[str, str]:
    """What was typed into the fields of a form, by their names; of a menu nothing."""
    values: Mapping[str, Any] = view["state"]["values"]
    return {name: str((field.get(name) or {}).get("value") or "").strip() for name, field in values.items()}


def _reviewers(channels: Iterable[Channel], team_id: str, author_id: str) -> tuple[str, ...]:
    owners = {owner for channel in channels if channel.team_id == team_id for owner in channel.owners}
    return tuple(sorted(owners - {author_id})) or (author_id,)


async def _decidable(body: Payload, action: Payload, studio: Studio) -> Draft | Message:
    """The draft that somebody may decide about; or a card that says why not."""
    draft = await studio.office.store.drafts.get(chosen_value(action))
    if draft is None or draft.state is not State.PROPOSED:
        return cards.decided_card()
    person = await studio.office.person(str(body["user"]["id"]))
    return draft if await studio.may_approve(draft, person) else cards.not_yours_card()


def _files(gap: str, typed: Mapping[str, str], today: date) -> tuple[str, dict[str, str]]:
    """The files of what was filled in.

    Raises:
        ReadingRoomError: They would not load; the sentence begins with the field.
    """
    source = SourceGiven(typed[cards.TITLE], typed[cards.PUBLISHER], typed[cards.URL] or None)
    if gap.startswith(TERM):
        return concept_files(
            name=typed[cards.NAME],
            abbreviations=_listed(typed[cards.SHORT]),
            aliases=_listed(typed[cards.ALSO]),
            summary=typed[cards.SUMMARY],
            plain=typed[cards.PLAIN],
            source=source,
            owner=typed[cards.OWNER],
            today=today,
        )
    ask = [line.strip() for line in typed[cards.ASK].splitlines() if line.strip()]
    return question_files(
        name=typed[cards.NAME],
        ask=[typed[cards.NAME], *ask],
        answer=typed[cards.ANSWER],
        source=source,
        owner=typed[cards.OWNER],
        today=today,
        about=_about(gap),
        tests=ask,
    )


def _about(gap: str) -> list[str]:
    """The entries that a gap is about: the card offers to open them."""
    ids = gap.rpartition(":")[2]
    return [one for one in ids.split(",") if one] if not gap.startswith(TERM) else []


def _listed(text: str) -> list[str]:
    return [one.strip() for one in re.split("[,\n]", text) if one.strip()]


def _field(complaint: str, typed: Mapping[str, str]) -> str:
    """The field of the form that a complaint is shown at."""
    found = next((field for start, field in _FIELDS.items() if complaint.startswith(start)), cards.NAME)
    return found if found in typed else cards.NAME


def _sentence(complaint: str) -> str:
    """A complaint as it is shown below its field, which need not be named again."""
    if complaint.startswith("the source's url"):
        return "This is no whole address, such as https://example.org/page."
    start = next((start for start in _FIELDS if complaint.startswith(start)), None)
    said = complaint if start is None else re.sub(r"^(\.\d+)? ", "This ", complaint.removeprefix(start))
    return f"{said[:1].upper()}{said[1:]}."


def _names(office: Office) -> dict[str, str]:
    """What people know every record by, by its id."""
    pack = office.desk.library.pack
    names = {entry.id: entry.name for entry in pack.entries.values()}
    names |= {question.id: question.name for question in pack.questions.values()}
    return {record_id: f"“{name}”" for record_id, name in names.items()}


def _its_own_first(error: PackError, record_id: str) -> list[Problem]:
    """What is wrong: first what is said of the record itself, which its author can mend."""
    return sorted(error.problems, key=lambda problem: problem.path.stem != record_id)


def _why(problem: Problem, draft: Draft, names: Mapping[str, str]) -> str:
    """What keeps a draft from going live; of another record, which."""
    record_id, told = problem.path.stem, _by_name(problem.message, names)
    return told if record_id == draft.record_id else f"{names.get(record_id, record_id)}: {told}"


def _by_name(complaint: str, names: Mapping[str, str]) -> str:
    """A complaint of the check with records by their names, and without advice to who writes files."""
    parts = _QUOTED.split(complaint.partition(": keep it on one")[0])
    parts[::2] = [_ID.sub(lambda found: names.get(found[0], found[0]), part) for part in parts[::2]]
    return "".join(parts)
