from datetime import timedelta

from django.utils import timezone

from assessments.domain import (
    accommodations,
    admissions,
    attempts,
    essays,
    files,
    practicals,
    scorecards,
    spacing,
    uploads,
)
from assessments.models import (
    Appeal,
    Bank,
    Paper,
    PracticeCard,
    PracticeReview,
    Question,
    QuestionAlert,
    QuestionFile,
    QuestionVersion,
    Topic,
)
from tests.assessments.made import (
    full_card,
    hand_in_essay,
    make_bank,
    make_essay_paper,
    make_paper,
    make_rubric,
)
from tests.conftest import NOW
from tests.permissions.rows import HRS, NOBODY, PEOPLE, QAS, TRAINERS, Row, World, everybody, only

SCORERS = (*TRAINERS, *QAS)
TIME_GRANTERS = (*TRAINERS, *HRS)
# QA writes; HR may see and publish, not write.
WRITERS = {name: 200 if name in QAS else 403 if name in HRS else 404 for name in PEOPLE}

# One reads a text; colleagues are sent back to the list.
READERS = {name: 200 if name == "quinn" else 302 if name in SCORERS else 404 for name in PEOPLE}


def build(world: World) -> None:
    ada, quinn, tom = world["ada"], world["quinn"], world["tom"]
    # The views read the clock, so the running exam runs now.
    now = timezone.now()
    yesterday = now - timedelta(days=1)
    paper, rubric = make_paper(make_bank(NOW)), make_rubric(NOW)
    world["rubric"], world["paper"] = rubric, paper
    world["file"] = _picture_in(Question.objects.get(key="tickets-one"))  # every paper holds it
    world["spare_paper"] = Paper.objects.create(key="spare", title_en="Spare", title_zh="备用", minutes=5)
    world["admission"] = admissions.admit(
        ada, paper, opens=yesterday, attempts_allowed=2, reason="", for_key="week-1", now=now
    )
    world["attempt"] = attempts.start(world["admission"], by=ada, now=now)
    world["sitting"] = practicals.admit(ada, rubric.key, for_key="week-1", opens=yesterday, reason="", now=NOW)
    card = practicals.examine(world["sitting"], by=quinn, now=now)
    scorecards.save_draft(card, content=full_card(card), version=0, by=quinn, now=now)
    world["card"] = scorecards.release(card, version=1, by=quinn, now=now)
    world["ben_sitting"] = practicals.admit(
        world["ben"], rubric.key, for_key="week-1", opens=yesterday, reason="", now=NOW
    )
    memory, due = spacing.forgotten(None, yesterday)
    card = PracticeCard.objects.create(
        person=ada, topic=Topic.objects.get(key="greeting"), point="greeting", memory=memory, due=due, created=NOW
    )
    PracticeReview.objects.create(
        card=card,
        number=1,
        question_version=Question.objects.get(key="greeting-1").live_version,
        value={"chosen": [0]},
        is_right=True,
        days_since=1,
        at=now,
    )
    world["practice_card"] = card
    world["appeal"] = Appeal.objects.create(attempt=world["attempt"], reason="Both were taught", opened_at=now)
    world["question"] = Question.objects.get(key="greeting-1")
    world["bank"] = Bank.objects.create(key="retail", title_en="Retail", title_zh="零售")
    world["bank"].keepers.add(tom)
    frame = {"form": "gift", "language": "", "rubric": "", "filename": "bank.gift", "content": b"One? {T}"}
    world["upload"] = uploads.keep(bank=world["bank"], **frame, by=tom, now=now)
    version = world["question"].live_version
    seen = {"answers": 20, "value": 10.0}
    world["alert"] = QuestionAlert.objects.create(paper=paper, version=version, cause="hard", seen=seen, raised=NOW)
    begin_essay(world)
    world["extra"] = accommodations.grant(ada, paper=None, extra_percent=25, reason="Agreed", by=tom, now=NOW)


def _picture_in(question) -> QuestionFile:
    """A picture in the words of a question; its new version is the one that is asked."""
    stem = {"en": "![A card](file:card.gif) One?", "zh-hans": "![卡片](file:card.gif) 一张？"}
    content = question.live_version.content | {"format": "markdown", "stem": stem}
    frame = {"number": 2, "points": question.live_version.points, "difficulty": 1, "created": NOW}
    version = QuestionVersion.objects.create(question=question, content=content, **frame)
    Question.objects.filter(pk=question.pk).update(live_version=version)
    return files.add_file(question, name="card.gif", content=b"GIF89a", by=None, now=NOW)


def keyed(name: str):
    return lambda world: {"key": world[name].key}


def begin_essay(world: World) -> None:
    """Ben has handed in a text, which Quinn is reading."""
    now = timezone.now()
    hand_in_essay(world["ben"], make_essay_paper(now), now=now)
    world["essay"] = essays.claim_next(by=world["quinn"], now=now)


MATRIX = {
    "assessments:exams": everybody(200),
    "assessments:exam-start": only("ada", status=302, otherwise=404, args=keyed("admission")),
    "assessments:exam": only("ada", otherwise=404, args=keyed("attempt")),
    "assessments:exam-state": only("ada", otherwise=404, args=keyed("attempt")),
    "assessments:answer-save": only("ada", status=302, otherwise=404, method="post", args=keyed("attempt")),
    "assessments:answer-flag": only("ada", status=302, otherwise=404, method="post", args=keyed("attempt")),
    "assessments:attempt-hints": only(
        "ada",
        status=204,
        otherwise=404,
        method="post",
        args=keyed("attempt"),
        sent=lambda world: {"hints": "[]"},
    ),
    "assessments:exam-submit": only("ada", otherwise=404, args=keyed("attempt")),
    "assessments:exam-result": only("ada", status=302, otherwise=404, args=keyed("attempt")),
    "assessments:appeal-new": only("ada", otherwise=404, args=keyed("attempt")),
    "assessments:appeals": only(*TRAINERS, otherwise=403),
    "assessments:appeal": only(*TRAINERS, otherwise=404, args=keyed("appeal")),
    "assessments:exam-forward": only("ada", status=302, otherwise=404, args=keyed("attempt")),
    "assessments:attempt-print": only(*TRAINERS, otherwise=404, args=keyed("attempt")),
    "assessments:attempt-log": only(*TRAINERS, otherwise=404, args=keyed("attempt")),
    "assessments:person-exams": only(*TRAINERS, otherwise=404, args=keyed("ada")),
    "assessments:practical-retake": only(
        "ada", *TRAINERS, status=302, otherwise=404, method="post", args=keyed("sitting")
    ),
    "assessments:marking": only(*SCORERS, otherwise=403),
    "assessments:practical-score": only(*SCORERS, otherwise=404, args=keyed("ben_sitting")),
    "assessments:essays": only(*SCORERS, otherwise=403),
    "assessments:essay-next": only(*SCORERS, status=302, otherwise=403, method="post"),
    "assessments:essay-score": Row({NOBODY: 302, **READERS}, args=keyed("essay")),
    "assessments:essay-take-over": only(*SCORERS, status=302, otherwise=404, method="post", args=keyed("essay")),
    "assessments:results": only(*TRAINERS, otherwise=403),
    "assessments:scorecard": only("ada", "mia", "lena", *SCORERS, otherwise=404, args=keyed("card")),
    "assessments:scorecard-draft": only(*SCORERS, status=409, otherwise=404, method="post", args=keyed("card")),
    "assessments:scorecard-correct": only(*SCORERS, status=302, otherwise=404, method="post", args=keyed("card")),
    "assessments:practice": everybody(200),
    "assessments:practice-progress": everybody(200),
    "assessments:practice-spots": only(*TRAINERS, otherwise=403),
    "assessments:practice-answer": only("ada", status=302, otherwise=404, method="post", args=keyed("practice_card")),
    "assessments:practice-shown": only(
        "ada", otherwise=404, args=lambda world: {"key": world["practice_card"].key, "number": 1}
    ),
    "assessments:questions-import": only(*TRAINERS, otherwise=403),
    "assessments:questions-upload": only("tom", otherwise=404, args=keyed("upload")),
    "assessments:questions-template": only(*TRAINERS, otherwise=403),
    "assessments:questions-file": only(*TRAINERS, otherwise=403),
    "assessments:questions": only(*TRAINERS, otherwise=403),
    "assessments:questions-export": only(*TRAINERS, otherwise=403, args=lambda world: {"form": "xlsx"}),
    "assessments:questions-together": only(*TRAINERS, status=302, otherwise=403, method="post"),
    "assessments:questions-similar": only(*TRAINERS, otherwise=403),
    "assessments:question-new": only(*TRAINERS, otherwise=403),
    "assessments:question": only(*TRAINERS, otherwise=404, args=keyed("question")),
    "assessments:question-copy": only(*TRAINERS, otherwise=404, args=keyed("question")),
    "assessments:question-describe": only(*TRAINERS, otherwise=404, args=keyed("question")),
    "assessments:question-compare": only(*TRAINERS, otherwise=404, args=keyed("question")),
    "assessments:question-similar": only(*TRAINERS, otherwise=404, args=keyed("question")),
    "assessments:topics": only(*TRAINERS, otherwise=403),
    "assessments:topic-new": only(*TRAINERS, otherwise=403),
    "assessments:topic": only(*TRAINERS, otherwise=404, args=lambda world: {"key": "greeting"}),
    "assessments:banks": only(*TRAINERS, "root", otherwise=403),
    "assessments:bank-new": only(*TRAINERS, "root", otherwise=403),
    "assessments:bank": only("tom", "root", otherwise=404, args=keyed("bank")),
    "assessments:question-write": only(*TRAINERS, otherwise=404, args=keyed("question")),
    "assessments:question-review": only(*TRAINERS, status=302, otherwise=404, method="post", args=keyed("question")),
    "assessments:question-retire": only(*TRAINERS, status=302, otherwise=404, method="post", args=keyed("question")),
    "assessments:question-file": only("ada", *TRAINERS, otherwise=404, args=keyed("file")),
    "assessments:question-file-add": only(*TRAINERS, status=302, otherwise=404, method="post", args=keyed("question")),
    "assessments:rubrics": only(*QAS, *HRS, otherwise=403),
    "assessments:rubric": only(*QAS, *HRS, otherwise=404, args=keyed("rubric")),
    "assessments:rubric-write": Row({NOBODY: 302, **WRITERS}, args=keyed("rubric")),
    "assessments:rubric-publish": only(
        *QAS, *HRS, status=302, otherwise=404, method="post", args=keyed("rubric"), sent=lambda world: {"version": 1}
    ),
    "assessments:papers": only(*TRAINERS, otherwise=403),
    "assessments:paper-figures": only(*TRAINERS, otherwise=404, args=keyed("paper")),
    "assessments:paper-figures-export": only(
        *TRAINERS, otherwise=404, args=lambda world: {"key": world["paper"].key, "form": "csv"}
    ),
    "assessments:question-figures": only(*TRAINERS, otherwise=404, args=keyed("question")),
    "assessments:question-checks": only(*TRAINERS, otherwise=403),
    "assessments:question-check-close": only(
        *TRAINERS,
        status=302,
        otherwise=404,
        method="post",
        args=keyed("alert"),
        sent=lambda world: {"reason": "Meant so"},
    ),
    "assessments:paper-new": only(*TRAINERS, otherwise=403),
    "assessments:paper": only(*TRAINERS, otherwise=404, args=keyed("paper")),
    "assessments:paper-write": only(*TRAINERS, otherwise=404, args=keyed("paper")),
    "assessments:paper-print": only(*TRAINERS, otherwise=404, args=keyed("paper")),
    "assessments:paper-publish": only(*TRAINERS, status=302, otherwise=404, method="post", args=keyed("paper")),
    "assessments:paper-withdraw": only(*TRAINERS, status=302, otherwise=404, method="post", args=keyed("spare_paper")),
    "assessments:accommodations": only(*TIME_GRANTERS, otherwise=403),
    "assessments:accommodation-grant": only(*TIME_GRANTERS, otherwise=403),
    "assessments:accommodation-withdraw": only(
        *TIME_GRANTERS, status=302, otherwise=404, method="post", args=keyed("extra")
    ),
    "assessments:retake-release": only(*TRAINERS, otherwise=404, args=keyed("admission")),
}
