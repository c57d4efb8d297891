from datetime import timedelta

import pytest

from people.domain.leaving import leave
from people.models import Event, EventDetail, Notice
from policies import schema
from policies.domain import drafts
from policies.domain.editions import PolicyError, edition_in_force, figures
from policies.models import Draft, Edition


def changed(subject: str, old: str, new: str) -> str:
    text = schema.shipped_text(subject)
    assert old in text
    return text.replace(old, new)


def gates_at(mark: int, *, by, now, day):
    text = changed("gates", "pass_mark = 80 ", f"pass_mark = {mark} ")
    return drafts.draft("gates", text=text, in_force_from=day, reason="Pilot", by=by, now=now)


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def by_tom(tom, now, today):
    return drafts.submit(gates_at(85, by=tom, now=now, day=today + timedelta(days=7)), by=tom, now=now)


def test_second_trainer_publishes_and_the_change_applies_from_its_date(by_tom, tara, now, today):
    edition = drafts.publish(by_tom, by=tara, now=now)

    assert (edition.number, edition.author.username, edition.publisher.username) == (2, "tom", "tara")
    assert [figures("gates", today + timedelta(days=n)).pass_mark for n in (0, 6, 7, 8)] == [80, 80, 85, 85]
    assert Notice.objects.filter(person=by_tom.author).count() == 1


def test_hr_publishes_as_the_second_person(by_tom, hana, now):
    assert drafts.publish(by_tom, by=hana, now=now).publisher == hana


def test_draft_read_before_it_was_changed_is_not_published(by_tom, tom, tara, now, today):
    read = Draft.objects.get(pk=by_tom.pk)
    changes = {"text": by_tom.text, "in_force_from": today, "reason": "Sooner"}
    drafts.submit(drafts.edit(by_tom, **changes, by=tom, now=now), by=tom, now=now)

    with pytest.raises(PolicyError, match="changed after you opened this page"):
        drafts.publish(read, by=tara, now=now)

    by_tom.refresh_from_db()
    assert by_tom.state == "submitted"


def test_author_does_not_publish_alone(by_tom, tom, now):
    with pytest.raises(PolicyError, match="second person"):
        drafts.publish(by_tom, by=tom, now=now)

    assert Edition.objects.filter(subject="gates").count() == 1


def test_author_publishes_alone_where_relaxed_and_the_journal_says_so(by_tom, tom, root, hana, now, today):
    relaxed = drafts.draft(
        "second_person",
        text=changed("second_person", "relaxed = false", "relaxed = true"),
        in_force_from=today,
        reason="Three people in all",
        by=root,
        now=now,
    )
    drafts.publish(drafts.submit(relaxed, by=root, now=now), by=hana, now=now)

    edition = drafts.publish(by_tom, by=tom, now=now)

    assert edition.publisher == tom
    assert Event.objects.filter(verb="edition-published-without-second-person", object_key=edition.key).count() == 1


@pytest.mark.parametrize("who", ["quinn", "ada", "root", "lena"])
def test_others_neither_draft_nor_publish(who, by_tom, now, today, request):
    person = request.getfixturevalue(who)

    with pytest.raises(PolicyError):
        drafts.publish(by_tom, by=person, now=now)
    with pytest.raises(PolicyError):
        drafts.draft("gates", text=by_tom.text, in_force_from=today, reason="x", by=person, now=now)


def test_draft_is_published_once(by_tom, tara, hana, now):
    drafts.publish(by_tom, by=tara, now=now)

    with pytest.raises(PolicyError, match="moved on"):
        drafts.publish(Draft.objects.get(pk=by_tom.pk), by=hana, now=now)


def test_what_is_not_handed_in_is_not_published(tom, tara, now, today):
    with pytest.raises(PolicyError):
        drafts.publish(gates_at(85, by=tom, now=now, day=today), by=tara, now=now)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (1, True)])
def test_change_applies_from_today_at_the_earliest(days, allowed, tom, now, today):
    day = today + timedelta(days=days)
    if allowed:
        assert gates_at(85, by=tom, now=now, day=day).in_force_from == day
        return

    with pytest.raises(PolicyError, match="today at the earliest"):
        gates_at(85, by=tom, now=now, day=day)


def test_handed_in_draft_whose_date_has_gone_by_is_not_published(by_tom, tara, now):
    with pytest.raises(PolicyError, match="today at the earliest"):
        drafts.publish(by_tom, by=tara, now=now + timedelta(days=8))


def test_bad_figures_are_refused_in_words(tom, now, today):
    text = changed("gates", "week1_theory_weight = 40", "week1_theory_weight = 41")

    with pytest.raises(PolicyError, match="add up to 101, not 100"):
        drafts.draft("gates", text=text, in_force_from=today, reason="x", by=tom, now=now)


def test_one_open_draft_a_subject(by_tom, tara, now, today):
    with pytest.raises(PolicyError, match="already changing"):
        gates_at(70, by=tara, now=now, day=today)


def test_second_person_sends_back_with_a_reason_and_editing_needs_handing_in_again(by_tom, tom, tara, now):
    drafts.send_back(by_tom, reason="Start it on a Monday", by=tara, now=now)
    day = by_tom.in_force_from + timedelta(days=5)
    edited = drafts.edit(by_tom, text=by_tom.text, in_force_from=day, reason="Pilot", by=tom, now=now)

    assert (edited.state, edited.returned_because) == ("draft", "Start it on a Monday")
    assert Notice.objects.get(person=tom).body == "Start it on a Monday"
    assert drafts.submit(edited, by=tom, now=now).returned_because == ""


def test_only_the_author_edits(by_tom, tara, now, today):
    with pytest.raises(PolicyError, match="author"):
        drafts.edit(by_tom, text=by_tom.text, in_force_from=today, reason="x", by=tara, now=now)


def uplift(percent: str, *, by, now):
    text = changed("ladder", "uplift_percent = 30", f"uplift_percent = {percent}")
    made = drafts.draft("ladder", text=text, in_force_from=now.date(), reason="x", by=by, now=now)
    return drafts.submit(made, by=by, now=now)


def test_uplift_outside_10_to_30_needs_the_named_approval_of_a_second_hr_person(hana, hugo, now):
    made = uplift("30.5", by=hana, now=now)

    with pytest.raises(PolicyError, match="Approve the exception"):
        drafts.publish(made, by=hugo, now=now)
    edition = drafts.publish(made, by=hugo, now=now, approve_exceptions=True)

    assert [approval["by"] for approval in edition.approvals] == [hugo.key]


def test_uplift_outside_the_range_is_never_published_by_its_author(hana, hugo, root, now):
    relaxed = drafts.draft(
        "second_person", text="relaxed = true", in_force_from=now.date(), reason="x", by=root, now=now
    )
    drafts.publish(drafts.submit(relaxed, by=root, now=now), by=hugo, now=now)

    with pytest.raises(PolicyError, match="second HR person"):
        drafts.publish(uplift("31", by=hana, now=now), by=hana, now=now, approve_exceptions=True)


def test_uplift_at_30_needs_no_exception(hana, hugo, now):
    assert drafts.publish(uplift("30.0", by=hana, now=now), by=hugo, now=now).approvals == []


def test_coming_edition_is_taken_back_and_never_comes_into_force(by_tom, tara, now):
    edition = drafts.publish(by_tom, by=tara, now=now)

    drafts.retire(edition, reason="Not now", by=tara, now=now)

    assert edition_in_force("gates", by_tom.in_force_from).number == 1


def test_edition_in_force_is_not_taken_back(hana, academy, now, today):
    with pytest.raises(PolicyError, match="Publish a new one"):
        drafts.retire(edition_in_force("ladder", today), reason="x", by=hana, now=now)


def test_each_step_is_journalled_with_the_figures_fingerprint(by_tom, tara, now):
    edition = drafts.publish(by_tom, by=tara, now=now)

    assert list(Event.objects.filter(verb__startswith="policy-").values_list("verb", flat=True)) == [
        "policy-drafted",
        "policy-submitted",
    ]
    detail = EventDetail.objects.get(event__verb="edition-published")
    assert detail.values["sha256"] == edition.sha256


def waiting_for(who) -> list[str]:
    return list(who.notices.filter(kind="policy-asked", withdrawn_at=None).values_list("subject", flat=True))


def test_second_persons_are_asked_and_no_longer_once_it_is_settled(tara, hana, quinn, by_tom, now):
    asked = [waiting_for(who) for who in (tara, hana, quinn, by_tom.author)]

    drafts.send_back(by_tom, reason="Which date?", by=tara, now=now)
    settled = [waiting_for(who) for who in (tara, hana)]
    drafts.submit(by_tom, by=by_tom.author, now=now)
    asked_again = waiting_for(hana)
    drafts.publish(by_tom, by=tara, now=now)

    one = ["A change of figures waits for a second person: Week gates"]
    assert asked == [one, one, [], []]
    assert (settled, asked_again, waiting_for(hana)) == ([[], []], one, [])


def test_second_person_is_asked_in_their_language(tara, by_tom, tom, now):
    type(tara).objects.filter(pk=tara.pk).update(language="zh-hans")
    drafts.send_back(by_tom, reason="Which date?", by=tara, now=now)

    drafts.submit(by_tom, by=tom, now=now)

    assert waiting_for(tara)[-1] == "有一份指标修改等待第二人处理：周关口"


def test_draft_of_somebody_who_left_is_dropped_by_a_second_person_only(by_tom, tom, tara, quinn, hana, now, today):
    with pytest.raises(PolicyError, match="Only the author"):
        drafts.drop(by_tom, by=tara, now=now)
    leave(tom, on=today, reason="", by=hana, now=now)

    with pytest.raises(PolicyError):
        drafts.drop(by_tom, by=quinn, now=now)
    drafts.drop(by_tom, by=tara, now=now)

    assert gates_at(82, by=tara, now=now, day=today).state == Draft.State.DRAFT
