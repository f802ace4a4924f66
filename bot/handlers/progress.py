"""Onboarding on the Home tab: a learner's next step, and a lead's cohort."""

from datetime import UTC, timedelta

from bot.cards import leading, learning
from bot.cards.blocks import Block
from bot.cards.channels import name_of
from bot.handlers.home import HomeVisit
from bot.handlers.tutoring import Tutor
from bot.knowledge.learning import Assignment
from bot.storage.opened import FEWEST_PEOPLE

MOST_LINES = 25
"""People of a cohort on the Home tab; Slack takes a hundred blocks on it."""

MOST_ASKED = 5

LATELY = timedelta(days=14)
"""How long an assignment is shown after it ended."""


async def show_learning(visit: HomeVisit, *, tutor: Tutor) -> list[Block]:
    """The section of a learner: the next step, how far they are, and what they got wrong and is due again."""
    store, pack = tutor.office.store, tutor.office.desk.library.pack
    theirs = [one for one in await store.assignments.of_learner(visit.team_id, visit.user_id) if _is_shown(one, visit)]
    blocks: list[Block] = []
    for assignment in theirs:
        blocks += learning.learner_blocks(tutor.standing(assignment), pack)
    # Of whoever finished long ago too: what was got wrong comes back until it is known.
    due = await store.quizzes.count_due(visit.team_id, visit.user_id, visit.now)
    return [*blocks, *learning.practice_blocks(due)]


async def show_cohort(visit: HomeVisit, *, tutor: Tutor) -> list[Block]:
    """The section of a lead or preceptor: who is how far, who is stuck, and what new hires asked this month."""
    store, pack = tutor.office.store, tutor.office.desk.library.pack
    led = [one for one in await store.assignments.led_by(visit.team_id, visit.user_id) if _is_shown(one, visit)]
    if not led:
        return []
    standings = [tutor.standing(one) for one in led]
    blocks = leading.cohort_blocks(standings, await _shared(tutor, led), MOST_LINES)
    month = visit.now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    learners = {user for team, user in await store.assignments.learners() if team == visit.team_id}
    asked = await store.opened.asked_by(visit.team_id, learners, month)
    told = [(name_of(answer, pack), count) for answer, count in asked[:MOST_ASKED]]
    return [*blocks, *leading.new_hires_asked_blocks(told, FEWEST_PEOPLE)]


def _is_shown(assignment: Assignment, visit: HomeVisit) -> bool:
    return assignment.ended_at is None or assignment.ended_at >= visit.now - LATELY


async def _shared(tutor: Tutor, led: list[Assignment]) -> dict[str, str]:
    """How quizzes went, of those learners who share it, by assignment."""
    ids = {f"{one.id}|{step.step_id}": one.id for one in led if one.shares for step in one.steps if step.done_at}
    scores: dict[str, list[str]] = {}
    for quiz_id, quiz in (await tutor.office.store.quizzes.of(tuple(ids))).items() if ids else ():
        scores.setdefault(ids[quiz_id], []).append(f"{quiz.right}/{len(quiz.questions)}")
    return {assignment: f" · quizzes {', '.join(told)}" for assignment, told in scores.items()}
