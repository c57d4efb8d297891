"""From a draft to a published edition: one writes, another publishes (RULES, introduction and section 6)."""

from datetime import date, datetime

from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify, withdraw_all
from people.models import User
from policies import schema
from policies.domain.editions import PolicyError, figures, fingerprint
from policies.domain.wording import sentence
from policies.models import Draft, Edition, Retirement, Subject
from policies.permissions import EDIT, PUBLISH_ANY, can_approve_exceptions, can_edit, can_publish

State = Draft.State
NEXT = {
    State.DRAFT: {State.SUBMITTED, State.DROPPED},
    State.SUBMITTED: {State.DRAFT, State.PUBLISHED, State.DROPPED},
    State.PUBLISHED: set(),
    State.DROPPED: set(),
}


def open_drafts() -> QuerySet[Draft]:
    return Draft.objects.filter(state__in=(State.DRAFT, State.SUBMITTED)).select_related("author")


def open_draft(subject: str) -> Draft | None:
    return open_drafts().filter(subject=subject).first()


@transaction.atomic
def draft(subject: str, *, text: str, in_force_from: date, reason: str, by: User, now: datetime) -> Draft:
    """Begin a change of figures. Raises `PolicyError` for bad figures, a date gone by, or when a draft is open."""
    if not can_edit(by, subject):
        raise PolicyError(_("These figures are edited by others."))
    _require_good(subject, text, in_force_from, by, now)
    if open_draft(subject):
        raise PolicyError(_("Someone is already changing these figures. Publish or drop that draft first."))
    try:
        with transaction.atomic():
            made = Draft.objects.create(
                subject=subject,
                text=plain(text),
                in_force_from=in_force_from,
                reason=reason,
                author=by,
                created=now,
                changed=now,
            )
    except IntegrityError as error:
        raise PolicyError(_("Someone has just begun to change these figures. Look at that draft first.")) from error
    journal.record("policy-drafted", by=by, about=made, now=now, values={"subject": subject, "reason": reason})
    return made


@transaction.atomic
def edit(draft: Draft, *, text: str, in_force_from: date, reason: str, by: User, now: datetime) -> Draft:
    """Change an open draft; it has to be handed in again. Only its author does."""
    _require_author(draft, by)
    _require_good(draft.subject, text, in_force_from, by, now)
    changes = {"text": plain(text), "in_force_from": in_force_from, "reason": reason, "changed": now}
    moved = Draft.objects.filter(pk=draft.pk, state__in=(State.DRAFT, State.SUBMITTED))
    _exactly_one(moved.update(state=State.DRAFT, **changes))
    journal.record("policy-draft-edited", by=by, about=draft, now=now, values={"sha256": fingerprint(plain(text))})
    draft.refresh_from_db()
    return draft


@transaction.atomic
def submit(draft: Draft, *, by: User, now: datetime) -> Draft:
    """Hand the draft to a second person."""
    _require_author(draft, by)
    _require_good(draft.subject, draft.text, draft.in_force_from, by, now)
    _move(draft, State.SUBMITTED, returned_because="")
    event = journal.record("policy-submitted", by=by, about=draft, now=now)
    for second in second_persons(draft):
        notify(
            second,
            "policy-asked",
            dedupe_key=f"{_asked(draft)}{event.pk}",
            subject=format_lazy(
                gettext_lazy("A change of figures waits for a second person: {what}"), what=Subject(draft.subject).label
            ),
            body=format_lazy(gettext_lazy("{name} asks: {reason}"), name=draft.author.name, reason=draft.reason),
            url=_url(draft),
            now=now,
        )
    return draft


def second_persons(draft: Draft) -> QuerySet[User]:
    """Everybody who may publish the draft: the author's colleagues and HR."""
    names = {EDIT[Subject(draft.subject)].partition(".")[2], PUBLISH_ANY.partition(".")[2]}
    permissions = Permission.objects.filter(content_type__app_label="policies", codename__in=names)
    able = User.objects.filter(is_active=True, groups__permissions__in=permissions).distinct()
    return able.exclude(pk=draft.author_id)


@transaction.atomic
def send_back(draft: Draft, *, reason: str, by: User, now: datetime) -> Draft:
    """The second person returns the draft to its author, with the reason."""
    _require_publisher(draft, by)
    _move(draft, State.DRAFT, returned_because=reason)
    withdraw_all(_asked(draft), now=now)
    event = journal.record(
        "policy-sent-back", by=by, about=draft, subject=draft.author, now=now, values={"reason": reason}
    )
    _tell_author(draft, gettext_lazy("Your change of figures was sent back"), reason, f"policy-back-{event.pk}", now)
    return draft


@transaction.atomic
def drop(draft: Draft, *, by: User, now: datetime) -> Draft:
    """Put the draft away. Its author does; another only once the author can no longer work on it."""
    if not may_drop(draft, by):
        _require_author(draft, by)
        _require_publisher(draft, by)
    _move(draft, State.DROPPED)
    withdraw_all(_asked(draft), now=now)
    journal.record("policy-dropped", by=by, about=draft, now=now)
    return draft


def may_drop(draft: Draft, by: User) -> bool:
    """A draft never blocks its subject for good: when its author left or lost the role, a second person drops it."""
    if by.pk == draft.author_id:
        return can_edit(by, draft.subject)
    author = User.objects.get(pk=draft.author_id)  # afresh: rights are kept on a loaded person
    return can_publish(by, draft.subject) and not can_edit(author, draft.subject)


@transaction.atomic
def publish(
    draft: Draft, *, by: User, now: datetime, approve_exceptions: bool = False, seen: str | None = None
) -> Edition:
    """Make the draft an edition, in force from its date and never changed again.

    `seen` is the `version` that `by` has read (the given draft's, where none is named); one changed since is refused.
    A second person publishes; the author may only where “second person” is relaxed, and the journal says so.
    An uplift outside 10 to 30 % always needs a second HR person, relaxed or not, who approves it by name.
    """
    _require_publisher(draft, by)
    seen = version(draft) if seen is None else seen
    alone = _without_second_person(draft, by, now)
    # From here on the draft is the stored one, and nobody else can change it: what is checked is what is published.
    _move(draft, State.PUBLISHED)
    if version(draft) != seen:
        raise PolicyError(_("The draft was changed after you opened this page. Read it again, then publish."))
    _require_good(draft.subject, draft.text, draft.in_force_from, by, now)
    approvals = _approvals(draft, by, now, approve_exceptions)
    withdraw_all(_asked(draft), now=now)
    edition = _make_edition(draft, by, now, approvals)
    values = {"sha256": edition.sha256, "in_force_from": draft.in_force_from, "approvals": approvals}
    verb = "edition-published-without-second-person" if alone else "edition-published"
    journal.record(verb, by=by, about=edition, now=now, values=values)
    if not alone:
        _tell_author(draft, gettext_lazy("Your change of figures is published"), "", f"policy-out-{draft.key}", now)
    return edition


@transaction.atomic
def retire(edition: Edition, *, reason: str, by: User, now: datetime) -> Retirement:
    """Take back an edition that is not yet in force. One that has ruled stays: publish another after it."""
    if not can_publish(by, edition.subject):
        raise PolicyError(_("These figures are published by others."))
    if edition.in_force_from <= today_for(by, now):
        raise PolicyError(_("This edition is in force. Publish a new one instead; what it has judged stays judged."))
    if Retirement.objects.filter(edition=edition).exists():
        raise PolicyError(_("This edition has already been taken back."))
    taken = Retirement.objects.create(edition=edition, by=by, reason=reason, at=now)
    journal.record("edition-retired", by=by, about=edition, now=now, values={"reason": reason})
    return taken


def version(draft: Draft) -> str:
    """Tells one state of a draft's contents from another: a second person publishes what they have read."""
    return fingerprint("\n".join((draft.text, draft.in_force_from.isoformat(), draft.reason)))


def plain(text: str) -> str:
    """One kind of line end, one at the close: what is published is what was shown."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n") + "\n"


def _make_edition(draft: Draft, by: User, now: datetime, approvals: list[dict[str, str]]) -> Edition:
    last = Edition.objects.filter(subject=draft.subject).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return Edition.objects.create(
                subject=draft.subject,
                number=last + 1,
                text=draft.text,
                sha256=fingerprint(draft.text),
                in_force_from=draft.in_force_from,
                reason=draft.reason,
                author=draft.author,
                publisher=by,
                published_at=now,
                approvals=approvals,
            )
    except IntegrityError as error:
        raise PolicyError(_("Another edition was published at this moment. Look at it, then try again.")) from error


def _require_good(subject: str, text: str, in_force_from: date, by: User, now: datetime) -> None:
    try:
        schema.parse(subject, plain(text))
    except schema.FiguresError as error:
        raise PolicyError(" ".join(sentence(problem) for problem in error.problems)) from error
    if in_force_from < today_for(by, now):
        raise PolicyError(_("A change applies from today at the earliest; past results stand as they were judged."))


def _without_second_person(draft: Draft, by: User, now: datetime) -> bool:
    if by.pk != draft.author_id:
        return False
    if not figures(Subject.SECOND_PERSON, today_for(by, now)).relaxed:
        raise PolicyError(_("You wrote this draft. A second person of your role, or HR, publishes it."))
    return True


def _approvals(draft: Draft, by: User, now: datetime, approve: bool) -> list[dict[str, str]]:
    found = schema.exceptions(schema.parse(draft.subject, draft.text))
    if not found:
        return []
    if by.pk == draft.author_id or not can_approve_exceptions(by):
        raise PolicyError(" ".join(sentence(problem) for problem in found))
    if not approve:
        raise PolicyError(_("Approve the exception by name before you publish. Nothing has been published."))
    return [{"what": str(problem), "by": by.key, "at": now.isoformat()} for problem in found]


def _require_author(draft: Draft, by: User) -> None:
    if by.pk != draft.author_id:
        raise PolicyError(_("Only the author changes a draft. Send it back with your reason instead."))


def _require_publisher(draft: Draft, by: User) -> None:
    if not can_publish(by, draft.subject):
        raise PolicyError(_("These figures are published by others."))


def _tell_author(draft: Draft, subject: Promise, body: str, dedupe_key: str, now: datetime) -> None:
    notify(draft.author, "policy", dedupe_key=dedupe_key, subject=subject, body=body, url=_url(draft), now=now)


def _url(draft: Draft) -> str:
    return reverse("policies:edition-draft", args=[draft.key])


def _asked(draft: Draft) -> str:
    """How the dedupe keys of the notices to second persons begin."""
    return f"policy-asked:{draft.key}:"


def _move(draft: Draft, to: str, **changes: str) -> None:
    before = [state for state, after in NEXT.items() if to in after]
    _exactly_one(Draft.objects.filter(pk=draft.pk, state__in=before).update(state=to, **changes))
    draft.refresh_from_db()


def _exactly_one(changed: int) -> None:
    if changed != 1:
        raise PolicyError(_("This draft has moved on meanwhile. Load the page again to see where it stands."))
