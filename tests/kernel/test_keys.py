import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.keys import READABLE, as_typed, is_numbered, numbered, one_time_code, random_key


def test_random_key_is_22_letters_and_digits_and_never_the_same():
    keys = {random_key() for _ in range(500)}

    assert len(keys) == 500
    assert {re.fullmatch("[A-Za-z0-9]{22}", key) is not None for key in keys} == {True}


def test_random_key_uses_every_sign():
    assert set("".join(random_key() for _ in range(500))) == set(string.ascii_letters + string.digits)


def test_one_time_code_has_no_sign_that_is_mistaken_for_another():
    codes = [one_time_code() for _ in range(300)]

    assert {re.fullmatch(f"[{READABLE}]{{4}}(-[{READABLE}]{{4}}){{2}}", code) is not None for code in codes} == {True}
    assert set(READABLE) & set("0O1IlL") == set()


@pytest.mark.parametrize("typed", ["K7QM-2XWR", "k7qm2xwr", " k7qm 2xwr ", "K7QM–2XWR", "Ｋ７ＱＭ－２ＸＷＲ"])
def test_as_typed_forgives_case_spaces_and_dashes(typed):
    assert as_typed(typed) == "K7QM2XWR"


def test_numbered_reads_prefix_year_count_and_check():
    assert re.fullmatch(r"RL-2026-000123-[2-9A-Z]", numbered("RL", 2026, 123))


@pytest.mark.parametrize(("n", "allowed"), [(0, False), (1, True), (999_999_999, True), (1_000_000_000, False)])
def test_numbered_counts_from_one_to_a_billion(n, allowed):
    if allowed:
        assert is_numbered(numbered("RL", 2026, n))
    else:
        with pytest.raises(ValueError, match="count"):
            numbered("RL", 2026, n)


@pytest.mark.parametrize(("prefix", "year"), [("", 2026), ("rl", 2026), ("TOOLONG", 2026), ("R1", 2026), ("RL", 999)])
def test_numbered_refuses_another_form(prefix, year):
    with pytest.raises(ValueError, match="capital letters"):
        numbered(prefix, year, 1)


@given(st.integers(1, 999_999_999), st.data())
def test_numbered_notices_one_wrong_sign(n, data):
    number = numbered("CERT", 2026, n)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from(string.ascii_uppercase + string.digits).filter(lambda c: c != number[place]))

    assert not is_numbered(number[:place] + other + number[place + 1 :])


@given(st.integers(1, 999_999_999), st.data())
def test_numbered_notices_two_swapped_digits(n, data):
    number = numbered("RL", 2026, n)
    digits = [place for place, sign in enumerate(number[:-1]) if sign.isdigit()]
    a, b = sorted(data.draw(st.lists(st.sampled_from(digits), min_size=2, max_size=2, unique=True)))
    swapped = number[:a] + number[b] + number[a + 1 : b] + number[a] + number[b + 1 :]

    assert is_numbered(swapped) is (swapped == number)


@pytest.mark.parametrize("text", ["", "RL-2026-000001", "RL-2026-1-A", "rl-2026-000001-a", "RL-2026-００0001-A"])
def test_is_numbered_refuses_another_form(text):
    assert not is_numbered(text)
