"""Twenty new hires by file, all or nothing (hazard 75), and one by a form."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kernel.tables import FileRefused, to_xlsx
from people.domain import intake
from people.domain.intake import IntakeError, NewPerson, import_intake, join
from people.models import Employment, Event, Import, User
from people.signals import person_joined
from tests.conftest import person

HEAD = ["工号", "姓名", "入职日期", "班组", "邮箱"]


def row(place, **changed):
    cells = {
        "number": f"S-{1000 + place}",
        "name": f"新人{place}",
        "day": "2026-03-30",
        "team": "phone one",
        "email": f"new{place}@example.org",
    }
    return list((cells | changed).values())


def csv(*rows, encoding="utf-8"):
    return "\n".join(",".join(cells) for cells in (HEAD, *rows)).encode(encoding)


def test_twenty_hires_come_in_with_employment_role_and_announcement(academy, hana, now):
    heard = []

    def listen(sender, person, started_on, **kwargs):
        heard.append((person.staff_number, started_on))

    person_joined.connect(listen)
    people = import_intake(csv(*(row(n) for n in range(20))), "intake.csv", by=hana, now=now)
    person_joined.disconnect(listen)

    first = people[0]
    assert len(people) == 20
    assert heard == [(f"S-{1000 + n}", date(2026, 3, 30)) for n in range(20)]
    assert (first.name, first.username, first.language, first.has_usable_password()) == (
        "新人0",
        "s-1000",
        "zh-hans",
        False,
    )
    assert [group.name for group in first.groups.all()] == ["hire"]
    assert first.employments.get().team.name == "Phone one"
    assert Import.objects.get().rows == 20
    assert Event.objects.filter(verb="person-joined").count() == 20


@pytest.mark.parametrize("content", ["gb18030", "utf-8-sig", "utf-16"])
def test_file_of_any_usual_encoding_is_read(academy, hana, now, content):
    assert [p.name for p in import_intake(csv(row(1), encoding=content), "a.csv", by=hana, now=now)] == ["新人1"]


def test_xlsx_is_read(academy, hana, now):
    content = to_xlsx(HEAD, [[*row(1)[:2], date(2026, 3, 30), *row(1)[3:]]])

    assert [p.name for p in import_intake(content, "a.xlsx", by=hana, now=now)] == ["新人1"]


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"number": "S-ada"}, "Staff number", "Somebody has this staff number already."),
        ({"number": "s-ADA"}, "Staff number", "Somebody has this staff number already."),
        ({"number": "a b"}, "Staff number", "A staff number has up to 30 letters, digits, dots and dashes."),
        ({"number": "S-1000"}, "Staff number", "The same entry stands in row 2 already."),
        ({"email": "ADA@example.org"}, "E-mail", "Somebody has this e-mail address already."),
        ({"email": "new0@example.org"}, "E-mail", "This stands in two rows."),
        ({"email": "not an address"}, "E-mail", "This is not an e-mail address."),
        ({"team": "Phone nine"}, "Team", "There is no team of this name."),
        ({"name": "x" * 121}, "Name", "A name has 1 to 120 characters."),
        ({"name": "=HYPERLINK(1)"}, "Name", "This cell holds a formula. Put the value itself there."),
        ({"day": "30th"}, "First day", "This is not a date. Write it like 2026-11-22."),
        ({"name": ""}, "Name", "There is no value."),
    ],
)
@pytest.mark.parametrize("bad_row", [1, 19])
def test_one_bad_row_keeps_all_out(academy, ada, hana, now, changed, column, sentence, bad_row):
    rows = [row(n) for n in range(20)]
    rows[bad_row] = row(bad_row, **changed)
    before = User.objects.count()

    draft_problems = problems(csv(*rows))

    assert (bad_row + 2, sentence) in [(p.row, str(p)) for p in draft_problems]
    with pytest.raises((IntakeError, FileRefused)):
        import_intake(csv(*rows), "intake.csv", by=hana, now=now)
    assert User.objects.count() == before
    assert Employment.objects.count() == before
    assert Import.objects.count() == 0


def problems(content):
    from people.domain import imports

    return imports.read(intake.INTAKE, content, "a.csv", {}).problems


def test_all_there_is_to_put_right_is_told_at_once(academy, hana, now, signed_in):
    rows = ["S-1,Ann,someday,Phone one", "S-2,Bo,2026-03-30,No such team", "S-3,Cy,2026-03-30,Phone one"]
    file = SimpleUploadedFile("new.csv", "\n".join(["Staff number,Name,First day,Team", *rows]).encode())

    page = signed_in(hana).post("/people/intake/", {"file": file})

    assert [(problem["row"], str(problem["sentence"])) for problem in page.context["problems"]] == [
        (2, "This is not a date. Write it like 2026-11-22."),
        (3, "There is no team of this name."),
    ]
    assert not User.objects.filter(staff_number="S-3").exists()


def test_slip_is_in_the_language_of_whoever_gets_it(academy, tom, signed_in, now):
    people = [person(name, "hire", team="Phone one") for name in ("lin", "lou")]
    User.objects.filter(username="lin").update(language="zh-hans")

    page = signed_in(tom).post(reverse("people:slips"), {"key": [who.key for who in people]}).content.decode()

    assert (page.count("开通码"), page.count("<dt>Code</dt>")) == (1, 1)


def test_name_with_markup_is_a_name(academy, hana, now, signed_in):
    new = NewPerson("S-9", "<b>Zoë</b> & co", date(2026, 3, 30))

    person = join(new, by=hana, now=now)
    page = signed_in(hana).get(reverse("people:person", args=[person.key])).content.decode()

    assert "<b>Zoë" not in page
    assert "&lt;b&gt;Zoë&lt;/b&gt; &amp; co" in page


def test_name_that_looks_like_a_formula_leaves_as_text(academy, hana, now, signed_in):
    join(NewPerson("S-9", "=HYPERLINK(1)", date(2026, 3, 30)), by=hana, now=now)

    export = signed_in(hana).get(reverse("people:people-export", args=["csv"])).content.decode("utf-8-sig")

    assert "'=HYPERLINK(1)" in export


def upload(client, content):
    return client.post(reverse("people:intake"), {"file": SimpleUploadedFile("intake.csv", content)})


def test_preview_writes_nothing_and_confirming_writes_all(academy, tom, signed_in):
    client = signed_in(tom)
    before = User.objects.count()

    preview = upload(client, csv(row(1), row(2)))
    between = User.objects.count()
    done = client.post(reverse("people:intake"), {"draft": preview.context["token"]}, follow=True)

    assert between == before
    assert [p.staff_number for p in done.context["people"]] == ["S-1001", "S-1002"]


def test_preview_of_another_person_or_hand_is_refused(academy, tom, tara, signed_in, client):
    token = upload(signed_in(tom), csv(row(1))).context["token"]
    client.force_login(tara)

    found = [client.post(reverse("people:intake"), {"draft": text}).status_code for text in (token, token + "x", "x")]

    assert found == [422, 422, 422]
    assert not User.objects.filter(staff_number="S-1001").exists()


def test_confirming_twice_takes_in_once(academy, tom, signed_in):
    client = signed_in(tom)
    token = upload(client, csv(row(1))).context["token"]

    client.post(reverse("people:intake"), {"draft": token})
    again = client.post(reverse("people:intake"), {"draft": token})

    assert again.status_code == 422
    assert User.objects.filter(staff_number="S-1001").count() == 1


def test_wrong_file_is_refused_in_words(academy, tom, signed_in):
    response = upload(signed_in(tom), b"\x89PNG\r\n\x1a\n\x00\x00")

    assert response.status_code == 422
    assert User.objects.filter(groups__name="hire").count() == 0


def test_template_fits_what_is_read(academy, tom, signed_in):
    client = signed_in(tom)

    for form in ("csv", "xlsx"):
        content = client.get(reverse("people:intake-template", args=["intake", form])).content
        draft = intake.imports.read(intake.INTAKE, content, f"a.{form}", {})
        assert (draft.problems, len(draft.lines)) == ([], 1)


def test_slips_of_an_intake_stand_on_one_sheet(academy, tom, signed_in, now):
    people = [join(NewPerson(f"S-{n}", f"N{n}", date(2026, 3, 30)), by=tom, now=now) for n in range(20)]

    sheet = signed_in(tom).post(reverse("people:slips"), {"key": [p.key for p in people]})

    assert [slip.person.staff_number for slip in sheet.context["slips"]] == [f"S-{n}" for n in range(20)]
    assert "no-store" in sheet.headers["Cache-Control"]


@pytest.mark.parametrize(("by", "role", "may"), [("tom", "hire", True), ("tom", "hr", False), ("hana", "qa", True)])
def test_role_of_a_new_person_is_within_reach(request, by, role, may, now):
    adder = request.getfixturevalue(by)
    new = NewPerson("S-9", "Zoë", date(2026, 3, 30), roles=(role,))

    if may:
        assert join(new, by=adder, now=now).groups.get().name == role
    else:
        with pytest.raises(IntakeError):
            join(new, by=adder, now=now)


def test_hr_makes_no_administrator(hana, now):
    with pytest.raises(IntakeError):
        join(NewPerson("S-9", "Zoë", date(2026, 3, 30), roles=("administrator",)), by=hana, now=now)
