from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.functional import Promise

from people.models import Notice, User

Text = str | Promise


def notify(
    person: User,
    kind: str,
    *,
    dedupe_key: str,
    subject: Text,
    now: datetime,
    body: Text = "",
    url: str = "",
    address: str = "",
) -> Notice:
    """Tell a person something once per `dedupe_key`, in their language (pass lazy texts). Mail follows by the sweep.

    `address`: mailed there, whoever has read it in the product by then.
    """
    with translation.override(person.language):
        texts = {"subject": str(subject), "body": str(body)}
    notice, _created = Notice.objects.get_or_create(
        person=person,
        dedupe_key=dedupe_key,
        defaults={"kind": kind, "url": url, "address": address, "created": now, **texts},
    )
    return notice


def shown_to(person: User) -> QuerySet[Notice]:
    """What the person sees: nothing that was withdrawn."""
    return person.notices.filter(withdrawn_at=None)


def unread_count(person: User) -> int:
    return shown_to(person).filter(read_at=None).count()


def mark_read(notice: Notice, *, now: datetime) -> None:
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)


def mark_all_read(person: User, *, now: datetime) -> int:
    return shown_to(person).filter(read_at=None).update(read_at=now)


def withdraw(notice: Notice, *, now: datetime) -> None:
    """The person may no longer receive it: it is neither shown nor mailed from now on."""
    Notice.objects.filter(pk=notice.pk, withdrawn_at=None).update(withdrawn_at=now)


def withdraw_all(beginning: str, *, now: datetime) -> int:
    """Withdraw everybody's notices whose dedupe key begins so: what they asked for is settled."""
    return Notice.objects.filter(dedupe_key__startswith=beginning, withdrawn_at=None).update(withdrawn_at=now)


# After an outage of the mail server older notices stay in the product only, instead of arriving as a storm.
MAIL_WITHIN = timedelta(days=3)
MAILS_A_ROUND = 200


def mail_unsent(now: datetime, *, send: Callable[[Notice], None]) -> tuple[int, int]:
    """Mail what is still to be mailed and not yet read; (sent, failed). Safe to run twice, late or side by side.

    Whether the person may still receive it is asked again at the moment of sending (hazard 20). A notice is claimed
    before it is sent and given back when sending fails.
    """
    sent = failed = 0
    for notice in to_mail(now).select_related("person")[:MAILS_A_ROUND]:
        if to_mail(now).filter(pk=notice.pk).update(mailed_at=now) != 1:
            continue
        try:
            send(notice)
        except OSError:  # smtplib's errors among them: the next round tries again
            Notice.objects.filter(pk=notice.pk).update(mailed_at=None)
            failed += 1
        else:
            sent += 1
    return sent, failed


def to_mail(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(
        Q(read_at=None, person__email__gt="") | Q(address__gt=""),
        mailed_at=None,
        withdrawn_at=None,
        person__is_active=True,
        created__gt=now - MAIL_WITHIN,
    )
