"""References of answers, ``short:mri``, ``question:scan-duration:ct``, ``compared:ct,mri``, and their other forms."""

SHORT_FORMS = {"full": "short", "plain": "short", "question_full": "question", "compared_full": "compared"}
"""A form of an answer, and the form that stands for them all."""

FULL_FORMS = {"short": "full", "plain": "full", "question": "question_full", "compared": "compared_full"}


def same_answer(answer: str) -> str:
    """The reference that stands for all forms of an answer; what stands side by side, in the order of the ids."""
    form, _, rest = answer.partition(":")
    form = SHORT_FORMS.get(form, form)
    if form == "compared":
        rest = ",".join(sorted(rest.split(",")))
    elif form == "question" and ":" not in rest:
        rest += ":"
    return f"{form}:{rest}"


def in_full(answer: str) -> str:
    """The reference of an answer in full."""
    form, _, rest = answer.partition(":")
    return f"{FULL_FORMS.get(form, form)}:{rest}"
