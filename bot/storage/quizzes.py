"""Quizzes that learners are in, and the questions that they got wrong, which come back until they are known.

A question is named by what it is made from (``ionizing:mri``); its words are made anew from the pack each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.storage.database import Database
from bot.storage.tables import MISSES, QUIZZES


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz that somebody is in, or has done.

    Attributes:
        id: The assignment and step, ``3f2a|first-quiz``; or one of the learner's own practice.
        team_id: The workspace.
        user_id: The learner.
        questions: Its questions, by what they are made from.
        answers: Whether each was answered right, so far.
    """

    id: str
    team_id: str
    user_id: str
    questions: tuple[str, ...]
    answers: tuple[bool, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether every question is answered."""
        return len(self.answers) >= len(self.questions)

    @property
    def right(self) -> int:
        """How many were answered right."""
        return sum(self.answers)


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that somebody got wrong.

    Attributes:
        question: What it is made from.
        memory: How well it is known, as `bot.core.practising` counts it.
        due_at: When it should come again.
    """

    question: str
    memory: Mapping[str, Any]
    due_at: datetime


class Quizzes:
    """The quizzes and misses.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, quiz: Quiz, now: datetime) -> Quiz:
        """Begin a quiz, or go on with it where it was begun before.

        Returns:
            It, as it stands.

        Raises:
            StorageError: The database does not answer.
        """
        put = self._database.insert(QUIZZES).on_conflict_do_nothing(index_elements=[QUIZZES.c.id])
        row = {
            "id": quiz.id, "team_id": quiz.team_id, "user_id": quiz.user_id,
            "questions": list(quiz.questions), "answers": [], "begun_at": now,
        }  # fmt: skip
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(put, row)
            return _from_row((await connection.execute(select(QUIZZES).where(QUIZZES.c.id == quiz.id))).one())

    async def get(self, quiz_id: str) -> Quiz | None:
        """A quiz; ``None`` where it was not begun.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(QUIZZES).where(QUIZZES.c.id == quiz_id))).first()
        return _from_row(row) if row else None

    async def of(self, quiz_ids: Sequence[str]) -> dict[str, Quiz]:
        """Those of some quizzes that were begun, by id.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            rows = (await connection.execute(select(QUIZZES).where(QUIZZES.c.id.in_(quiz_ids)))).all()
        return {row.id: _from_row(row) for row in rows}

    async def answer(self, quiz: Quiz, number: int, miss: Miss | None, now: datetime, *, is_right: bool) -> Quiz:
        """Keep an answer, and what it says of how well a question is known; it is on the disk afterwards.

        Args:
            quiz: As it was read.
            number: Which question, counted from 0; one that was answered before stays as it was answered first.
            miss: How well it is known by now; ``None`` where nothing needs to come back.
            now: The moment.
            is_right: Whether it was answered right.

        Returns:
            It, as it stands.

        Raises:
            StorageError: The database does not answer.
        """
        lock = update(QUIZZES).where(QUIZZES.c.id == quiz.id).values(id=quiz.id)
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(lock)).rowcount:
                return quiz  # the learner was forgotten meanwhile
            stands = _from_row((await connection.execute(select(QUIZZES).where(QUIZZES.c.id == quiz.id))).one())
            if len(stands.answers) != number or stands.is_done:
                return stands
            answers = [*stands.answers, is_right]
            await connection.execute(update(QUIZZES).where(QUIZZES.c.id == quiz.id).values(answers=answers))
            if miss:
                put = self._database.insert(MISSES)
                kept = {name: put.excluded[name] for name in ("memory", "due_at", "missed_at")}
                if is_right:
                    del kept["missed_at"]
                put = put.on_conflict_do_update(index_elements=list(MISSES.primary_key), set_=kept)
                row = {
                    "team_id": quiz.team_id, "user_id": quiz.user_id, "question": miss.question,
                    "memory": dict(miss.memory), "due_at": miss.due_at, "missed_at": now,
                }  # fmt: skip
                await connection.execute(put, row)
        return replace(stands, answers=tuple(answers))

    async def leave_out(self, quiz: Quiz, number: int) -> Quiz:
        """Take a question out that the pack no longer gives, unless it is answered: the quiz, as it stands.

        Raises:
            StorageError: The database does not answer.
        """
        lock = update(QUIZZES).where(QUIZZES.c.id == quiz.id).values(id=quiz.id)
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(lock)).rowcount:
                return replace(quiz, questions=quiz.questions[:number])  # the learner was forgotten meanwhile
            stands = _from_row((await connection.execute(select(QUIZZES).where(QUIZZES.c.id == quiz.id))).one())
            if len(stands.answers) > number or stands.questions != quiz.questions:
                return stands
            questions = [*quiz.questions[:number], *quiz.questions[number + 1 :]]
            await connection.execute(update(QUIZZES).where(QUIZZES.c.id == quiz.id).values(questions=questions))
        return replace(stands, questions=tuple(questions))

    async def miss(self, team_id: str, user_id: str, question: str) -> Miss | None:
        """A question that somebody got wrong once; ``None`` where they did not.

        Raises:
            StorageError: The database does not answer.
        """
        found = await self._misses(*_theirs(team_id, user_id), MISSES.c.question == question)
        return found[0] if found else None

    async def due(self, team_id: str, user_id: str, now: datetime) -> list[Miss]:
        """What somebody got wrong and should be asked again by now, the longest due first.

        Raises:
            StorageError: The database does not answer.
        """
        return await self._misses(*_theirs(team_id, user_id), MISSES.c.due_at <= now)

    async def count_due(self, team_id: str, user_id: str, now: datetime) -> int:
        """How many questions somebody should be asked again by now.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(func.count()).select_from(MISSES).where(*_theirs(team_id, user_id), MISSES.c.due_at <= now)
        async with self._database.transaction() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def drop(self, team_id: str, user_id: str, questions: Sequence[str]) -> None:
        """Let questions not come again that the pack no longer gives.

        Raises:
            StorageError: The database does not answer.
        """
        gone = delete(MISSES).where(*_theirs(team_id, user_id), MISSES.c.question.in_(questions))
        async with self._database.transaction() as connection:
            await connection.execute(gone)

    async def prune(self, before: datetime) -> int:
        """Delete quizzes begun and misses made before a moment: how many rows.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            quizzes = await connection.execute(delete(QUIZZES).where(QUIZZES.c.begun_at < before))
            misses = await connection.execute(delete(MISSES).where(MISSES.c.missed_at < before))
        return quizzes.rowcount + misses.rowcount

    async def _misses(self, *where: Any) -> list[Miss]:
        query = select(MISSES.c.question, MISSES.c.memory, MISSES.c.due_at).where(*where)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query.order_by(MISSES.c.due_at, MISSES.c.question))).all()
        return [Miss(row.question, row.memory, row.due_at) for row in rows]


def _theirs(team_id: str, user_id: str) -> tuple[Any, Any]:
    return MISSES.c.team_id == team_id, MISSES.c.user_id == user_id


def _from_row(row: Row[Any]) -> Quiz:
    return Quiz(row.id, row.team_id, row.user_id, tuple(row.questions), tuple(row.answers))
