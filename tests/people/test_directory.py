"""Who sees whom (hazards 3, 4), in every channel, and what may be changed (hazards 6, 9, 10)."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from people.domain import absences, employment, levels
from people.domain.employment import EmploymentError
from people.domain.levels import LevelError
from people.models import Absence, Event, LevelHeld, Team, User
from tests.conftest import PASSWORD, person


@pytest.fixture
def marked(ada, ben, lena, omar):
    """A marker a team, in every field a page could show."""
    for who, marker in ((ada, "ONE-MARKER"), (ben, "TWO-MARKER")):
        User.objects.filter(pk=who.pk).update(name=f"{marker} 王芳")
        who.employments.update(job_title=marker, shift=marker)
    return ada, ben


@pytest.mark.parametrize(("leader", "own", "foreign"), [("lena", "ONE", "TWO"), ("omar", "TWO", "ONE")])
def test_leader_sees_the_own_team_in_every_channel(request, marked, signed_in, leader, own, foreign):
    client = signed_in(request.getfixturevalue(leader))
    team = Team.objects.get(name="Phone one" if foreign == "ONE" else "Phone two")
    addresses = [
        reverse("people:people"),
        reverse("people:people") + "?q=MARKER",
        reverse("people:people") + "?q=王芳",
        reverse("people:people") + f"?team={team.key}",
        reverse("people:people") + "?role=hire",
        reverse("people:people-export", args=["csv"]),
    ]

    pages = [client.get(address).content.decode() for address in addresses]

    assert [f"{foreign}-MARKER" in page for page in pages] == [False] * 6
    assert [f"{own}-MARKER" in page for page in pages] == [True, True, True, False, True, True]


def test_search_finds_chinese_inside_a_name(marked, hana, signed_in):
    page = signed_in(hana).get(reverse("people:people"), {"q": "芳"})

    assert {who.username for who in page.context["page"]} == {"ada", "ben"}


def test_foreign_and_missing_person_answer_alike(ada, ben, omar, signed_in):
    client = signed_in(omar)

    foreign = client.get(reverse("people:person", args=[ada.key]))
    missing = client.get(reverse("people:person", args=["nobody"]))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert words(foreign, ada.key) == words(missing, "nobody")


def words(response, key):
    """The page without the key that was asked for and the token of its forms."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(key, "")


@pytest.mark.parametrize(("viewer", "sees"), [("hana", True), ("lena", False), ("tom", False), ("root", False)])
def test_reasons_of_absence_and_recognition_are_for_hr(request, ada, hana, now, signed_in, viewer, sees):
    absences.record_absence(ada, first_day=now.date(), last_day=now.date(), reason="SECRET-ILLNESS", by=hana, now=now)
    levels.recognise(ada, level="junior", from_day=now.date(), reason="SECRET-PAPER", by=hana, now=now)
    client = signed_in(request.getfixturevalue(viewer))
    request.getfixturevalue("lena")

    page = client.get(reverse("people:person", args=[ada.key])).content.decode()

    assert ("SECRET-ILLNESS" in page, "SECRET-PAPER" in page) == (sees, sees)


EVERY_TABLE = [
    ("people:people-export", {"form": "csv"}),
    ("people:people-export", {"form": "xlsx"}),
    ("dashboard:export", {"table": "people", "form": "csv"}),
    ("dashboard:export", {"table": "team", "form": "xlsx"}),
    ("certification:register-export", {"kind": "csv"}),
    ("certification:ladder-people-export", {"kind": "xlsx"}),
    ("people:people", {}),
    ("people:journal", {}),
    ("dashboard:home", {}),
    ("courses:enrolments", {}),
    ("mentoring:pairings", {}),
    ("mentoring:coaching-plans", {}),
    ("certification:ladder-people", {}),
    ("certification:mine", {}),
]


@pytest.mark.parametrize("viewer", ["ada", "ben", "mia", "quinn", "lena", "omar", "tom", "sam", "root"])
def test_no_list_and_no_table_tells_reasons_beyond_hr(request, ada, hana, now, signed_in, viewer):
    """Ada's illness, what her level rests on, and that her pay rises with it (hazard 4)."""
    absences.record_absence(ada, first_day=now.date(), last_day=now.date(), reason="SECRET-ILLNESS", by=hana, now=now)
    levels.recognise(ada, level="junior", from_day=now.date(), reason="SECRET-PAPER", by=hana, now=now)
    client = signed_in(request.getfixturevalue(viewer))

    answers = [client.get(reverse(name, kwargs=given)) for name, given in EVERY_TABLE]

    opened = [answer for answer in answers if answer.status_code == 200]
    assert opened
    assert not [answer.request["PATH_INFO"] for answer in opened if "SECRET" in text_of(answer)]


def text_of(answer) -> str:
    """The words of a page or CSV; of a workbook those of its cells."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("viewer", ["ada", "mia", "quinn", "lena", "tom", "sam", "root"])
@pytest.mark.parametrize(("name", "given"), [row for row in EVERY_TABLE if "ladder-people" in row[0]])
def test_who_is_due_an_uplift_is_for_hr(request, hana, signed_in, viewer, name, given):
    address = reverse(name, kwargs=given)

    theirs = signed_in(request.getfixturevalue(viewer)).get(address).status_code
    of_hr = signed_in(hana).get(address).status_code

    assert (theirs, of_hr) == (403, 200)


def test_withdrawn_role_ends_at_the_next_request(tom, root, signed_in, now):
    client = signed_in(tom)
    assert client.get(reverse("people:people")).status_code == 200

    employment.set_roles(tom, names=set(), by=root, now=now)

    assert client.get(reverse("people:people")).status_code == 302


def test_leader_of_a_team_no_more_sees_it_no_more(ada, lena, hana, signed_in, now):
    client = signed_in(lena)

    employment.end_leadership(lena.leaderships.get(), on=now.date(), by=hana, now=now)

    assert client.get(reverse("people:person", args=[ada.key])).status_code == 404


@pytest.mark.parametrize(
    ("by", "names", "sentence"),
    [
        ("hana", {"administrator"}, "You may not give or take that role. Ask the administrator."),
        ("hana", {"hr"}, "You may not give or take that role. Ask the administrator."),
        ("tom", {"trainer"}, "You may not give or take that role. Ask the administrator."),
        ("lena", {"qa"}, "You may not give or take that role. Ask the administrator."),
    ],
)
def test_role_beyond_reach_is_refused(request, ada, now, by, names, sentence):
    with pytest.raises(EmploymentError) as refusal:
        employment.set_roles(ada, names={"hire", *names}, by=request.getfixturevalue(by), now=now)

    assert str(refusal.value) == sentence
    assert {group.name for group in ada.groups.all()} == {"hire"}


@pytest.mark.parametrize("who", ["hana", "root"])
def test_nobody_changes_themselves(request, signed_in, now, who):
    me = request.getfixturevalue(who)
    client = signed_in(me)
    day = now.date()
    posts = {
        "person-roles": {"roles": ["trainer"]},
        "person-move": {"job_title": "boss"},
        "person-leave": {"on": day},
        "absence-record": {"first_day": day, "last_day": day, "reason": "x"},
        "level-recognise": {"level": "senior", "from_day": day, "reason": "x"},
        "password-reset": {},
        "slips": {"key": me.key},
    }
    before = Event.objects.count()

    for name, sent in posts.items():
        client.post(reverse(f"people:{name}", args=[] if name == "slips" else [me.key]), sent)

    assert Event.objects.count() == before
    assert LevelHeld.objects.count() == Absence.objects.count() == 0


def test_recognised_level_needs_a_reason_and_a_day_that_has_come(ada, hana, now):
    for changed in ({"reason": " "}, {"from_day": date(2026, 3, 26)}):
        with pytest.raises(LevelError):
            levels.recognise(
                ada, **({"level": "junior", "from_day": now.date(), "reason": "x", "by": hana, "now": now} | changed)
            )

    held = levels.recognise(ada, level="junior", from_day=now.date(), reason="x", by=hana, now=now)

    assert (held.source, held.until_day) == ("recognised", None)


EXTRA = {
    "is_superuser": "on",
    "is_active": "",
    "session_epoch": "9",
    "key": "stolen",
    "staff_number": "S-root",
    "username": "root",
    "password": PASSWORD,
    "groups": "1",
    "roles": "administrator",
    "role": "administrator",
    "user": "1",
    "person": "1",
    "is_demo": "on",
}


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("profile", {"language": "en", "time_zone": ""}),
        ("language-set", {"language": "en"}),
        ("theme-set", {"theme": "dark"}),
        ("notices-read", {}),
        ("session-end-others", {}),
    ],
)
def test_extra_fields_change_nothing(ada, signed_in, name, sent):
    before = User.objects.filter(pk=ada.pk).values(
        "is_superuser", "is_active", "key", "staff_number", "username", "email"
    )
    was = before.get()
    groups = list(ada.groups.values_list("name", flat=True))

    signed_in(ada).post(reverse(f"people:{name}"), {**sent, **EXTRA, "email": "evil@example.org"})

    assert before.get() == was
    assert list(ada.groups.values_list("name", flat=True)) == groups


def test_extra_fields_of_hr_forms_change_nothing(ada, hana, signed_in):
    fields = ("is_superuser", "is_active", "key", "staff_number", "username")
    was = User.objects.filter(pk=ada.pk).values(*fields).get()

    signed_in(hana).post(reverse("people:person-edit", args=[ada.key]), {"name": "Ada B", "email": "", **EXTRA})

    assert User.objects.filter(pk=ada.pk).values(*fields).get() == was
    assert User.objects.get(pk=ada.pk).name == "Ada B"


@pytest.mark.parametrize("count", [1, 3])
def test_people_list_costs_the_same_for_one_and_three(hana, signed_in, django_assert_num_queries, count):
    for number in range(count):
        person(f"h{number}", "hire", team="Phone one")
    client = signed_in(hana)
    client.get(reverse("people:people"))

    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get(reverse("people:people"))


PEOPLE_QUERIES = 15
