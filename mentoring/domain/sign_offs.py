"""The mentor's week-3 sign-off (RULES 2): practice calls reviewed, the last of each type good, a check-in held."""

from datetime import date, datetime
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kernel.exact import shown
from kernel.verdict import Verdict, all_met, missed
from mentoring.domain.refusals import SignOffError
from mentoring.domain.reviews import standing_reviews
from mentoring.models import CheckIn, PracticeReview, SignOff
from mentoring.models.mentoring import CallType
from mentoring.signals import sign_off_given
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.domain.returning import return_key, since_return
from people.models import Mentorship, User
from policies.domain.editions import edition_in_force, figures_of


def readiness(hire: User, on: date) -> list[Verdict]:
    """The parts of the sign-off, each in words: calls reviewed, the last of each type, a check-in held."""
    gates = figures_of(edition_in_force("gates", on))
    reviews = standing_reviews(hire)
    last = {review.call_type: review for review in reviews}
    return [
        _enough(len(reviews), gates.reviewed_recordings),
        *(_last(call_type, last.get(call_type), gates.last_of_each_mark) for call_type in CallType),
        _talked(hire),
    ]


def _enough(count: int, needed: int) -> Verdict:
    sentence = ngettext_lazy(
        "%(count)s of %(needed)s practice call reviewed", "%(count)s of %(needed)s practice calls reviewed", "needed"
    ) % {"count": count, "needed": needed}
    return Verdict(count >= needed, count, needed, sentence)


def _last(call_type: str, review: PracticeReview | None, mark: int) -> Verdict:
    name = CallType(call_type).label
    if review is None:
        return Verdict(False, None, mark, _("No %(type)s reviewed yet") % {"type": name})
    score = Fraction(review.score)
    sentence = _("The last %(type)s was rated %(score)s (mark %(mark)s)") % {
        "type": name,
        "score": shown(score),
        "mark": mark,
    }
    return Verdict(score >= mark, score, mark, sentence)


def _talked(hire: User) -> Verdict:
    held = held_check_ins(hire).count()
    return Verdict(held > 0, held, 1, _("Check-in held") if held else _("No check-in held yet"))


def held_check_ins(hire: User) -> QuerySet[CheckIn]:
    held = CheckIn.objects.filter(mentorship__hire=hire, held_on__isnull=False)
    return since_return(held, person="mentorship__hire", day="held_on")


def of_this_employment() -> QuerySet[SignOff]:
    """Asked for or given in the employment that the hire is in now: who comes back asks anew."""
    rows = SignOff.objects.annotate(on=TruncDate(Coalesce("asked_at", "given_at")))
    return since_return(rows, person="hire", day="on")


def standing_sign_off(hire: User) -> SignOff | None:
    """The sign-off that was given, if any."""
    given = of_this_employment().filter(hire=hire, given_at__isnull=False)
    return given.select_related("given_by", "mentorship").first()


def request(hire: User, *, now: datetime) -> SignOff:
    """The hire asks the mentor to sign off; the mentor is told once. Raises SignOffError without a mentor."""
    mentorship = _mentorship_of(hire)
    with transaction.atomic():
        sign_off, made = SignOff.objects.get_or_create(
            hire=hire, for_key=return_key(hire), defaults={"mentorship": mentorship, "asked_at": now}
        )
        if made:
            journal.record("sign-off-asked", by=hire, about=sign_off, subject=hire, now=now)
            with translation.override(mentorship.mentor.language):
                notify(
                    mentorship.mentor,
                    "sign-off-asked",
                    dedupe_key=f"sign-off-asked:{sign_off.key}",
                    subject=_("%(name)s asks for the sign-off") % {"name": hire.name},
                    url=reverse("mentoring:sign-off", args=[hire.key]),
                    now=now,
                )
    return sign_off


def give(hire: User, *, by: User, note: str, now: datetime) -> SignOff:
    """Sign the hire off for the scored calls, with the evidence it rests on.

    Raises SignOffError for anyone but the hire's mentor, while a part is missing, or when it was given before.
    """
    mentorship = _mentorship_of(hire)
    if by.pk == hire.pk or mentorship.mentor_id != by.pk:
        raise SignOffError(_("Only the hire’s own mentor gives the sign-off."))
    on = today_for(hire, now)
    parts = readiness(hire, on)
    if not all_met(parts):
        raise SignOffError(
            _("Not yet: %(missing)s.") % {"missing": "; ".join(str(part.because) for part in missed(parts))}
        )
    facts = {
        "mentorship": mentorship,
        "given_by": by,
        "given_at": now,
        "evidence": _evidence(hire),
        "verdict": [{"met": part.met, "because": str(part.because)} for part in parts],
        "edition": edition_in_force("gates", on).key,
        "note": note.strip(),
    }
    with transaction.atomic():
        sign_off = _write(hire, facts)
        journal.record("sign-off-given", by=by, about=sign_off, subject=hire, now=now, values={"note": note})
        _tell(hire, by, sign_off, now)
        sign_off_given.send(SignOff, sign_off=sign_off)
    return sign_off


def _write(hire: User, facts: dict[str, object]) -> SignOff:
    one = {"hire": hire, "for_key": return_key(hire)}
    if SignOff.objects.filter(**one, given_at=None).update(**facts) != 1:
        try:
            with transaction.atomic():
                return SignOff.objects.create(**one, **facts)
        except IntegrityError as given:
            raise SignOffError(_("The sign-off was given before.")) from given
    return SignOff.objects.get(**one)


def _tell(hire: User, by: User, sign_off: SignOff, now: datetime) -> None:
    with translation.override(hire.language):
        notify(
            hire,
            "sign-off-given",
            dedupe_key=f"sign-off-given:{sign_off.key}",
            subject=_("%(name)s has signed you off") % {"name": by.name},
            body=_("The door to the ten scored calls is judged next. Your path shows when it opens."),
            url=reverse("mentoring:sign-off", args=[hire.key]),
            now=now,
        )


def _evidence(hire: User) -> list[dict[str, str]]:
    reviews = standing_reviews(hire)
    held = held_check_ins(hire)
    return [{"kind": "practice-call", "key": review.call_key, "score": review.score} for review in reviews] + [
        {"kind": "check-in", "key": check_in.key, "on": str(check_in.held_on)} for check_in in held
    ]


def _mentorship_of(hire: User) -> Mentorship:
    mentorship = Mentorship.objects.filter(hire=hire, ended_on=None).select_related("mentor").first()
    if mentorship is None:
        raise SignOffError(_("%(name)s has no mentor yet.") % {"name": hire.name})
    return mentorship
