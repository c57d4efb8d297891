"""First start, calendar, organisation, notices and the pages that run the site."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from people.domain import calendars, notices, setting_up
from people.domain.calendars import CalendarError, Entry
from people.models import CalendarDay, Company, Department, Employment, Event, Notice, Site, Team, User
from tests.conftest import NOW

GIVEN = {
    "company": "Brook & Sons",
    "help_contact": "8080",
    "site": "Suzhou",
    "time_zone": "Asia/Shanghai",
    "calendar": "cn",
    "team": "Phone",
    "name": "Rui",
    "staff_number": "S-1",
    "email": "",
    "password": "a sentence to begin with",
    "trainer_name": "Tao",
    "trainer_number": "S-2",
    "hr_name": "Han",
    "hr_number": "S-3",
}


@pytest.fixture
def empty_house(db):
    from people.domain.roles import sync_roles
    from policies.domain.editions import sync_defaults

    sync_roles()
    sync_defaults(NOW)


def test_first_start_makes_the_house_and_signs_the_administrator_in(empty_house, client, capsys):
    call_command("set_up_link")
    link = capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")

    page = client.post(link, GIVEN)

    people = {p.staff_number: [g.name for g in p.groups.all()] for p in User.objects.all()}
    assert people == {"S-1": ["administrator"], "S-2": ["trainer"], "S-3": ["hr"]}
    assert [slip.person.name for slip in page.context["slips"]] == ["Tao", "Han"]
    assert client.get(reverse("people:journal")).status_code == 200
    assert Site.objects.get().calendar_years.get().year == 2026
    assert Company.current().name == "Brook & Sons"
    assert "What comes next" in page.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_first_people_get_the_language_of_the_set_up(empty_house, client, language):
    client.cookies["language"] = language
    client.post(reverse("people:set-up", args=[setting_up.make_link_token()]), GIVEN)

    assert set(User.objects.values_list("language", flat=True)) == {language}


@pytest.mark.parametrize(("language", "name"), [("en", "Operations"), ("zh-hans", "运营管理部")])
def test_first_department_is_named_in_the_language_of_the_set_up(empty_house, client, language, name):
    client.cookies["language"] = language
    client.post(reverse("people:set-up", args=[setting_up.make_link_token()]), GIVEN)

    assert Department.objects.get().name == name


def test_first_people_begin_on_the_day_of_their_site(empty_house, client):
    token = setting_up.make_link_token()
    evening = datetime(2026, 3, 24, 17, 0, tzinfo=UTC)  # one o'clock on the 25th in Shanghai

    setting_up.set_up(token, GIVEN, now=evening)

    assert set(Employment.objects.values_list("started_on", flat=True)) == {date(2026, 3, 25)}


def test_shipped_holidays_are_offered_first(empty_house, client):
    page = client.get(reverse("people:set-up", args=[setting_up.make_link_token()])).content.decode()

    assert '<option value="cn" selected>' in page


def test_first_start_closes_for_ever(empty_house, client):
    token = setting_up.make_link_token()
    address = reverse("people:set-up", args=[token])
    client.post(address, GIVEN)

    found = [client.get(address).status_code, client.post(address, GIVEN).status_code]

    assert found == [404, 404]
    assert "a later start replaced it" in client.get(address).content.decode()
    with pytest.raises(CommandError):
        call_command("set_up_link")
    assert User.objects.count() == 3


def test_first_start_is_all_or_nothing(empty_house, client):
    address = reverse("people:set-up", args=[setting_up.make_link_token()])

    response = client.post(address, GIVEN | {"hr_number": "S-2"})

    assert "Somebody has this staff number already." in response.content.decode()
    assert (User.objects.count(), Site.objects.count(), Team.objects.count()) == (0, 0, 0)
    assert client.get(address).status_code == 200


def test_newer_link_replaces_the_older(empty_house, client):
    older, newer = setting_up.make_link_token(), setting_up.make_link_token()

    assert [setting_up.is_open(token) for token in (older, newer, "")] == [False, True, False]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),
        (date(2026, 4, 6), False),
        (date(2026, 5, 5), False),
        (date(2026, 5, 9), True),
        (date(2026, 6, 19), False),
        (date(2026, 9, 20), True),
        (date(2026, 9, 25), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
)
def test_shipped_calendar_of_2026(academy, now, day, working):
    calendars.load_shipped(academy, by=None, now=now)

    assert calendars.site_calendar(academy).is_working(day) == working


def test_shipped_calendar_is_loaded_once_and_stays_edited(academy, hana, now):
    first = calendars.load_shipped(academy, by=None, now=now)
    calendars.remove_day(academy, date(2026, 1, 2), by=hana, now=now)

    second = calendars.load_shipped(academy, by=None, now=now)

    assert (first, second) == ([2026], [])
    assert calendars.site_calendar(academy).is_working(date(2026, 1, 2))


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 1, 4, tzinfo=UTC), []),
        (datetime(2026, 11, 2, 4, tzinfo=UTC), ["hana", "root"]),
        (datetime(2026, 11, 3, 4, tzinfo=UTC), ["hana", "root"]),
    ],
)
def test_missing_year_is_announced_sixty_days_ahead_once(academy, hana, root, tom, ada, now, at, told):
    calendars.load_shipped(academy, by=None, now=now)

    calendars.announce_missing_years(at)
    calendars.announce_missing_years(at)

    found = Notice.objects.filter(kind="calendar-missing").values_list("person__username", "subject")
    assert sorted(found) == [(name, "The calendar of Hangzhou for 2027 is missing") for name in told]


def test_announced_year_is_asked_for_no_more_once_it_is_complete(academy, hana, root):
    calendars.announce_missing_years(datetime(2026, 11, 26, tzinfo=UTC))
    asked = Notice.objects.filter(kind="calendar-missing", withdrawn_at=None).count()

    for year in (2026, 2027):
        calendars.confirm_year(academy, year, source="the official notice", by=hana, now=NOW)

    assert asked == 4
    assert Notice.objects.filter(kind="calendar-missing", withdrawn_at=None).count() == 0


def test_calendar_page_says_which_year_is_missing_and_takes_in_a_shipped_one(academy, hana, signed_in, time_machine):
    time_machine.move_to(datetime(2026, 11, 26, tzinfo=UTC))
    client = signed_in(hana)

    before = client.get("/calendar/hangzhou/2026/").content.decode()
    client.post("/calendar/hangzhou/2026/shipped/")
    after = client.get("/calendar/hangzhou/2026/").content.decode()

    assert ["2027 has no calendar yet." in page for page in (before, after)] == [True, True]
    assert ["Take in the shipped days" in page for page in (before, after)] == [True, False]
    assert academy.calendar_years.get().year == 2026


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [("2026-10-01", "", 1), ("2026-10-01", "2026-10-07", 7), ("2026-10-02", "2026-10-01", 0)],
)
def test_days_are_written_singly_or_as_a_span(academy, hana, signed_in, first, last, written):
    sent = {"day": first, "until": last, "kind": "holiday", "name": "国庆节"}
    signed_in(hana).post("/calendar/hangzhou/2026/", sent)

    assert academy.calendar_days.count() == written


def test_calendar_file_leads_to_its_year(academy, hana, signed_in):
    client = signed_in(hana)
    file = SimpleUploadedFile("2027.csv", "日期,类型,名称\n2027-01-01,放假,元旦\n".encode("gb18030"))
    token = client.post("/calendar/hangzhou/import/", {"file": file}).context["token"]

    answer = client.post("/calendar/hangzhou/import/", {"draft": token})

    assert answer.url == "/calendar/hangzhou/2027/"
    assert [str(day.day) for day in academy.calendar_days.all()] == ["2027-01-01"]


def test_day_named_twice_changes_nothing(academy, hana, now):
    twice = [Entry(date(2027, 1, 1), False, "a"), Entry(date(2027, 1, 1), True, "b")]

    with pytest.raises(CalendarError):
        calendars.set_days(academy, twice, by=hana, now=now)

    assert CalendarDay.objects.count() == 0


def test_calendar_page_writes_removes_and_confirms(academy, hana, signed_in):
    client = signed_in(hana)
    page = reverse("people:calendar", args=["hangzhou", 2027])

    client.post(page, {"day": "2027-01-02", "kind": "working", "name": "make-up"})
    client.post(page, {"day": "2027-01-01", "kind": "holiday", "name": "new year"})
    client.post(reverse("people:calendar-day-remove", args=["hangzhou", "2027-01-02"]))
    client.post(reverse("people:calendar-year-confirm", args=["hangzhou", 2027]), {"source": "notice"})

    assert list(CalendarDay.objects.values_list("day", "is_working")) == [(date(2027, 1, 1), False)]
    assert academy.calendar_years.get().source == "notice"
    assert client.get(page).context["working_days"] == 260


def test_team_is_added_with_its_event(academy, hana, signed_in):
    site, department = Site.objects.get(), Team.objects.first().department

    signed_in(hana).post(
        reverse("people:organisation-add", args=["team"]),
        {"name": "Chat", "site": site.pk, "department": department.pk, "business_line": ""},
    )

    assert Team.objects.filter(name="Chat").exists()
    assert Event.objects.filter(verb="organisation-added", actor_key=hana.key).count() == 1


def test_notice_is_read_by_opening_and_leads_where_it_points(ada, ben, now, signed_in):
    notice = notices.notify(ada, "due", dedupe_key="1", subject="Week 2", url="/account/", now=now)
    notices.notify(ada, "due", dedupe_key="1", subject="Week 2 again", url="/account/", now=now)
    notices.notify(ben, "due", dedupe_key="1", subject="BEN-MARKER", now=now)
    client = signed_in(ada)

    before = client.get(reverse("people:notices"))
    opened = client.post(reverse("people:notice-open", args=[notice.key]))
    after = client.get(reverse("people:notices"))

    assert (before.context["unread"], opened.url, after.context["unread"]) == (1, "/account/", 0)
    assert "BEN-MARKER" not in before.content.decode()


def test_notice_is_written_in_the_readers_language(ada, now):
    from django.utils.translation import gettext_lazy as _

    ada.language = "zh-hans"
    ada.save()

    notice = notices.notify(ada, "due", dedupe_key="1", subject=_("Notices"), now=now)

    assert notice.subject == "通知"


def test_failed_mail_is_tried_again_and_sent_once(ada, now):
    notices.notify(ada, "due", dedupe_key="1", subject="Week 2", now=now)
    sent = []

    def refused(notice):
        raise ConnectionRefusedError

    first = notices.mail_unsent(now, send=refused)
    second = notices.mail_unsent(now, send=sent.append)
    third = notices.mail_unsent(now, send=sent.append)

    assert (first, second, third, len(sent)) == ((0, 1), (1, 0), (0, 0), 1)


@pytest.mark.parametrize(("state", "mails"), [("read_at", 0), ("withdrawn_at", 0), ("none", 1)])
def test_read_or_withdrawn_notice_is_not_mailed(ada, now, state, mails):
    notice = notices.notify(ada, "due", dedupe_key="1", subject="Week 2", now=now)
    if state != "none":
        Notice.objects.filter(pk=notice.pk).update(**{state: now})

    assert notices.mail_unsent(now, send=lambda notice: None) == (mails, 0)


def test_journal_page_names_people_and_finds_by_number(ada, hana, root, now, signed_in, settings, tmp_path):
    from people.domain import absences

    settings.DATA_DIR = tmp_path
    absences.record_absence(ada, first_day=now.date(), last_day=now.date(), reason="unwell", by=hana, now=now)

    page = signed_in(root).get(reverse("people:journal"), {"q": "s-ADA", "check": "1"})

    assert [(line.verb, line.actor, line.subject) for line in page.context["lines"]] == [
        ("absence-recorded", "Hana", "Ada")
    ]
    assert page.context["report"].ok
