"""Quizzes that write themselves: questions made of the reviewed fields of a pack, and of nothing else.

Nobody writes a question and no model does: a form puts what a field says into a sentence, and finds three options of
which the pack says nothing of the kind (`bot.core.quizzing.evidence`). Where that is not certain, nothing is asked.
"""

from bot.core.quizzing.forms import Form, QuizQuestion
from bot.core.quizzing.master import Quizmaster

__all__ = ["Form", "QuizQuestion", "Quizmaster"]
