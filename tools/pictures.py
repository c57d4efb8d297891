"""The pictures of README's tour, taken anew from a throw-away demo into docs/pictures.

.venv/bin/python tools/pictures.py          a demo of its own (some minutes)
.venv/bin/python tools/pictures.py FOLDER   the data of a demo that is there already; it is changed a little
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import look

OUT = look.ROOT / "docs" / "pictures"
# Light enough for a page of eight; text stays sharp in 128 colours.
COLOURS, LARGEST = 128, 150_000


@dataclass(frozen=True)
class Picture:
    name: str
    who: str  # empty: a stranger
    path: Callable[[], str]
    language: str = "en"
    scheme: str = "light"
    width: int = 1440
    height: int = 960


def main() -> int:
    if len(sys.argv) > 1:
        return photograph_all(sys.argv[1], is_new=False)
    with tempfile.TemporaryDirectory(prefix="readyline-pictures-") as data:
        return photograph_all(data, is_new=True)


def photograph_all(data: str, *, is_new: bool) -> int:
    look.settings(data)
    if is_new:
        look.prepare()
    __import__("django").setup()
    port = look.free_port()
    with look.server(port):
        give_password()
        too_large = photograph(f"http://127.0.0.1:{port}")
    for name in too_large:
        print(f"✗ {name} is larger than {LARGEST // 1000} kB.")
    return 1 if too_large else 0


def give_password() -> None:
    from django.contrib.auth.hashers import make_password

    from people.models import User

    User.objects.filter(is_demo=True).update(password=make_password(look.PASSWORD))


def photograph(address: str) -> list[str]:
    import shutil

    from playwright.sync_api import sync_playwright

    OUT.mkdir(parents=True, exist_ok=True)
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=look.FLAGS)
        for one in PICTURES:
            view = {"width": one.width, "height": one.height}
            context = browser.new_context(viewport=view, color_scheme=one.scheme, locale=one.language)
            page = context.new_page()
            if one.who:
                look.sign_in(page, address, one.who, one.language)
            page.goto(address + one.path(), wait_until="networkidle")
            if keep(one.name, page.screenshot()) > LARGEST:
                too_large.append(one.name)
            context.close()
            print(f"· {one.name}", flush=True)
        browser.close()
    return too_large


def keep(name: str, shot: bytes) -> int:
    """Write the picture with few colours; how many bytes it has."""
    from PIL import Image

    path: Path = OUT / f"{name}.png"
    Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    return path.stat().st_size


# Where the pictures are taken; two of them need something to have begun.


def home() -> str:
    return "/"


def lesson() -> str:
    from django.urls import reverse

    from courses.models import LessonPage

    page = LessonPage.objects.live().filter(locale__language_code="en").order_by("path").first()
    return reverse("courses:lesson-read", args=[page.translation_key])


def exam() -> str:
    """chen has read week 1 and sits the exam."""
    from django.urls import reverse

    from assessments.domain import attempts
    from assessments.models import Admission, Attempt
    from courses.domain import completions, judging
    from courses.domain.outline import lessons_of
    from courses.models import Enrolment

    now = datetime.now(UTC)
    enrolment = Enrolment.objects.select_related("person", "programme").get(person__username="chen")
    person = enrolment.person
    week = enrolment.programme.weeks.get(number=1)
    for page in lessons_of(enrolment.programme.course_key, person.language, week.module_key):
        completions.complete(person, page, now=now)
    judging.judge(enrolment, now=now)
    attempt = Attempt.objects.filter(admission__person=person, state="open").first() or attempts.start(
        Admission.objects.get(person=person, withdrawn=None), by=person, now=now
    )
    return reverse("assessments:exam", args=[attempt.key])


def desk() -> str:
    """quinn scores the oldest mock call."""
    from django.urls import reverse

    from people.models import User
    from simulations.domain import scoring

    quinn = User.objects.get(username="quinn")
    call = scoring.to_score(quinn)[0]
    scoring.begin(call, by=quinn, now=datetime.now(UTC))
    return reverse("simulations:qa-desk", args=[call.key])


def ladder() -> str:
    from django.urls import reverse

    return reverse("certification:ladder-people")


def check() -> str:
    from django.urls import reverse

    from certification.models import Certificate

    issued = Certificate.objects.filter(award__state="approved").order_by("pk").first()
    return reverse("certification:verify", args=[issued.verify_code])


PICTURES = (
    Picture("hire-home", "ada", home, height=1240),
    Picture("hire-home-phone", "ada", home, "zh-hans", "dark", 390, 844),
    Picture("lesson", "ada", lesson),
    Picture("exam", "chen", exam),
    Picture("qa-desk", "quinn", desk),
    Picture("trainer-home", "tom", home),
    Picture("hr-home", "hana", home),
    Picture("ladder", "hana", ladder, height=720),
    Picture("certificate-check", "", check, height=860),
    Picture("sign-in", "", lambda: "/sign-in/", height=800),
)


if __name__ == "__main__":
    sys.exit(main())
