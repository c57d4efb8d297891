from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils import timezone

from people.domain import append_only, sessions


def install_triggers(sender: object, using: str, **kwargs: object) -> None:
    append_only.install(using)


def note_sign_in(sender: object, request: object, user: object, **kwargs: object) -> None:
    sessions.note(request, user, now=timezone.now())


def connect(app: AppConfig) -> None:
    # Once per migrate is enough, and by then every app's tables stand.
    post_migrate.connect(install_triggers, sender=app, dispatch_uid="append_only")
    user_logged_in.connect(note_sign_in, dispatch_uid="note_sign_in")
