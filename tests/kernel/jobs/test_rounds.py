"""What the administrator reads of the rounds: each once, in words, in both languages."""

import re

import pytest
from django.utils.translation import override

from kernel.jobs import rounds
from kernel.jobs.schedules import declared
from people.models import Heartbeat

LATIN = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        ("3 sent, 0 to try again", "3 sent, 0 to try again", "已发 3 封，待重试 0 封"),
        ("whole", "whole", "完好"),
        ("", "", ""),
        # The database's own words, with signs that a pattern could trip over.
        ("damaged: page 3 {of} %s", "damaged: page 3 {of} %s", "damaged: page 3 {of} %s"),
    ],
)
def test_what_a_round_found_is_said_in_the_readers_language(found, english, chinese):
    said = {}
    for language in ("en", "zh-hans"):
        with override(language):
            said[language] = rounds.in_words(found)

    assert said == {"en": english, "zh-hans": chinese}


def test_every_round_leaves_one_heartbeat_and_says_what_it_found_in_chinese(academy):
    tasks = sorted(schedule.task for schedule in declared())

    for task in tasks:
        rounds.run(task)

    with override("zh-hans"):
        said = [rounds.in_words(detail) for detail in Heartbeat.objects.values_list("detail", flat=True)]
    assert sorted(Heartbeat.objects.values_list("name", flat=True)) == tasks
    assert [words for words in said if LATIN.search(words.replace("PostgreSQL", ""))] == []


def test_administrator_reads_each_sweep_once_and_nothing_else(root, signed_in):
    Heartbeat.objects.create(name="mail", detail="3 sent", at="2026-03-25T02:00:00Z")
    rounds.run("people.tasks.sweep_mail")
    root.language = "zh-hans"
    root.save()

    page = signed_in(root).get("/", follow=True).content.decode()

    titles = re.findall(r'<th scope="row">([^<]+)</th>', page)
    with override("zh-hans"):
        assert titles == sorted(str(schedule.title) for schedule in declared())
    assert page.count("已发 0 封，待重试 0 封") == 1
    assert "people.tasks" not in page
