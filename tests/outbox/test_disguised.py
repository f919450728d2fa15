"""A wish for silence is known in whatever dress thumbs, keyboards and machines give it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.outbox.stop import means_stop
from tests.outbox.test_stop import CASES, ENDS, POLITE

DISGUISED = """S T O P
s-t-o-p
S.T.O.P.
s_t_o_p
S/T/O/P
S T O P please
S T O P A L L
ST0P
5TOP
STOP STOP STOP
stop stop
Stoooop
STOPPPP!!!
ＳＴＯＰ
Ｓ Ｔ Ｏ Ｐ
ｎｏ ｍｏｒｅ
ѕтор
STОP
🛑
🛑 STOP
un-subscribe
Stop everything
Stop alerts
stopit
STOP to end
text STOP
reply STOP
No thanks, stop
wrong number, stop
STOP, wrong number
A L T O
b a j a
N O  M Á S
nomás
ت و ق ف
STOP من فضلك
ﺗﻮﻗﻒ""".splitlines()


@pytest.mark.parametrize("text", DISGUISED)
def test_a_wish_is_known_in_whatever_dress_thumbs_and_machines_give_it(text: str):
    assert means_stop(text)


ONE_WORD = ("stop", "unsubscribe", "alto", "baja", "basta", "توقف", "إيقاف", "أوقفوا")
MARKS = "\u0301\u0308\u064e\u064f\u0650\u0651\u0652"


def _apart(word: str, between: str) -> str:
    return between.join(word)


def _marked(word: str, mark: str) -> str:
    return "".join(letter + mark for letter in word)


def _wide(word: str, _: str) -> str:
    """Full-width letters, where there are any."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in word)


def _held(word: str, _: str) -> str:
    """The last letter held too long."""
    return word + word[-1] * 3


def _again(word: str, _: str) -> str:
    return f"{word} {word}"


def _as_it_is(word: str, _: str) -> str:
    return word


DRESSES = st.sampled_from([_apart, _marked, _wide, _held, _again, _as_it_is])


@given(st.sampled_from(ONE_WORD), DRESSES, st.data(), CASES, ENDS)
def test_one_word_is_understood_in_every_dress(word, dress, data, case, after):
    sign = data.draw(st.sampled_from([" ", "-", ".", "_", "  "] if dress is _apart else list(MARKS)))
    assert means_stop(case(dress(word, sign)) + after)


NEVER = ("don't", "do not", "please don't", "never", "no", "لا", "the bus", "i can't", "she won't")
AFTERWARDS = ("by on tuesday", "at the shop", "smoking", "and look", "crying", "here at five", "the car")


@given(
    st.sampled_from(NEVER), st.sampled_from(["stop", "S T O P", "st0p", "STOOOP", "ＳＴＯＰ"]), ENDS, CASES
)
def test_a_no_before_it_turns_it_round(before, word, after, case):
    assert not means_stop(case(f"{before} {word}") + after)


@given(POLITE, st.sampled_from(["stop", "st0p", "ＳＴＯＰ", "STOOOP"]), st.sampled_from(AFTERWARDS), CASES)
def test_what_goes_on_after_it_is_about_something_else(before, word, what, case):
    assert not means_stop(case(f"{before}{word} {what}"))
