"""The loader: adds, renews what nobody touched, keeps what the centre edited, and loads all of it or nothing."""

import io
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.models import Locale, Page, Revision

from content.models import Attachment, LoadedItem, Picture
from courses.domain.academy.lessons import paper_problems, read_academy
from courses.domain.academy.problems import CurriculumError
from courses.domain.loading import LoadReport
from courses.domain.loading.pages import load_pages
from courses.domain.loading.programmes import load_programmes
from courses.models import CoursePage, Enrolment, LessonPage, ModulePage, Programme
from knowledge.models import CasePage, Scene, ScriptPage
from tests.curriculum.test_academy import CHECK, CURRICULUM, chinese_text, english_text, write_academy

BOTH = [("en", "Greet"), ("zh-hans", "Greet")]


@pytest.fixture
def folder(tmp_path, academy):
    Locale.objects.get_or_create(language_code="zh-hans")
    return write_academy(tmp_path)


def load(folder, now) -> LoadReport:
    report, read = LoadReport(), read_academy(folder)
    load_pages(read, report, folder=folder, now=now)
    load_programmes(read, report)
    return report


def lesson_in(language: str) -> LessonPage:
    return LessonPage.objects.get(locale__language_code=language)


def rewrite(folder, title: str) -> None:
    file = folder / "courses/onboarding/week-1/greet.en.md"
    file.write_text(file.read_text().replace("title: Greet", f"title: {title}"))


def test_a_lesson_comes_in_both_languages_under_one_key(folder, now):
    report = load(folder, now)

    pages = LessonPage.objects.order_by("locale__language_code")
    assert [(page.locale.language_code, page.title) for page in pages] == BOTH
    assert len({page.translation_key for page in pages}) == 1
    assert {page.review_by for page in pages} == {date(2027, 5, 31)}
    assert report.added["lesson"] == 2
    assert Programme.objects.get().course_key == "onboarding"


def test_loading_again_changes_nothing(folder, now):
    load(folder, now)
    before = (Revision.objects.count(), list(LoadedItem.objects.order_by("pk").values()))

    again = load(folder, now)

    assert again.is_empty
    assert (Revision.objects.count(), list(LoadedItem.objects.order_by("pk").values())) == before


def add(folder, key, old, new, module="onboarding/week-1"):
    """One more lesson, and the outline that names it."""
    (folder / f"courses/{module}").mkdir(parents=True, exist_ok=True)
    for name in ("en", "zh-Hans"):
        text = (folder / f"courses/onboarding/week-1/greet.{name}.md").read_text()
        text = text.replace("key: greet", f"key: {key}").replace("Well", f"Well, {key}").replace("好'", f"好{key}'")
        (folder / f"courses/{module}/{key}.{name}.md").write_text(text)
    outline = folder / "academy.yaml"
    assert old in outline.read_text()
    outline.write_text(outline.read_text().replace(old, new, 1))


def in_order(model) -> list[str]:
    return list(model.objects.filter(locale__language_code="en").order_by("path").values_list("key", flat=True))


def test_a_lesson_that_came_later_stands_where_the_outline_has_it(folder, now):
    add(folder, "wave", "[greet]", "[greet, wave]")
    load(folder, now)
    add(folder, "nod", "[greet, wave]", "[greet, nod, wave]")
    add(folder, "bow", "[greet, nod, wave]", "[greet, nod, bow, wave]")
    add(folder, "hey", "[greet, nod", "[hey, greet, nod")
    rewrite(folder, "Greet well")

    report = load(folder, now)

    assert in_order(LessonPage) == ["hey", "greet", "nod", "bow", "wave"]
    assert report.renewed == {"lesson": 1}  # and it stands where its new neighbours pushed it
    assert Page.find_problems() == ([], [], [], [], [])


EARLY = "      - key: early\n        title: {en: Early, zh-Hans: 之前}\n        lessons: [hum]\n"
INTRO = """  - key: intro
    title: {en: Intro, zh-Hans: 入门}
    summary: {en: First., zh-Hans: 先看。}
    order: free
    modules:
      - key: one
        title: {en: One, zh-Hans: 一}
        lessons: [sing]
"""


def test_a_course_and_a_module_that_came_first_stand_first(folder, now):
    load(folder, now)
    add(folder, "hum", "    modules:\n", f"    modules:\n{EARLY}", "onboarding/early")
    add(folder, "sing", "courses:\n", f"courses:\n{INTRO}", "intro/one")

    load(folder, now)

    assert in_order(CoursePage) == ["intro", "onboarding"]
    assert in_order(ModulePage)[1:] == ["early", "week-1"]


def test_a_new_lesson_moves_nothing_that_the_centre_has_ordered(folder, now):
    add(folder, "wave", "[greet]", "[greet, wave]")
    add(folder, "hum", "    modules:\n", f"    modules:\n{EARLY}", "onboarding/early")
    load(folder, now)
    wave, greet, hum = (LessonPage.objects.get(key=key, locale__language_code="en") for key in ("wave", "greet", "hum"))
    wave.move(greet, pos="left")
    hum.refresh_from_db()
    greet.refresh_from_db()
    greet.move(hum, pos="right")
    add(folder, "nod", "[greet, wave]", "[greet, nod, wave]")

    load(folder, now)

    assert in_order(LessonPage) == ["hum", "greet", "nod", "wave"]
    assert LessonPage.objects.get(key="nod", locale__language_code="en").get_parent().slug == "week-1"


def test_each_item_keeps_the_hash_of_its_source(folder, now):
    load(folder, now)
    before = LoadedItem.objects.get(kind="lesson", locale="en").source_hash
    rewrite(folder, "Greet well")

    load(folder, now)

    assert LoadedItem.objects.get(kind="lesson", locale="en").source_hash != before


def test_what_nobody_touched_is_renewed(folder, now):
    load(folder, now)
    rewrite(folder, "Greet well")

    report = load(folder, now)

    assert report.renewed == {"lesson": 1}
    assert (lesson_in("en").title, lesson_in("en").live_revision.as_object().title) == ("Greet well", "Greet well")


@pytest.mark.parametrize("published", [True, False])
def test_what_the_centre_edited_is_kept_and_named(published, folder, now, tom):
    load(folder, now)
    page = lesson_in("en")
    page.title = "Our own greeting"
    revision = page.save_revision(user=tom)
    if published:
        revision.publish()
    rewrite(folder, "Greet well")

    report = load(folder, now)

    assert report.kept == ["lesson greet (en)"]
    assert lesson_in("en").latest_revision.as_object().title == "Our own greeting"


def test_a_fault_anywhere_loads_nothing(folder, now):
    (folder / "courses/onboarding/week-1/greet.zh-Hans.md").unlink()

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_academy", folder)

    assert (CoursePage.objects.count(), LoadedItem.objects.count()) == (0, 0)


SECOND = "      - key: week-2\n        title: {en: Week 2, zh-Hans: 第二周}\n        working_days: 5\n"
SECOND += "        lessons: [greet]\n"


@pytest.mark.parametrize("under_way", [False, True])
def test_a_programme_is_as_the_files_say_but_no_week_goes_from_under_a_hire(under_way, folder, now, ben):
    outline = folder / "academy.yaml"
    outline.write_text(outline.read_text() + SECOND)
    added = load(folder, now).added["programme"]
    programme = Programme.objects.get()
    if under_way:
        Enrolment.objects.create(person=ben, programme=programme, started_on=now.date())
    outline.write_text(outline.read_text().replace(SECOND, "").replace("Four weeks, zh", "One week, zh"))

    report, again = load(folder, now), load(folder, now)

    left = ["week 2 of the programme four-weeks"]
    assert (added, report.renewed, again.renewed) == (1, {"programme": 1}, {})
    assert (report.gone, report.kept) == (([], left) if under_way else (left, []))
    assert Programme.objects.get().title_en == "One week"
    assert programme.weeks.count() == (2 if under_way else 1)


def test_a_course_says_how_long_it_holds(folder, now):
    outline = folder / "academy.yaml"
    outline.write_text(outline.read_text().replace("order: sequential", "order: sequential\n    valid_months: 6"))

    load(folder, now)

    assert set(CoursePage.objects.values_list("valid_months", flat=True)) == {6}


PLAIN = "order: sequential\n"
ASKING = "order: sequential\n    paper: {0}-final\n    case: {0}-case\n    tests: {{greet: {0}-1}}\n"
NAMED = ("paper_key", "case_key")


def asked() -> set[tuple[str, ...]]:
    """What the course and the lesson ask for, in each language."""
    lessons = dict(LessonPage.objects.values_list("locale", "paper_key"))
    return {(*keys, lessons[locale]) for locale, *keys in CoursePage.objects.values_list("locale", *NAMED)}


def say(folder, was, now_said):
    outline = folder / "academy.yaml"
    outline.write_text(outline.read_text().replace(was, now_said, 1))


def test_the_papers_of_a_course_follow_the_files_until_the_centre_chooses_its_own(folder, now, tom):
    """Nobody edits the pages, so both languages are renewed, though the first one takes the other along."""
    load(folder, now)
    wanted = [PLAIN, ASKING.format("old"), ASKING.format("new"), PLAIN]
    keys = [("old-final", "old-case", "old-1"), ("new-final", "new-case", "new-1"), ("", "", "")]
    for was, will_be, found in zip(wanted, wanted[1:], keys, strict=False):
        say(folder, was, will_be)
        first, again = load(folder, now), load(folder, now)
        assert (first.renewed, first.kept, again.is_empty) == ({"course": 2, "lesson": 2}, [], True)
        assert asked() == {found}

    own = lesson_in("en")
    own.paper_key = "our-own"
    own.save_revision(user=tom).publish()
    rewrite(folder, "Greet well")
    assert load(folder, now).renewed == {"lesson": 1}
    say(folder, PLAIN, ASKING.format("newest"))

    assert load(folder, now).kept == ["lesson greet (en)", "lesson greet (zh-hans)"]
    assert asked() == {("newest-final", "newest-case", "our-own")}


def test_a_course_names_papers_and_lessons_that_there_are(folder):
    say(folder, PLAIN, ASKING.format("all"))
    academy, case = read_academy(folder), {"all-case"}
    said = [problem.sentence for problem in paper_problems(academy, {"all-final"}, by_person=case)]
    assert said == ["course onboarding: there is no paper all-1", "course onboarding: there is no paper all-case"]
    papers = {"all-1", "all-final", "all-case"}
    assert paper_problems(academy, papers, by_person=case) == []
    said = [problem.sentence for problem in paper_problems(academy, papers, by_person=())]
    assert said == ["course onboarding: nobody scores its case all-case, which asks for no text"]

    say(folder, "tests: {greet: all-1}", "tests: {wave: all-1}")
    with pytest.raises(CurriculumError, match="`tests` names the lesson wave, which it does not hold"):
        read_academy(folder)

    say(folder, "tests: {wave: all-1}", "tests: [all-1]")
    with pytest.raises(CurriculumError, match="`tests` names a paper for each lesson"):
        read_academy(folder)


PICTURE = "\n:::picture\nfile: desk.png\nalt: '{}'\n:::\n"
SHEET = "\n:::download\nfile: sheet.txt\nalt: '{}'\n:::\n"
CALL = "\n:::audio\nfile: call.wav\nalt: '{}'\ncaption: '{}'\n:::\n"


@pytest.fixture
def with_files(folder):
    week = folder / "courses/onboarding/week-1"
    picture = io.BytesIO()
    Image.new("RGB", (60, 40)).save(picture, "PNG")
    (week / "desk.png").write_bytes(picture.getvalue())
    (week / "sheet.txt").write_text("A sheet.")
    (week / "call.wav").write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt ")
    for name, write, word in (("en", english_text, "A desk"), ("zh-Hans", chinese_text, "工位")):
        body = PICTURE.format(word) + SHEET.format(word) + CALL.format(word, word) + CHECK.format(word)
        (week / f"greet.{name}.md").write_text(write(body))
    return week


def test_files_beside_a_lesson_come_with_it_once(with_files, folder, now):
    load(folder, now)
    again = load(folder, now)

    pieces = {piece.block_type: piece.value for piece in lesson_in("en").body[0].value["pieces"]}
    assert (Picture.objects.count(), Attachment.objects.count()) == (1, 2)
    assert (pieces["picture"]["alternative"], pieces["recording"]["transcript"]) == ("A desk", "A desk")
    assert pieces["download"]["file"].filename == "sheet.txt"
    assert again.is_empty


def test_a_new_picture_renews_the_lesson(with_files, folder, now):
    load(folder, now)
    picture = io.BytesIO()
    Image.new("RGB", (80, 40)).save(picture, "PNG")
    (with_files / "desk.png").write_bytes(picture.getvalue())

    report = load(folder, now)

    assert (report.renewed, Picture.objects.count()) == ({"lesson": 2}, 2)


def test_a_file_dressed_as_another_is_refused_in_words(with_files, folder, now):
    (with_files / "desk.png").write_text("<script>")

    with pytest.raises(CurriculumError, match=r"the file desk\.png"):
        load(folder, now)


# The libraries


LIBRARIES = ("scenes.yaml", "tone.yaml", "scripts/delivery-came-too-late.yaml", "cases/the-bed-on-the-landing.en.md",
             "cases/the-bed-on-the-landing.zh-Hans.md")  # fmt: skip


@pytest.fixture
def shelves(folder):
    for name in LIBRARIES:
        text = (CURRICULUM / name).read_text()
        # The small academy has one lesson, one script and no articles.
        text = re.sub(r"(lesson|article|script(?!:delivery-came-too-late)):[a-z-]+", "lesson:greet", text)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_the_libraries_come_in_both_languages(shelves, now):
    report = load(shelves, now)

    assert {kind: report.added[kind] for kind in ("scene", "case", "script", "tone")} == {
        "scene": Scene.objects.count(), "case": 2, "script": 2, "tone": 2,
    }  # fmt: skip
    chinese = ScriptPage.objects.get(locale__language_code="zh-hans")
    assert (chinese.scene_keys, chinese.steps[0].value["title"]) == (["delivery-delay"], "先体谅这一等")
    assert f'href="{CasePage.objects.first().url}"' in str(chinese.notes[0])
    assert load(shelves, now).is_empty


def test_a_script_whose_scenes_the_centre_changed_is_kept(shelves, now):
    load(shelves, now)
    page = ScriptPage.objects.get(locale__language_code="en")
    page.scenes = [Scene.objects.get(key="safety")]
    page.save_revision().publish()
    file = shelves / LIBRARIES[2]
    file.write_text(file.read_text().replace("The delivery is late", "The van is late"))

    report = load(shelves, now)

    assert report.kept == ["script delivery-came-too-late (en)"]
    assert report.renewed == {"case": 1}  # it names the script by its title
    assert ScriptPage.objects.get(locale__language_code="en").scene_keys == ["safety"]


@pytest.mark.parametrize(("renamed", "title"), [(False, "The van is late"), (True, "Our own name")])
def test_a_scene_is_renewed_until_the_centre_renames_it(renamed, title, shelves, now):
    load(shelves, now)
    if renamed:
        Scene.objects.filter(key="delivery-delay").update(title_en="Our own name")
    file = shelves / "scenes.yaml"
    file.write_text(file.read_text().replace("Late delivery", "The van is late"))

    report = load(shelves, now)

    assert Scene.objects.get(key="delivery-delay").title_en == title
    assert report.kept == (["scene delivery-delay"] if renamed else [])
