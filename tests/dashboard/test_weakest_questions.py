"""Weak questions of a trainer, read from what is counted anyway: always what counting every answer would give."""

from datetime import timedelta
from importlib import import_module
from random import Random

import pytest
from django.apps import apps
from django.db.models import Count, F, Q
from django.utils.timezone import localdate

from assessments.domain import figures
from assessments.models import Admission, Bank, MarkLine, Paper, Question, QuestionAlert, QuestionFigures, Topic
from dashboard.domain.homes import trainer
from dashboard.domain.questions import WINDOW, weakest
from kernel.exact import percent
from tests.assessments.conftest import bank, paper
from tests.assessments.sittings import mark_again, sit

__all__ = ["bank", "paper"]


def counted_in_full(now):
    """Every line of the marks that stand, under 60 percent, weakest first: (version, answers, share)."""
    lines = MarkLine.objects.filter(mark__superseded_by=None, dropped=False)
    recent = [
        line.pk
        for line in lines.select_related("mark__attempt")
        if localdate(line.mark.attempt.submitted_at) >= localdate(now) - WINDOW
    ]
    rows = MarkLine.objects.filter(pk__in=recent).order_by().values_list("question__question_version")
    found = rows.annotate(drawn=Count("pk"), full=Count("pk", filter=Q(points=F("maximum"))))
    shares = [(version, drawn, percent(full, drawn)) for version, drawn, full in found if drawn >= 5]
    keys = dict(Question.objects.values_list("live_version", "key"))
    low = [row for row in shares if row[2] < 60]
    return sorted(low, key=lambda row: (row[2], keys[row[0]]))[:5]


@pytest.fixture
def results(paper, ada, ben, mia, tom, now):
    """Forty results of two papers over the last six weeks, counted as they came, three of them marked again."""
    random = Random(3)  # noqa: S311 - made results, not a secret
    other = Paper.objects.create(key="other", title_en="Other", title_zh="另", minutes=30)
    four = [question.live_version for question in Question.objects.order_by("key")[:6]]
    marks = []
    for days in range(40, -1, -1):
        drawn = random.sample(four, 5)
        earned = {version: random.choice((0, 2, 5, 5)) for version in drawn}
        then = now - timedelta(days=days)
        marks.append(sit(random.choice((paper, other)), random.choice((ada, ben, mia)), earned, now=then))
        figures.refresh_all(then)
    for mark in (marks[0], marks[25], marks[38]):
        versions = [line.question.question_version for line in mark.lines.select_related("question__question_version")]
        mark_again(mark.attempt, dict.fromkeys(versions, 0), now=now, by=tom, dropped=versions[:1])
    figures.refresh_all(now)
    return four


def shown(person, now):
    return [(item.version.pk, item.answers, item.right) for item in weakest(person, now)]


def test_weakest_questions_are_those_of_the_full_count(results, tom, now):
    expected = counted_in_full(now)

    assert len(expected) > 2
    assert shown(tom, now) == expected
    later = now + timedelta(days=20)
    assert shown(tom, later) == counted_in_full(later) != expected


def test_a_home_tells_how_many_wait_of_whom_it_shows_the_first(results, tom, now):
    waiting = trainer.facts(tom, now, now.date()).waiting

    assert [line.word for line in waiting.shown[-4:]] == ["waits for you"] * 4
    assert waiting.total == Admission.objects.count() + bool(QuestionAlert.objects.count())


def test_only_the_last_weeks_are_kept_and_filled_in_for_older_counts(results, tom, now):
    def days():
        return {
            row.pk: [day for day in row.days if day[0] >= figures.days_since(now)]
            for row in QuestionFigures.objects.all()
        }

    kept = days()
    assert min(day for row in QuestionFigures.objects.all() for day, _is_full, _many in row.days) > "2026-02-15"
    assert figures.recount_all(now) == 0

    QuestionFigures.objects.update(days=[])
    import_module("assessments.migrations.0015_figures_by_day").fill_the_last_days(apps, None)

    assert days() == kept
    assert figures.recount_all(now) == 0


def test_weak_questions_of_a_bank_others_keep_are_not_shown(results, tom, tara, now):
    own = Bank.objects.create(key="own", title_en="Own", title_zh="自己")
    own.keepers.add(tara)
    Topic.objects.update(bank=own)

    assert shown(tom, now) == []
    assert shown(tara, now) == counted_in_full(now)
