import pytest

from kernel.personal_data import named_person, personal_data

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring 13812345678", "13812345678"),
        ("138 1234 5678", "138 1234 5678"),
        ("0571-88213456", "0571-88213456"),
        ("6222020012345678", "6222020012345678"),
        ("11010119900307451X", "11010119900307451X"),
        ("mail lin@example.com", "lin@example.com"),
        ("138****5678", None),
        ("order 20260412-117", None),
        ("23,600 yuan on 2027-05-31", None),
        ("电话13812345678。", "13812345678"),
    ],
)
def test_personal_data_is_recognised(text, found):
    assert personal_data(text) == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("a call from Mrs. Lin", "en", "Mrs. Lin"),
        ("Ms or Mr, we asked", "en", None),
        ("李女士来电", "zh-Hans", "李女士"),
        ("一位女士来电", "zh-Hans", None),
        ("这位先生", "zh-Hans", None),
        ("等了十分钟阿姨才来", "zh-Hans", None),
        ("保安先生开的门", "zh-Hans", None),
    ],
)
def test_a_case_names_nobody(text, language, found):
    assert named_person(text, language) == found
