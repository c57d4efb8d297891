"""Hazard 11: who does not keep a bank meets none of its questions, by whichever door (copy, compare, history ...)."""

import pytest
from django.urls import URLPattern, reverse

from assessments import urls
from assessments.domain import bank as verbs
from assessments.domain import banks
from assessments.domain.bank import BankError
from assessments.models import Bank, Question, Topic
from tests.assessments.made import content

MARKER = "Zanzibar"
# Every address that names one question, so that one added later is walked too.
ONE_QUESTION = [
    pattern.name
    for pattern in urls.urlpatterns
    if isinstance(pattern, URLPattern) and str(pattern.pattern).startswith("questions/<slug:key>")
]
LISTS = [
    "questions",
    "questions-similar",
    "topics",
    "banks",
    "papers",
    "question-new",
    "topic-new",
    "questions-import",
    "questions-file",
]


@pytest.fixture
def toms(bank, tom, tara, now):
    """A second bank, kept by tom alone, with two live questions in the same words."""
    kept = banks.write_bank(
        key="zanzibar-retail", title_en=MARKER, title_zh=MARKER, languages=["en"], keepers=[tom], by=tom, now=now
    )
    topic = Topic.objects.create(key="zanzibar", bank=kept, title_en=MARKER, title_zh=MARKER)
    for key in ("zanzibar-1", "zanzibar-2"):
        question = verbs.write_question(key=key, topic=topic, kind="single", by=tom, now=now)
        verbs.describe(question, tags=[MARKER], competency=MARKER, point=MARKER, use="exam", by=tom, now=now)
        words = content(f"Where does {MARKER} lie?", f"*{MARKER}", "b", "c")
        for _turn in range(2):
            version = verbs.write_version(question, content=words, points=5, difficulty=1, by=tom, now=now)
        kept.keepers.add(tara)
        verbs.review_version(version, approved=True, comment="", by=tara, now=now)
        kept.keepers.remove(tara)
    return kept


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("name", ONE_QUESTION)
def test_no_address_of_one_question_opens_to_another_trainer(signed_in, toms, tom, tara, name):
    client, address = signed_in(tara), reverse(f"assessments:{name}", args=["zanzibar-1"])
    answers = [
        client.get(address),
        client.get(address + "?from=1&to=2&version=1"),
        client.post(address, {"version": 2}),
    ]

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert 404 in {answer.status_code for answer in answers}
    assert all(MARKER.encode() not in bytes_of(answer) for answer in answers)
    assert signed_in(tom).get(address).status_code in {200, 405}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_shows_anything_of_it(signed_in, toms, tom, tara, name):
    address = reverse(f"assessments:{name}")

    assert MARKER.encode() not in signed_in(tara).get(address).content
    if name != "papers":
        assert MARKER.encode() in signed_in(tom).get(address).content


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_export_and_no_filter_reaches_it(signed_in, toms, tara, form):
    client = signed_in(tara)
    for query in ("", f"q={MARKER}", "bank=zanzibar-retail", "topic=zanzibar", f"tag={MARKER}", f"point={MARKER}"):
        page = client.get(reverse("assessments:questions") + f"?{query}")
        assert page.context["page"].paginator.count == (7 if not query else 0)
        assert client.get(reverse("assessments:questions-export", args=[form]) + f"?{query}").status_code == 200
    text = client.get(reverse("assessments:questions-export", args=["csv"])).content.decode()
    assert "zanzibar" not in text


def test_a_trainer_cannot_write_copy_or_change_into_it(signed_in, toms, tara):
    client, theirs = signed_in(tara), Topic.objects.get(key="zanzibar")
    before = list(Question.objects.filter(topic=theirs).values_list("key", "status"))

    client.post(reverse("assessments:question-new"), {"key": "mine", "topic": theirs.pk, "kind": "single"})
    client.post(reverse("assessments:question-copy", args=["greeting-1"]), {"key": "mine", "topic": theirs.pk})
    for act in ("retire", "put-live", "tag"):
        sent = {"act": act, "question": ["zanzibar-1"], "tag-names": "x"}
        client.post(reverse("assessments:questions-together"), sent)
    titles = {"title_en": "a", "title_zh": "b"}
    client.post(reverse("assessments:topic-new"), titles | {"key": "mine", "parent": theirs.pk})
    client.post(reverse("assessments:topic", args=["greeting"]), titles | {"parent": theirs.pk})
    answers = [
        client.post(reverse("assessments:topic", args=["zanzibar"]), titles),
        client.post(reverse("assessments:bank", args=["zanzibar-retail"]), titles | {"languages": ["en"]}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert list(Question.objects.filter(topic=theirs).values_list("key", "status")) == before
    assert not Question.objects.filter(key="mine").exists()
    assert list(Topic.objects.filter(parent=theirs)) == []
    assert sorted(Question.objects.get(key="zanzibar-1").tags.names()) == [MARKER]


def test_a_bank_that_names_nobody_is_every_trainers(signed_in, toms, tara, tom, now):
    words = {"title_en": MARKER, "title_zh": MARKER, "languages": ["en"]}
    banks.change_bank(toms, **words, keepers=[], by=tom, now=now)

    assert signed_in(tara).get(reverse("assessments:question", args=["zanzibar-1"])).status_code == 200


def test_nobody_can_shut_everybody_out(toms, tom, ada, now):
    words = {"title_en": MARKER, "title_zh": MARKER, "languages": ["en"]}
    with pytest.raises(BankError, match="at least one trainer"):
        banks.change_bank(toms, **words, keepers=[ada], by=tom, now=now)
    with pytest.raises(BankError, match="at least one language"):
        banks.change_bank(toms, **words | {"languages": []}, keepers=[tom], by=tom, now=now)

    assert list(Bank.objects.get(pk=toms.pk).keepers.all()) == [tom]


def test_the_administrator_names_keepers_and_sees_no_question(signed_in, toms, root, tara, tom):
    """The way out when the only keeper has left; they stay named until somebody unticks them."""
    tom.is_active = False
    tom.save()
    client, address = signed_in(root), reverse("assessments:bank", args=["zanzibar-retail"])
    words = {"title_en": "Retail", "title_zh": "零售", "languages": ["en"]}

    assert "Tom" in client.get(address).content.decode()
    client.post(address, words | {"keepers": [tom.pk, tara.pk]})

    assert set(toms.keepers.all()) == {tom, tara}
    assert client.get(reverse("assessments:questions")).status_code == 403
    assert client.get(reverse("assessments:question", args=["zanzibar-1"])).status_code == 404
