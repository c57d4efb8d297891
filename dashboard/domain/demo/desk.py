"""What lies on the trainers' desk in the demo: appeals, extra time, a regrade for a second person, and what practice
brought back. Each through the verb of the product."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, F

from assessments.domain import accommodations, appeals, practice, regrades
from assessments.models import Attempt, AttemptQuestion, PracticeCard, QuestionVersion, Regrade
from dashboard.domain.demo.answers import posted
from people.models import User

OWNER = "tom"  # whose desk it is; under his name it is noted that it was laid
AN_HOUR = timedelta(hours=1)
# They practise on most evenings: who, and which of their answers goes wrong again.
PRACTISE = {"ada": 3, "ben": 2, "kai": 4, "gao": 5}


def lay(people: dict[str, User], now: datetime) -> None:
    """To be run once, when the histories are told."""
    _extra_time(people, now)
    _appeals(people, now)
    _regrade(people, now)
    for username, slip in PRACTISE.items():
        _practise(people[username], slip, now)


def _extra_time(people: dict[str, User], now: datetime) -> None:
    accommodations.grant(
        people["ella"],
        paper=None,
        extra_percent=25,
        reason="Reads with a screen magnifier; agreed with Ella on her first day.",
        by=people["tara"],
        now=now - timedelta(days=2),
    )


def _results(person: User) -> Iterable[Attempt]:
    rows = Attempt.objects.filter(admission__person=person, state=Attempt.State.RELEASED)
    return rows.select_related("admission__person").order_by("submitted_at")


def _missed(attempt: Attempt) -> list[AttemptQuestion]:
    short = attempt.questions.filter(lines__mark__superseded_by=None, lines__points__lt=F("lines__maximum"))
    return list(short.order_by("position"))


def _appeals(people: dict[str, User], now: datetime) -> None:
    """Ben waits for an answer; Kai has one, of the trainer who had no part in it."""
    for username, reason, days in (
        ("ben", "I read the question as asking what to do first, not what to do at all. Please look at it again.", 1),
        ("kai", "我选的做法在我们组里也是允许的，想请老师再看一下这道题。", 6),
    ):
        person = people[username]
        attempt = next(iter(_results(person)))
        made = appeals.appeal(
            attempt,
            position=_missed(attempt)[0].position,
            reason=reason,
            by=person,
            now=max(attempt.submitted_at + AN_HOUR, now - timedelta(days=days)),
        )
        if username == "kai":
            words = "题干写的是“第一步”。你说的做法要做，但排在后面，所以不加分。课文里那一屏我已经补了一句，多谢提醒。"
            appeals.decide(made, is_upheld=False, decision=words, by=people["tara"], now=now - timedelta(days=4))


def _regrade(people: dict[str, User], now: datetime) -> None:
    """The question that most people were asked in week 2: the slide was at fault, so it counts for everybody."""
    asked = QuestionVersion.objects.filter(drawn__attempt__admission__paper__key="week-2-theory")
    version = asked.annotate(times=Count("drawn")).order_by("-times", "question__key").first()
    if version is None:
        return
    regrades.propose(
        regrades.draft(version, Regrade.Rule.FULL_CREDIT, None),
        reason="In the product session of this intake a slide showed another figure than the article. The question is "
        "right, what was taught was not. 本期产品课有一页幻灯片上的数字和知识库不一致，题没错，是教错了。",
        by=people["tara"],
        now=now - timedelta(days=1),
    )


def _practise(person: User, slip: int, now: datetime) -> None:
    """Every card is answered on the evenings it is due, up to today; every `slip`th answer is wrong again."""
    for attempt in _results(person):
        practice.learn_from(attempt, now=attempt.submitted_at + AN_HOUR)
    given = 0
    for card in PracticeCard.objects.filter(person=person, withdrawn=None).order_by("due", "pk"):
        while card.due < now - timedelta(days=1):
            asked = practice.ask(card)
            if asked is None:
                break
            given += 1
            value = posted(asked.drawn, right=given % slip != 0)
            moment = card.due + AN_HOUR
            practice.answer(
                card, value=value, number=card.reviews_count, version=asked.version.pk, by=person, now=moment
            )
            card.refresh_from_db()
