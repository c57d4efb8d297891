from datetime import timedelta
from functools import partial

import pytest

from certification.domain import awards, certificates, proposals
from certification.domain.awards import AwardError
from certification.models import Award, AwardDecision, Certificate
from kernel.pdf import GlyphMissing
from people.models import Event, Notice, User
from policies import schema
from policies.domain import drafts
from tests.certification.conftest import completed
from tests.conftest import person

REVOKE = partial(awards.revoke, ground="error")


def test_the_same_decision_is_proposed_once(completion, now):
    first = proposals.propose_course(completion, now=now)
    again = proposals.propose_course(completion, now=now)

    assert again is None
    assert Award.objects.get() == first


def test_proposal_keeps_its_words_in_both_languages_and_its_edition(award):
    assert award.verdict[0]["because"]["en"] == "Every lesson taken by Tue 24 March 2026: Problem diagnosis."
    assert set(award.verdict[0]["because"]) == {"en", "zh-hans"}
    assert award.figures["certificates"]["figures"] == {"course_valid_months": 12, "renewal_notice_days": 60}
    assert award.edition.subject == "certificates"


def test_approval_numbers_a_certificate_with_the_approvers_name(award, hana, now):
    awards.approve(award, by=hana, now=now)

    certificate = Certificate.objects.get()
    assert (certificate.number[:15], certificate.holder, certificate.approvers) == (
        "RL-2026-000001-"[:15],
        "Ada",
        ["Hana"],
    )
    assert certificate.last_valid_day.isoformat() == "2027-03-24"
    assert Event.objects.filter(verb="award-approved", actor_key=hana.key).count() == 1


@pytest.mark.parametrize("who", ["tom", "quinn", "lena", "sam", "root", "ben"])
def test_only_hr_decides(who, award, now, request):
    with pytest.raises(AwardError, match="HR decides"):
        awards.approve(award, by=request.getfixturevalue(who), now=now)

    assert Award.objects.get().state == "eligible"


@pytest.mark.parametrize("verb", [awards.approve, awards.decline, REVOKE, awards.review])
def test_nobody_decides_on_their_own_award_and_the_try_is_logged(verb, hana, now):
    award = proposals.propose_course(completed(hana, now), now=now)

    with pytest.raises(AwardError, match="own award"):
        verb(award, by=hana, now=now, reason="because")

    assert Award.objects.get().state == "eligible"
    assert Event.objects.filter(verb="award-refused-to-self", actor_key=hana.key).count() == 1


def test_the_only_grader_does_not_decide(award, hana, hugo, now):
    Award.objects.filter(pk=award.pk).update(graders=[hana.key])
    award.refresh_from_db()

    with pytest.raises(AwardError, match="alone graded"):
        awards.approve(award, by=hana, now=now)
    assert awards.approve(award, by=hugo, now=now).state == "approved"


def test_one_of_several_graders_decides(award, hana, quinn, now):
    Award.objects.filter(pk=award.pk).update(graders=[hana.key, quinn.key])
    award.refresh_from_db()

    assert awards.approve(award, by=hana, now=now).state == "approved"


def test_whoever_has_left_decides_nothing(award, hana, now):
    User.objects.filter(pk=hana.pk).update(is_active=False)
    hana.refresh_from_db()

    with pytest.raises(AwardError):
        awards.approve(award, by=hana, now=now)


def test_decided_twice_is_decided_once(award, hana, hugo, now):
    awards.approve(Award.objects.get(pk=award.pk), by=hana, now=now)

    with pytest.raises(AwardError, match="meanwhile"):
        awards.decline(award, reason="too late", by=hugo, now=now)

    assert [step.state for step in AwardDecision.objects.all()] == ["approved"]


@pytest.mark.parametrize("verb", [awards.decline, REVOKE, awards.reissue])
@pytest.mark.parametrize("reason", ["", "  "])
def test_declining_revoking_and_reissuing_need_a_reason(verb, reason, approved, hana, now):
    with pytest.raises(AwardError, match="reason"):
        verb(approved, reason=reason, by=hana, now=now)


def test_declined_person_reads_the_reason(award, hana, now):
    awards.decline(award, reason="The course was another one.", by=hana, now=now)

    assert Notice.objects.get(person=award.person).body == "The course was another one."


@pytest.mark.parametrize("name", ["Ada 🙂", "Ada \ue000", "عائشة"])
def test_name_that_cannot_be_printed_is_refused_before_anything_is_written(name, award, hana, now):
    User.objects.filter(pk=award.person_id).update(name=name)

    with pytest.raises(GlyphMissing):
        awards.approve(Award.objects.select_related("person").get(), by=hana, now=now)

    assert Award.objects.get().state == "eligible"
    assert not AwardDecision.objects.exists()
    assert not Certificate.objects.exists()


def test_reissue_supersedes_and_keeps_the_last_valid_day(certificate, printed, hugo, now):
    User.objects.filter(pk=certificate.award.person_id).update(name="Ada Lin")
    award = Award.objects.select_related("person").get()
    later = now + timedelta(days=30)

    made = awards.reissue(award, reason="Married name", by=hugo, now=later)

    old = certificates.find(certificate.verify_code)
    on = later.date()
    assert (made.holder, made.last_valid_day) == ("Ada Lin", certificate.last_valid_day)
    assert certificates.status(old, on).state == "superseded"
    assert certificates.status(old, on).successor == made
    assert certificates.status(made, on).state == "valid"


def test_certificate_is_not_superseded_twice(certificate, hugo, now):
    award = Award.objects.select_related("person").get()
    awards.reissue(award, reason="Married name", by=hugo, now=now)
    again = awards.reissue(award, reason="Back again", by=hugo, now=now)

    chain = list(Certificate.objects.order_by("pk").values_list("sequence", "supersedes__sequence"))
    assert chain == [(1, None), (2, 1), (3, 2)]
    assert again.number != certificate.number


def test_every_decided_state_has_its_person(approved, hugo, now):
    awards.revoke(approved, ground="error", reason="Found to be another's work", by=hugo, now=now)

    assert [(step.state, step.by.username) for step in approved.decisions.all()] == [
        ("approved", "hana"),
        ("revoked", "hugo"),
    ]
    assert AwardDecision._meta.get_field("by").null is False


def test_changed_figures_leave_past_awards_as_they_were(approved, certificate, hana, hugo, now):
    text = schema.shipped_text("certificates").replace("course_valid_months = 12", "course_valid_months = 6")
    made = drafts.draft("certificates", text=text, in_force_from=now.date(), reason="Shorter", by=hana, now=now)
    drafts.publish(drafts.submit(made, by=hana, now=now), by=hugo, now=now)
    second = proposals.propose_course(completed(person("cleo", "hire"), now), now=now)

    kept = Award.objects.get(pk=approved.pk)
    assert (kept.valid_months, kept.figures["certificates"]["figures"]["course_valid_months"]) == (12, 12)
    assert Certificate.objects.get().last_valid_day == certificate.last_valid_day
    assert (second.valid_months, second.edition.number) == (6, 2)


def test_level_needs_two_hr_persons(award, hana, hugo, now):
    Award.objects.filter(pk=award.pk).update(kind="level", subject_key="junior")
    award.refresh_from_db()

    with pytest.raises(AwardError, match="two HR persons"):
        awards.approve(award, by=hana, now=now)
    awards.review(award, by=hana, now=now)
    with pytest.raises(AwardError, match="two HR persons"):
        awards.approve(award, by=hana, now=now)
    awards.approve(award, by=hugo, now=now)

    assert Certificate.objects.get().approvers == ["Hana", "Hugo"]


def test_relaxed_policy_lets_one_person_approve_a_level_and_the_journal_says_so(award, hana, hugo, root, now):
    relaxed = drafts.draft(
        "second_person", text="relaxed = true", in_force_from=now.date(), reason="Two in HR", by=root, now=now
    )
    drafts.publish(drafts.submit(relaxed, by=root, now=now), by=hugo, now=now)
    Award.objects.filter(pk=award.pk).update(kind="level", subject_key="junior")
    award.refresh_from_db()

    awards.approve(award, by=hana, now=now)

    assert Certificate.objects.get().approvers == ["Hana"]
    assert Event.objects.filter(verb="award-approved-without-second-person", actor_key=hana.key).count() == 1
