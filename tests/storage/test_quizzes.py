"""Quizzes: begun once, every answer kept as it was given first, and what was missed comes back."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.storage.quizzes import Miss, Quiz
from bot.storage.store import Store

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
QUIZ = Quiz("a1|quiz", "T1", "U0SAM", ("ionizing:mri", "pair:ct,mri", "code:ct"))


def missed(question: str = "ionizing:mri", days: int = 1, **memory: float) -> Miss:
    """A question that comes again so many days on."""
    return Miss(question, {"stability": 1.5, **memory}, NOW + A_DAY * days)


async def test_begun_once(store: Store) -> None:
    """A quiz that is begun again, or by two at once, asks what it asked the first time."""
    others = [Quiz(QUIZ.id, "T1", "U0SAM", (f"code:{number}",)) for number in range(5)]
    begun = await asyncio.gather(*(store.quizzes.begin(one, NOW) for one in (QUIZ, *others)))
    assert len({one.questions for one in begun}) == 1
    assert await store.quizzes.get(QUIZ.id) == begun[0]
    assert await store.quizzes.get("a1|other") is None
    assert await store.quizzes.of([QUIZ.id, "a1|other"]) == {QUIZ.id: begun[0]}
    assert await store.quizzes.of([]) == {}


async def test_answers(store: Store) -> None:
    """Answers are kept in their order; what was answered first stays; with the last one it is done."""
    quiz = await store.quizzes.begin(QUIZ, NOW)
    assert not quiz.is_done
    quiz = await store.quizzes.answer(quiz, 0, missed(), NOW, is_right=False)
    assert quiz.answers == (False,)
    again = await store.quizzes.answer(QUIZ, 0, None, NOW, is_right=True)
    assert again == quiz
    assert await store.quizzes.answer(QUIZ, 2, None, NOW, is_right=True) == quiz
    for number in (1, 2):
        quiz = await store.quizzes.answer(quiz, number, None, NOW, is_right=True)
    assert (quiz.is_done, quiz.right) == (True, 2)
    assert await store.quizzes.answer(quiz, 3, None, NOW, is_right=True) == quiz


async def test_answered_at_once(store: Store) -> None:
    """An answer that is sent many times at once counts once, and so does what was missed."""
    quiz = await store.quizzes.begin(QUIZ, NOW)
    sent = (
        store.quizzes.answer(quiz, 0, missed(days=1 if right else 2), NOW, is_right=right)
        for right in [True, False] * 4
    )
    came = await asyncio.gather(*sent)
    assert len(set(came)) == 1
    kept = await store.quizzes.miss("T1", "U0SAM", "ionizing:mri")
    assert kept is not None
    assert kept.due_at == NOW + A_DAY * (1 if came[0].answers[0] else 2)


async def test_misses(store: Store) -> None:
    """What was missed is due in its order, from its time on; a later answer takes the place of the one before."""
    quiz = await store.quizzes.begin(QUIZ, NOW)
    quiz = await store.quizzes.answer(quiz, 0, missed(days=2), NOW, is_right=False)
    quiz = await store.quizzes.answer(quiz, 1, missed("pair:ct,mri", days=1), NOW, is_right=False)
    assert await store.quizzes.due("T1", "U0SAM", NOW) == []
    due = await store.quizzes.due("T1", "U0SAM", NOW + A_DAY * 2)
    assert [one.question for one in due] == ["pair:ct,mri", "ionizing:mri"]
    assert await store.quizzes.count_due("T1", "U0SAM", NOW + A_DAY) == 1
    assert await store.quizzes.count_due("T1", "U0KIM", NOW + A_DAY * 9) == 0
    assert await store.quizzes.miss("T1", "U0SAM", "ionizing:mri") == missed(days=2)
    assert await store.quizzes.miss("T2", "U0SAM", "ionizing:mri") is None
    practice = await store.quizzes.begin(Quiz("practice|1", "T1", "U0SAM", ("ionizing:mri",)), NOW)
    await store.quizzes.answer(practice, 0, missed(days=9, lapses=1), NOW + A_DAY, is_right=True)
    assert await store.quizzes.miss("T1", "U0SAM", "ionizing:mri") == missed(days=9, lapses=1)


async def test_left_out(store: Store) -> None:
    """A question that the pack no longer gives is taken out, once, and not one that is answered."""
    quiz = await store.quizzes.begin(QUIZ, NOW)
    quiz = await store.quizzes.answer(quiz, 0, None, NOW, is_right=True)
    assert (await store.quizzes.leave_out(quiz, 0)) == quiz
    left = await asyncio.gather(*(store.quizzes.leave_out(quiz, 1) for _ in range(4)))
    assert {one.questions for one in left} == {("ionizing:mri", "code:ct")}
    assert not left[0].is_done
    assert (await store.quizzes.leave_out(left[0], 1)).is_done


async def test_dropped(store: Store) -> None:
    """What the pack gives no longer does not come again; of others' misses nothing is dropped."""
    for user in ("U0SAM", "U0KIM"):
        quiz = await store.quizzes.begin(Quiz(f"{user}|q", "T1", user, QUIZ.questions), NOW)
        quiz = await store.quizzes.answer(quiz, 0, missed(), NOW, is_right=False)
        await store.quizzes.answer(quiz, 1, missed("pair:ct,mri"), NOW, is_right=False)
    await store.quizzes.drop("T1", "U0SAM", ["ionizing:mri", "code:none"])
    assert [one.question for one in await store.quizzes.due("T1", "U0SAM", NOW + A_DAY)] == ["pair:ct,mri"]
    assert await store.quizzes.count_due("T1", "U0KIM", NOW + A_DAY) == 2


async def test_forgotten(store: Store) -> None:
    """Of somebody who was forgotten nothing is written any more, though an answer was under way."""
    quiz = await store.quizzes.begin(QUIZ, NOW)
    await store.quizzes.answer(quiz, 0, missed(), NOW, is_right=False)
    assert await store.forget("U0SAM") == 2
    assert await store.quizzes.answer(quiz, 0, missed(), NOW, is_right=False) == quiz
    assert (await store.quizzes.leave_out(quiz, 0)).is_done
    assert await store.quizzes.get(QUIZ.id) is None
    assert await store.quizzes.count_due("T1", "U0SAM", NOW + A_DAY * 9) == 0


async def test_pruned(store: Store) -> None:
    """Quizzes begun, and misses made, long ago are deleted; one that was missed again lately stays."""
    old = await store.quizzes.begin(QUIZ, NOW)
    old = await store.quizzes.answer(old, 0, missed(), NOW, is_right=False)
    await store.quizzes.answer(old, 1, missed("pair:ct,mri"), NOW, is_right=False)
    new = await store.quizzes.begin(Quiz("practice|1", "T1", "U0SAM", ("ionizing:mri", "pair:ct,mri")), NOW + A_DAY * 9)
    new = await store.quizzes.answer(new, 0, missed(days=12), NOW + A_DAY * 9, is_right=False)
    await store.quizzes.answer(new, 1, missed("pair:ct,mri", days=12), NOW + A_DAY * 9, is_right=True)
    assert await store.quizzes.prune(NOW + A_DAY) == 2
    assert await store.quizzes.get(QUIZ.id) is None
    assert [one.question for one in await store.quizzes.due("T1", "U0SAM", NOW + A_DAY * 20)] == ["ionizing:mri"]
