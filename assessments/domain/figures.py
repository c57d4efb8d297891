"""Keeping the figures of a paper up to date: marks are counted in the background, each once, corrected ones anew.

What is still to count stands in the rows themselves (a mark that stands and has no `CountedMark`, or one that has and
was superseded), so a lost job costs time and never a figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from assessments.domain import question_alerts
from assessments.domain.drawn_statistics import (
    analyse_drawn,
    classify_drawn,
    drawn_consistency,
    histogram,
    is_same_for_all,
    maximum_of,
    options_drawn,
    paper_drawn,
    question_drawn,
)
from assessments.domain.item_statistics import PaperStatistics, QuestionStatistics
from assessments.domain.item_tally import Answered, Cell, Choice, Day, QuestionTally, Sat, Tally, Total
from assessments.models import (
    AnswerSave,
    CountedMark,
    Mark,
    MarkLine,
    Paper,
    PaperFigures,
    QuestionFigures,
    QuestionVersion,
)
from kernel.jobs.rounds import each

# So many marks are counted in one transaction: nobody who saves an answer meanwhile waits noticeably.
BATCH = 200
# In a rush of results they are counted together; the round of every minute brings the last of them.
PAUSE = timedelta(seconds=20)
BANDS = 20
# How questions fare of late is kept for so long, in whole days of the site and today.
LATELY = timedelta(days=30)


def refresh(paper: Paper, *, now: datetime) -> int:
    """Count what is new or was corrected, and judge the questions it touches. Returns how many marks; repeatable."""
    done = 0
    while counted := _count_some(paper, now):
        done += counted
    return done


def refresh_soon(paper: Paper, *, now: datetime) -> int:
    """The same after a result, unless it was done just now."""
    recent = PaperFigures.objects.filter(paper=paper, counted__gt=now - PAUSE, counted__lte=now)
    return 0 if recent.exists() else refresh(paper, now=now)


def refresh_all(now: datetime) -> int:
    """Every paper that has something to count; one that fails keeps no other waiting."""
    done: list[int] = []
    waiting = {*_new().order_by().values_list("attempt__admission__paper", flat=True).distinct()}
    overtaken = {*_overtaken().values_list("paper", flat=True).distinct()}
    papers = Paper.objects.filter(pk__in=waiting | overtaken)
    each(papers, lambda paper: done.append(refresh(paper, now=now)))
    return sum(done)


def uncounted(paper: Paper) -> int:
    """How many results the figures do not hold yet."""
    return _new().filter(attempt__admission__paper=paper).count()


def _new() -> QuerySet[Mark]:
    return Mark.objects.filter(superseded_by=None, counted=None).order_by("pk")


def _overtaken() -> QuerySet[CountedMark]:
    return CountedMark.objects.filter(mark__superseded_by__isnull=False)


def _count_some(paper: Paper, now: datetime) -> int:
    """Count the next marks. They never change, so they are read before the lock; who counted first is asked inside."""
    new = list(_new().filter(attempt__admission__paper=paper)[:BATCH])
    gone = list(Mark.objects.filter(counted__paper=paper, superseded_by__isnull=False).order_by("pk")[:BATCH])
    if not new and not gone:
        return 0
    read = dict(zip([mark.pk for mark in (*new, *gone)], sittings([*new, *gone]), strict=True))
    with transaction.atomic():
        row = _locked(paper, now)
        added = _new().filter(pk__in=[mark.pk for mark in new])
        removed = _overtaken().filter(mark__in=[mark.pk for mark in gone]).values_list("mark", flat=True)
        _move(row, {mark.pk: read[mark.pk] for mark in added}, {mark: read[mark] for mark in removed}, now)
    return len(read)


def _move(row: PaperFigures, added: Mapping[int, Sat[int]], removed: Mapping[int, Sat[int]], now: datetime) -> None:
    touched = {answer.question for sat in (*added.values(), *removed.values()) for answer in sat.answers}
    tally = _read(row, QuestionFigures.objects.filter(paper=row.paper, version__in=touched))
    for sat in added.values():
        tally.add(sat)
    for sat in removed.values():
        tally.remove(sat)
    CountedMark.objects.filter(mark__in=removed).delete()
    CountedMark.objects.bulk_create(CountedMark(mark_id=mark, paper=row.paper) for mark in added)
    _write(row, tally, touched, now)


def _locked(paper: Paper, now: datetime) -> PaperFigures:
    PaperFigures.objects.get_or_create(paper=paper, defaults={"counted": now})
    return PaperFigures.objects.select_for_update().get(paper=paper)


def sittings(marks: Iterable[Mark]) -> list[Sat[int]]:
    """The attempts of these marks as they stand in them, with the options that were chosen."""
    marks = list(marks)
    handed_in = Mark.objects.filter(pk__in=[mark.pk for mark in marks]).values_list("pk", "attempt__submitted_at")
    days = {mark: localdate(moment).isoformat() for mark, moment in handed_in}
    lines = MarkLine.objects.filter(mark__in=[mark.pk for mark in marks], dropped=False).order_by("mark", "question")
    rows = list(lines.values_list("mark", "question", "question__question_version", "points", "maximum"))
    options = option_counts({version for _mark, _question, version, _points, _maximum in rows})
    chosen = _chosen([mark.attempt_id for mark in marks])
    answers: dict[int, list[Answered[int]]] = {mark.pk: [] for mark in marks}
    for mark, question, version, points, maximum in rows:
        taken = [number for number in chosen.get(question, ()) if 0 <= number < options[version]]
        answers[mark].append(Answered(version, points, maximum, tuple(taken)))
    return [Sat(mark.scale, answers[mark.pk], days[mark.pk]) for mark in marks]


def option_counts(versions: Iterable[int]) -> dict[int, int]:
    """How many options each version has that an answer names by number; 0 where it has none."""
    contents = QuestionVersion.objects.filter(pk__in=versions).values_list("pk", "content")
    return {version: len(content.get("options") or ()) for version, content in contents}


def _chosen(attempts: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The options in the newest kept answer to each question, where the answer names options."""
    kept = AnswerSave.objects.filter(attempt__in=attempts, standing=AnswerSave.Standing.KEPT).order_by("version")
    found: dict[int, tuple[int, ...]] = {}
    for question, value in kept.values_list("attempt_question", "value"):
        numbers = value.get("chosen")
        is_choice = isinstance(numbers, list) and all(isinstance(number, int) for number in numbers)
        found[question] = tuple(numbers) if is_choice else ()
    return found


def _read(row: PaperFigures, questions: Iterable[QuestionFigures]) -> Tally[int]:
    tally: Tally[int] = Tally(Counter({Total(*numbers): many for *numbers, many in row.totals}))
    for question in questions:
        tally.questions[question.version_id] = QuestionTally(
            Counter({Cell(*numbers): many for *numbers, many in question.cells}),
            Counter({Choice(*numbers): many for *numbers, many in question.choices}),
            Counter({Day(*name): many for *name, many in question.days}),
        )
    return tally


def days_since(now: datetime) -> str:
    """The first day, as 2026-03-31, of those in which questions fared of late."""
    return (localdate(now) - LATELY).isoformat()


def _rows(counter: Mapping[Any, int]) -> list[list[int]]:
    return sorted([*name, many] for name, many in counter.items())


def _write(row: PaperFigures, tally: Tally[int], touched: set[int], now: datetime) -> None:
    """The counts of the questions touched, the paper's figures, and those of every question that they move."""
    paper = row.paper
    QuestionFigures.objects.filter(paper=paper, version__in=touched - tally.questions.keys()).delete()
    others = QuestionFigures.objects.filter(paper=paper).exclude(version__in=touched)
    # Only where everybody is asked the same do all questions play a part in the figures of each.
    may_be_same = not others.exclude(drawn=tally.attempts).exists()
    if may_be_same or row.is_same_for_all:
        tally.questions |= _read(row, others).questions
    tally.forget(days_since(now))
    row.is_same_for_all = may_be_same and is_same_for_all(tally)
    keys = sorted(tally.questions)
    if row.is_same_for_all:
        found = analyse_drawn(tally, keys)
    else:
        found = paper_drawn(tally.totals, questions=[question_drawn(tally.questions[key].cells) for key in keys])
    _write_questions(paper, tally, dict(zip(keys, found.questions, strict=True)))
    row.attempts, row.totals, row.counted = tally.attempts, _rows(tally.totals), now
    row.figures = _paper_figures(tally.totals, found)
    row.save()
    question_alerts.judge(paper, keys, now=now)


def _write_questions(paper: Paper, tally: Tally[int], found: Mapping[int, QuestionStatistics]) -> None:
    options = option_counts(found)
    rows = []
    for version, statistics in found.items():
        question = tally.questions[version]
        shares = [asdict(option) for option in options_drawn(question, options[version])]
        rows.append(
            QuestionFigures(
                paper=paper,
                version_id=version,
                drawn=question.drawn,
                cells=_rows(question.cells),
                choices=_rows(question.choices),
                days=_rows(question.days),
                figures=asdict(statistics) | asdict(classify_drawn(question.cells)) | {"options": shares},
            )
        )
    QuestionFigures.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["paper", "version"],
        update_fields=["drawn", "cells", "choices", "days", "figures"],
    )


def _paper_figures(totals: Counter[Total], found: PaperStatistics) -> dict[str, Any]:
    top = maximum_of(totals)
    figures = {name: value for name, value in vars(found).items() if name != "questions"}
    return figures | {
        "maximum": None if top is None else float(top),
        "drawn_consistency": drawn_consistency(totals),
        "histogram": histogram(totals, BANDS),
    }


def recount(paper: Paper, *, now: datetime) -> bool:
    """Count everything again from the marks and mend what differs. Returns whether anything did.

    Reads outside a transaction, since it may be long; where something is counted meanwhile the next night looks again.
    """
    counted = set(CountedMark.objects.filter(paper=paper).values_list("mark", flat=True))
    tally: Tally[int] = Tally()
    numbers = sorted(counted)
    for first in range(0, len(numbers), BATCH):
        for sat in sittings(Mark.objects.filter(pk__in=numbers[first : first + BATCH])):
            tally.add(sat)
    return _mend(paper, tally, counted, now)


@transaction.atomic
def _mend(paper: Paper, tally: Tally[int], counted: set[int], now: datetime) -> bool:
    row = _locked(paper, now)
    questions = QuestionFigures.objects.filter(paper=paper)
    is_current = counted == set(CountedMark.objects.filter(paper=paper).values_list("mark", flat=True))
    kept = _read(row, questions)
    for counts in (kept, tally):
        counts.forget(days_since(now))
    if not is_current or kept == tally:
        return False
    questions.delete()
    row.totals, row.is_same_for_all = [], False
    _write(row, tally, set(tally.questions), now)
    return True


def recount_all(now: datetime) -> int:
    """Every paper with results; how many had to be mended."""
    mended: list[bool] = []
    each(Paper.objects.filter(figures__isnull=False), lambda paper: mended.append(recount(paper, now=now)))
    return sum(mended)
