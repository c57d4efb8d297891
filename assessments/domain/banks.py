"""Banks: their names, languages and who keeps them (hazard 11)."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.domain.bank import BankError
from assessments.domain.kinds.shared import LANGUAGES
from assessments.models import Bank
from assessments.permissions import EDIT_BANK
from people.domain import journal
from people.models import User


def may_keep() -> QuerySet[User]:
    """Whoever writes questions now and so may be named as a keeper."""
    app, _dot, codename = EDIT_BANK.partition(".")
    allowed = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return User.objects.filter(is_active=True, groups__permissions__in=allowed).distinct()


@transaction.atomic
def write_bank(
    *,
    key: str,
    title_en: str,
    title_zh: str,
    languages: Iterable[str],
    keepers: Iterable[User],
    by: User,
    now: datetime,
) -> Bank:
    """A new bank. Raises BankError when the key is taken or nobody could keep it."""
    bank, added = Bank.objects.get_or_create(key=key)
    if not added:
        raise BankError(_("There is a bank with the key %(key)s already.") % {"key": key})
    words = {"title_en": title_en, "title_zh": title_zh, "languages": languages, "keepers": keepers}
    change_bank(bank, **words, by=by, now=now)
    return bank


@transaction.atomic
def change_bank(
    bank: Bank,
    *,
    title_en: str,
    title_zh: str,
    languages: Iterable[str],
    keepers: Iterable[User],
    by: User,
    now: datetime,
) -> None:
    """Names, languages and keepers of a bank. Whoever is no longer named sees none of its questions from now on.

    Nobody named: every trainer keeps it. Raises BankError when none of those named can still write questions.
    """
    named, written = list(keepers), [language for language in LANGUAGES if language in set(languages)]
    if not written:
        raise BankError(_("Choose at least one language."))
    if named and not may_keep().filter(pk__in=[person.pk for person in named]).exists():
        raise BankError(_("Name at least one trainer who is still here; otherwise nobody could open the bank."))
    bank.title_en, bank.title_zh, bank.languages = title_en, title_zh, written
    bank.save(update_fields=["title_en", "title_zh", "languages"])
    bank.keepers.set(named)
    values = {"title_en": title_en, "title_zh": title_zh, "languages": written}
    values |= {"keepers": sorted(person.key for person in named)}
    journal.record("bank-changed", by=by, about=bank, now=now, values=values)
