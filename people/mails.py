"""The texts of e-mails, in the language of whoever receives them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from people.models import Company, Invitation, Notice, User


def send_notice(notice: Notice) -> None:
    link = f"{settings.PUBLIC_URL}{notice.url}" if notice.url.startswith("/") else ""
    context = {"notice": notice, "link": link}
    send(notice.person, notice.subject, "people/mail/notice.txt", context, address=notice.address)


def send_invitation(invitation: Invitation, link: str) -> None:
    with translation.override(invitation.person.language):
        company = Company.current().name
        if invitation.purpose == Invitation.Purpose.JOIN:
            subject = _("Your place at %(company)s’s academy") % {"company": company}
        else:
            subject = _("A new password for %(company)s’s academy") % {"company": company}
    send(invitation.person, subject, "people/mail/invitation.txt", {"invitation": invitation, "link": link})


def send(person: User, subject: str, template: str, context: dict[str, object], *, address: str = "") -> None:
    with translation.override(person.language):
        body = render_to_string(template, {"person": person, "company": Company.current(), **context})
    # A subject is one line: a line break in a name would otherwise be refused as a header of its own.
    EmailMessage(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [address or person.email]).send()
