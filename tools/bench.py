"""make bench: speed and size as one table, each beside bare Django views that ask the same of the database.

Measured on data of its own under build/bench (academy and demo). Times depend on the machine and on what else runs;
the share beside the bare view and the numbers of queries do not. It measures, it judges nothing.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "build" / "bench"
ROUNDS, TURNS = 100, 10
FORM = "application/x-www-form-urlencoded"  # as exam.js sends it
os.environ |= {"DATA_DIR": str(DATA), "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR", "DEMO": "1"}
os.environ.pop("DATABASE_URL", None)
sys.path.insert(0, str(ROOT))

View = Callable[..., object]
ROWS: list[tuple[str, str, str]] = []


def row(what: str, measured: str, aim: str) -> None:
    ROWS.append((what, measured, aim))
    print(f"· {what}: {measured} (aim: {aim})", flush=True)


def measured(name: str, aim: str, work: Callable[[], str]) -> None:
    """One line of the table; what cannot be measured yet is said with its reason instead of ending the rest."""
    try:
        row(name, work(), aim)
    except Exception as error:
        row(name, f"not measured: {type(error).__name__}: {error}"[:140], aim)


class Timed:
    """Requests of one signed-in person through the whole stack, and the same statements from a bare view."""

    def __init__(self, person) -> None:
        from django.test import Client

        self.client = Client(headers={"host": "127.0.0.1"})
        self.client.force_login(person)

    def queries(self, ask: Callable[[], object]) -> list[str]:
        from django.db import connection, transaction
        from django.test.utils import CaptureQueriesContext

        ask()
        with CaptureQueriesContext(connection) as seen, transaction.atomic():
            answer = ask()
            transaction.set_rollback(True)
        if answer.status_code != 200:
            raise RuntimeError(f"answered {answer.status_code}")
        kept = re.compile(r"^(BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT)", re.IGNORECASE)
        return [query["sql"] for query in seen.captured_queries if not kept.match(query["sql"])]

    def compare(self, ask: Callable[[], object], statements: list[str], plain: View | None = None) -> str:
        """Ours beside its SQL alone and, where given, beside a plain view that asks the same through the models."""
        asks = {"ours": ask, "its SQL alone": bare(sql_of(statements))}
        if plain:
            asks["a plain view"] = bare(plain)
        ours, *others = per_second(asks).items()
        beside = "".join(f", {name} {rate:.0f} ({100 * ours[1] / rate:.0f} %)" for name, rate in others)
        return f"{len(statements)} queries, {ours[1]:.0f} a second{beside}"


def per_second(asks: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Turn by turn, so that whatever else the machine does slows all of them alike."""
    taken = dict.fromkeys(asks, 0.0)
    for ask in asks.values():
        ask()
    for _turn in range(TURNS):
        for name, ask in asks.items():
            began = time.perf_counter()
            for _round in range(ROUNDS // TURNS):
                ask()
            taken[name] += time.perf_counter() - began
    return {name: ROUNDS / seconds for name, seconds in taken.items()}


urlpatterns: list[object] = []


def bare(view: View) -> Callable[[], object]:
    """Asks a view behind the same handler, without middleware, templates or anything else of ours."""
    from django.test import Client, override_settings
    from django.test.client import ClientHandler
    from django.urls import path

    class Handler(ClientHandler):
        def get_response(self, request):
            request.urlconf = __name__
            return super().get_response(request)

    address = f"bare{len(urlpatterns)}"
    urlpatterns.append(path(address, view))
    client = Client(headers={"host": "127.0.0.1"})
    client.handler = Handler()
    with override_settings(MIDDLEWARE=[]):
        client.handler.load_middleware()
    return lambda: client.post(f"/{address}", "position=1", content_type=FORM)


def sql_of(statements: list[str]) -> View:
    """Writes are taken back, since their rows exist only once; a row elsewhere then pays for the commit they need."""
    from django.db import connection, transaction
    from django.http import HttpResponse

    writes = any(statement.startswith(("INSERT", "UPDATE", "DELETE")) for statement in statements)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_scratch (n integer)")

    def view(request):
        with transaction.atomic(), connection.cursor() as cursor:
            inner = transaction.savepoint()
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()
            transaction.savepoint_rollback(inner)
            if writes:
                cursor.execute("INSERT INTO bench_scratch VALUES (1)")
        return HttpResponse("ok")

    return view


def somebody(role: str):
    from people.models import User

    return User.objects.filter(groups__name=role, is_active=True).order_by("pk").first()


def lesson() -> str:
    from django.urls import reverse

    from courses.models import LessonPage

    hire = somebody("hire")
    timed = Timed(hire)
    for page in LessonPage.objects.live().order_by("pk"):
        address = reverse("courses:lesson-read", args=[page.translation_key])
        if timed.client.get(address).status_code == 200:
            break
    else:
        raise RuntimeError(f"no lesson opens for {hire}")
    return timed.compare(lambda: timed.client.get(address), timed.queries(lambda: timed.client.get(address)))


def answer_save() -> str:
    from django.urls import reverse
    from django.utils import timezone

    from assessments.domain import admissions, attempts
    from assessments.models import Paper

    hire, now = somebody("hire"), timezone.now()
    paper = Paper.objects.get(key="week-1-theory")
    key = f"bench-{now.timestamp():.0f}"
    admission = admissions.admit(hire, paper, opens=now, attempts_allowed=1, reason="bench", for_key=key, now=now)
    attempt = attempts.start(admission, by=hire, now=now)
    # Each is measured on a question of its own, so that all of them write rows that exist only once.
    ours, captured, plain = attempt.questions.filter(question_version__question__kind="single")[:3]
    timed = Timed(hire)
    address = reverse("assessments:answer-save", args=[attempt.key])

    def save(question, numbers):
        n = next(numbers)
        body = urlencode({"position": question.position, "version": n, "key": f"{question.pk}-{n}", "value": 0})
        return timed.client.post(address, body, content_type=FORM, headers={"accept": "application/json"})

    captures, numbers = count(), count()
    statements = timed.queries(lambda: save(captured, captures))
    return timed.compare(lambda: save(ours, numbers), statements, plain_save(timed.client, plain))


def plain_save(client, question) -> View:
    """The same six queries as anybody would write them in Django (tools/plain.py)."""
    import plain
    from django.http import HttpResponse

    session, attempt = client.session.session_key, question.attempt.key

    def view(request):
        plain.save(session, attempt, question.position, 0)
        return HttpResponse("ok")

    return view


def exam_of_many(row: str) -> str:
    import exam_load

    return exam_load.measured(getattr(exam_load.Load, row))


def trainer_home() -> str:
    from django.urls import reverse

    from people.domain.roles import give_role
    from people.models import Employment, Team, User

    team = Team.objects.order_by("pk").first()
    there = User.objects.filter(groups__name="hire").count()
    for n in range(there, 200):
        hire = User.objects.create(username=f"bench{n}", staff_number=f"B-{n}", name=f"Hire {n}", is_demo=True)
        give_role(hire, "hire")
        Employment.objects.create(person=hire, team=team, started_on=date.today() - timedelta(days=3))  # noqa: DTZ011
    timed = Timed(somebody("trainer"))
    address = reverse("dashboard:home")
    statements = timed.queries(lambda: timed.client.get(address))
    return timed.compare(lambda: timed.client.get(address), statements)


def statistics() -> str:
    """Ten thousand attempts of thirty questions: the pure calculation, counting them, one more, and the page."""
    import results
    from django.urls import reverse
    from django.utils import timezone

    from assessments.domain import figures
    from assessments.domain.item_statistics import analyse
    from assessments.domain.item_tally import tally_of
    from assessments.models import Mark

    now = timezone.now()
    paper = results.make(10_000, now)
    rows = [[n % 6, *[(n * at) % 6 for at in range(2, 31)]] for n in range(10_000)]
    pure = timed_once(lambda: analyse(rows, [5] * 30))
    counted = timed_once(lambda: figures.refresh(paper, now=now))
    results.make_more(paper, 1, now)
    one = timed_once(lambda: figures.refresh(paper, now=now))
    marks = Mark.objects.filter(attempt__admission__paper=paper)
    whole = timed_once(lambda: tally_of(figures.sittings(marks)))
    timed = Timed(somebody("trainer"))
    address = reverse("assessments:paper-figures", args=[paper.key])
    timed.client.get(address)
    pages = sorted(timed_once(lambda: timed.client.get(address)) for _turn in range(20))
    return (
        f"analyse {pure:.2f} s, all counted at once {whole:.1f} s, in batches {counted:.1f} s, one more {one:.2f} s, "
        f"page {1000 * pages[10]:.0f} ms (p95 {1000 * pages[18]:.0f})"
    )


def timed_once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def certificates() -> str:
    from certification.pdf import CertificateFacts, Station, certificate

    stations = tuple(Station(zh, en) for zh, en in (("新人", "Hire"), ("初级", "Junior"), ("中级", "Intermediate")))
    began = time.process_time()
    size = 0
    for n in range(200):
        facts = CertificateFacts(
            title_zh="上岗资格证书",
            title_en="Go-live licence",
            statement_zh="已通过全部考核，准予独立上岗。",
            statement_en="has met every condition and may take calls alone.",
            holder="陈雨萱 Ada",
            company="Fernhollow Home",
            number=f"RL-2026-{n:06d}-K",
            code=f"{n:022d}",
            check_url=f"https://academy.example.com/certificates/{n:022d}",
            issued_on=date(2026, 3, 25),
            last_valid_day=date(2027, 3, 24),
            approvers=("Hana",),
            stations=stations,
            reached=1,
        )
        size = len(certificate(facts))
    return f"{time.process_time() - began:.1f} s of one core, {size // 1024} KB each"


def questions_import() -> str:
    """A process of its own, as an administrator starts it: start-up and imports of the code included."""
    from assessments.models import Bank

    Bank.objects.get_or_create(key="bench", defaults={"title_en": "Bench", "title_zh": "测试"})
    file = DATA / "bank.gift"
    file.write_text("\n".join(gift_questions(5000)), encoding="utf-8")
    command = [sys.executable, "manage.py", "import_questions", str(file), "--bank", "bench", "--format", "gift"]
    began = time.perf_counter()
    # A child counts what its parent held when it was started, and this process holds hundreds of MiB by now.
    between = f"import resource, subprocess; subprocess.run({command}, check=True, stdout=subprocess.DEVNULL)\n"
    between += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    most = subprocess.run([sys.executable, "-c", between], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return f"{time.perf_counter() - began:.1f} s, {int(most)} MiB at most"


def gift_questions(count: int) -> list[str]:
    options = "=The greeting, then the staff number#As the white paper says. ~%25%The number alone#Half of it. ~Hello?"
    kinds = (
        f"{{{options} ####It is said within three rings.}}",
        "{~%50%who ~%50%when ~%-50%the weather ~%-50%the lunch#Nobody asks.}",
        "{=three =3#The rule.}",
        "{#60:2#Characters a minute.}",
        "{=fault -> technical support =wording -> training =figures -> analysis}",
    )
    return [
        f"$CATEGORY: top/Chapter {n // 100}/Part {n % 10}\n\n"
        f"// [tag:week {n % 4}]\n::Question {n}::What is right in case {n} of the hotline? {kinds[n % len(kinds)]}\n"
        for n in range(count)
    ]


def memory() -> str:
    import psutil
    import walkers

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "tools" / "run.py")]
    environment = os.environ | {"PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    environment.pop("MAKELEVEL", None)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as site:
        try:
            for line in site.stdout:
                if b"Ctrl-C" in line:
                    break
            walkers.walk(f"http://127.0.0.1:{port}", (DATA / "demo_password").read_text().strip())
            time.sleep(45)  # a while of the worker's rounds
            family = psutil.Process(site.pid).children(recursive=True)
            used = sum(process.memory_full_info().pss for process in family) / 2**20
        finally:
            site.send_signal(signal.SIGTERM)
    return f"{used:.0f} MiB PSS in {len(family)} processes"


def main() -> int:
    shutil.rmtree(DATA, ignore_errors=True)
    print("· Preparing data under build/bench ...", flush=True)
    if subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, stdout=subprocess.DEVNULL, check=False
    ).returncode:
        print("✗ The data could not be prepared; see above.")
        return 1
    import django

    django.setup()
    measured("Lesson page", "at most 15 queries", lesson)
    measured("Answer save", "at most 8 queries, 50 % of the plain view", answer_save)
    measured(
        "Exam of 300: a save of each every 6 s", "beside the plain view in the same run", partial(exam_of_many, "paced")
    )
    measured("Exam of 300: saves flat out", "50 % of the plain view", partial(exam_of_many, "flat_out"))
    measured("Home of a trainer, 200 hires", "at most 25 queries", trainer_home)
    # Before ten thousand results stand in the demo's own data, all with one person.
    measured("Memory, all processes", "500 MiB PSS", memory)
    measured("Statistics at 10,000 x 30", "page under 1 s, one more result counted within a minute", statistics)
    measured("200 certificates", "60 s of one core", certificates)
    measured("5,000 questions from a GIFT file", "60 s, 256 MiB", questions_import)
    width = max(len(what) for what, _measured, _aim in ROWS)
    print("\n" + "\n".join(f"{what:<{width}}  {value}\n{'':<{width}}  aim: {aim}" for what, value, aim in ROWS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
