"""``bot.server``: forms are read as the standard library reads them."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.server import MOST_FIELDS, _parse

FORM = "application/x-www-form-urlencoded"
NAMES = st.text(min_size=1, max_size=8).filter(lambda name: name != "payload")


@given(st.dictionaries(NAMES, st.text(max_size=40).filter(str.isprintable), max_size=20))
def test_a_form_comes_back_as_it_was_written(form: dict[str, str]) -> None:
    """Whatever people type in whatever script, the form that Slack makes of it is read back whole."""
    assert _parse(urlencode(form), FORM) == form


@example("a=%ff&b=%e2%82&c=%zz&d=%")
@example("a&b=&=c&&d=1=2")
@example("text=100%+of+it;x")
@given(st.text("ab=&%+;4ce8\u00fc ", max_size=40))
def test_an_odd_form_is_read_as_the_standard_library_reads_it(raw: str) -> None:
    """Also what no browser would write: fields without a value, stray percent signs, bytes that are no text."""
    pairs = parse_qsl(raw, keep_blank_values=True)
    names = [name for name, _ in pairs]
    if len(set(names)) == len(names) and "payload" not in names:
        assert _parse(raw, FORM) == dict(pairs)


def test_too_many_fields() -> None:
    """A form of thousands of fields is refused before it is read."""
    with pytest.raises(ValueError, match="Max number of fields"):
        _parse("&".join(f"a{number}=1" for number in range(MOST_FIELDS + 1)), FORM)
