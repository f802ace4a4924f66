"""Quizzes: begun from a step or from the Home tab, one question at a time; every answer is kept before it is acked."""

import asyncio
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import learning
from bot.cards import quizzes as cards
from bot.cards.blocks import Block
from bot.cards.entries import Form
from bot.core.practising import recalled
from bot.core.quizzing import Quizmaster, QuizQuestion
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, team_of
from bot.handlers.counter import Counter
from bot.handlers.forms import Filled
from bot.handlers.reading import Readers
from bot.knowledge.learning import Assignment
from bot.knowledge.pack import Pack
from bot.knowledge.tracks import Track, TrackStep
from bot.names import Action, Modal
from bot.storage.quizzes import Quiz

PRACTICE = "practice"
"""What stands before the id of a quiz of one's own misses."""

MOST_AGAIN = 2
"""Questions of a step's quiz that come from the learner's own misses."""

MOST_PRACTISED = 10
"""Questions of one practice."""

ASKED, TOLD = "asked", "told"
"""What a modal shows: a question, or what came of it."""


class Place(NamedTuple):
    """Where a quiz stands, as its modal carries it.

    Attributes:
        quiz_id: Which quiz.
        number: Which question, counted from 0.
        shows: `ASKED` or `TOLD`.
        channel_id: The conversation of the step's message; empty where it was begun on the Home tab.
        ts: Its timestamp.
    """

    quiz_id: str
    number: int
    shows: str
    channel_id: str = ""
    ts: str = ""

    def __str__(self) -> str:
        """It, as the modal carries it."""
        return "\n".join((self.quiz_id, str(self.number), self.shows, self.channel_id, self.ts))

    @classmethod
    def of(cls, metadata: str) -> "Place":
        """It, from what a modal carried."""
        quiz_id, number, shows, channel_id, ts = metadata.split("\n")
        return cls(quiz_id, int(number), shows, channel_id, ts)


class Examiner:
    """Asks what the pack can be asked about.

    Args:
        counter: Has the library, the store, and shows what came of a click.
        readers: Knows whether there are learners.
    """

    def __init__(self, counter: Counter, readers: Readers) -> None:
        self.counter = counter
        self._readers = readers
        self._making: tuple[Pack, asyncio.Task[Quizmaster]] | None = None
        counter.tutor.office.attendant.each_round(self.look)

    async def look(self) -> None:
        """Begin to find out what can be asked, as soon as there is a learner: so that nobody has to wait for it."""
        if self._readers.has_learners:
            self._make()

    async def master(self) -> Quizmaster:
        """What can be asked of the pack that is served."""
        return await asyncio.shield(self._make())

    def _make(self) -> asyncio.Task[Quizmaster]:
        """Find it out once a pack: 0.7 s for the shipped one, in a thread, beside the answers."""
        pack = self.counter.tutor.office.desk.library.pack
        if self._making is None or self._making[0] is not pack:
            self._making = (pack, asyncio.create_task(asyncio.to_thread(Quizmaster, pack)))
        return self._making[1]

    async def question(self, quiz: Quiz, number: int) -> QuizQuestion | None:
        """A question of a quiz, the same each time it is shown; ``None`` where the pack no longer gives it."""
        if number >= len(quiz.questions):  # others were taken out since it was asked
            return None
        return (await self.master()).ask(quiz.questions[number], f"{quiz.id}:{number}")

    async def draw(self, track: Track, step: TrackStep, seed: str, missed: Sequence[str]) -> tuple[str, ...]:
        """What a step's quiz asks: own misses, then what came since the last quiz, then what came before."""
        master, count, drawn = await self.master(), step.quiz or 0, tuple[str, ...]()
        for about in (track.shown_before(step.id, since_quiz=True), track.shown_before(step.id)):
            if len(drawn) < count and about:
                first = drawn or missed
                drawn = tuple(one.key for one in master.draw(about, count, seed, first=first))
        return drawn


def register(app: AsyncApp, *, examiner: Examiner) -> None:
    """Listen to quizzes being begun, and to answers."""
    app.action(action_id(Action.BEGIN_QUIZ))(bind(begin, examiner=examiner))
    app.action(action_id(Action.PRACTISE))(bind(practise, examiner=examiner))
    app.view_submission(Modal.QUIZ.value)(bind(go_on, examiner=examiner))


async def begin(ack: AsyncAck, action: Payload, body: Payload, *, examiner: Examiner) -> None:
    """Begin the quiz of a step, or go on with it."""
    counter, user_id = examiner.counter, str(body["user"]["id"])
    tutor = counter.tutor
    store, now = tutor.office.store, tutor.now()
    quiz_id = chosen_value(action)
    assignment_id, _, step_id = quiz_id.partition("|")
    assignment = await store.assignments.get(assignment_id)
    track = tutor.track(assignment) if assignment else None
    step = track.step(step_id) if track else None
    if not assignment or not track or not step or assignment.user_id != user_id or not assignment.state.is_under_way:
        await ack()
        counter.answer(body, learning.gone_track_card())
        return
    quiz = await store.quizzes.get(quiz_id)
    if quiz is None:
        missed = [miss.question for miss in await store.quizzes.due(assignment.team_id, user_id, now)]
        questions = await examiner.draw(track, step, quiz_id, missed[:MOST_AGAIN])
        quiz = await store.quizzes.begin(Quiz(quiz_id, assignment.team_id, user_id, questions), now)
    container = {} if is_private(body) else body.get("container") or {}  # what one person sees cannot be updated
    place = Place(quiz.id, len(quiz.answers), ASKED, str(container.get("channel_id") or ""),
                  str(container.get("message_ts") or ""))  # fmt: skip
    view = await _next(examiner, quiz, place)
    await tutor.office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()


async def practise(ack: AsyncAck, body: Payload, *, examiner: Examiner) -> None:
    """Ask again what somebody got wrong and is due by now."""
    tutor, team_id, user_id = examiner.counter.tutor, team_of(body), str(body["user"]["id"])
    store, now = tutor.office.store, tutor.now()
    due, master = [miss.question for miss in await store.quizzes.due(team_id, user_id, now)], await examiner.master()
    there = [question for question in due if master.ask(question, "there")]
    if gone := [question for question in due if question not in there]:
        await store.quizzes.drop(team_id, user_id, gone)
    if there:
        quiz = Quiz(f"{PRACTICE}|{secrets.token_hex(6)}", team_id, user_id, tuple(there[:MOST_PRACTISED]))
        quiz = await store.quizzes.begin(quiz, now)
        view = await _next(examiner, quiz, Place(quiz.id, 0, ASKED))
    else:
        view = cards.nothing_due_modal()
    await tutor.office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()
    if not there:
        examiner.counter.home.show(team_id, user_id)


async def go_on(ack: AsyncAck, body: Payload, view: Payload, *, examiner: Examiner) -> None:
    """Keep an answer and tell what is right; or, after that, ask the next."""
    place = Place.of(str(view["private_metadata"]))
    quiz = await examiner.counter.tutor.office.store.quizzes.get(place.quiz_id)
    if quiz is None or quiz.user_id != body["user"]["id"]:
        await ack(response_action="update", view=cards.over_modal())
        return
    if place.shows == TOLD:
        shown = await _next(examiner, quiz, place)
    else:
        quiz, shown = await _told(examiner, quiz, place, Filled(view).label(cards.choice_of(place.number + 1)))
    await ack(response_action="update", view=shown)
    if quiz.is_done:
        await _show_done(examiner, body, place)


async def _told(examiner: Examiner, quiz: Quiz, place: Place, chosen: str) -> tuple[Quiz, Block]:
    """What came of an answer, which is kept; the last one also does the step."""
    tutor = examiner.counter.tutor
    store, now, pack = tutor.office.store, tutor.now(), tutor.office.desk.library.pack
    question = await examiner.question(quiz, place.number)
    if question is None or chosen not in question.options:  # the pack has changed since it was asked
        return quiz, await _next(examiner, quiz, place)
    options = question.options
    is_right = chosen == options[question.right]
    before = await store.quizzes.miss(quiz.team_id, quiz.user_id, question.key)
    miss = recalled(question.key, before, now, is_right=is_right)
    quiz = await store.quizzes.answer(quiz, place.number, miss, now, is_right=is_right)
    if quiz.is_done:
        await _do_step(examiner, quiz)
    turn = cards.Turn(place.number + 1, len(quiz.questions), str(place._replace(shows=TOLD)))
    if is_right:
        return quiz, cards.right_modal(chosen, question.because, turn)
    entry = pack.entries.get(question.about)
    card = tutor.office.desk.rack.entry_card(entry, pack, Form.SHORT).message if entry else None
    return quiz, cards.wrong_modal(chosen, options[question.right], question.because, card, turn)


async def _next(examiner: Examiner, quiz: Quiz, place: Place) -> Block:
    """The first question that is not answered, and that the pack still gives; without one, how the quiz went."""
    store = examiner.counter.tutor.office.store
    while not quiz.is_done:
        number = len(quiz.answers)
        if question := await examiner.question(quiz, number):
            turn = cards.Turn(number + 1, len(quiz.questions), str(place._replace(number=number, shows=ASKED)))
            return cards.question_modal(question.prompt, question.options, turn)
        quiz = await store.quizzes.leave_out(quiz, number)
    await _do_step(examiner, quiz)
    return cards.result_modal(quiz.right, len(quiz.questions)) if quiz.questions else cards.no_questions_modal()


async def _do_step(examiner: Examiner, quiz: Quiz) -> None:
    """The step of a quiz is done; practice has none."""
    tutor = examiner.counter.tutor
    if found := await _step_of(examiner, quiz.id):
        await tutor.office.store.assignments.do(found[0], found[1], tutor.now())
        tutor.office.attendant.wake()


async def _step_of(examiner: Examiner, quiz_id: str) -> tuple[Assignment, str] | None:
    assignment_id, _, step_id = quiz_id.partition("|")
    assignment = await examiner.counter.tutor.office.store.assignments.get(assignment_id)
    return (assignment, step_id) if assignment else None


async def _show_done(examiner: Examiner, body: Payload, place: Place) -> None:
    """Show on the step's message, or on the Home tab, that it is done."""
    counter, tutor = examiner.counter, examiner.counter.tutor
    found = await _step_of(examiner, place.quiz_id)
    track = tutor.track(found[0]) if found else None
    step = track.step(found[1]) if track and found else None
    if not place.ts or found is None or step is None:
        counter.home.show(team_of(body), str(body["user"]["id"]))
        return
    card = learning.step_card(tutor.standing(found[0]), step, tutor.office.desk.library.pack)
    counter.change_message(place.channel_id, place.ts, card)
