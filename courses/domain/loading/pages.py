"""The content tree from the curriculum: one page a language, both under one translation key."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from wagtail.models import Locale, Page, Site

from content.models import AcademyPage, LoadedItem, ReviewedPage
from courses.domain.academy.lessons import Academy
from courses.domain.academy.pages import Article, Lesson
from courses.domain.loading import LoadReport, Outside, stream
from courses.domain.loading.files import Shelf
from courses.domain.loading.fingerprints import OPTIONAL, fingerprint, withdrawn, written
from courses.domain.loading.library import load_library, load_scenes
from courses.domain.loading.rich_text import translation_key
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from knowledge.models import ArticleIndexPage, ArticlePage, CaseIndexPage, ScriptIndexPage

LOCALES = {"en": "en", "zh-Hans": "zh-hans"}
# By kind and key what optional fields a page of this run's other language held before it was renewed.
Before = dict[tuple[str, str], dict[str, Any]]
HASHES = ["source_hash", "written_hash", "loaded_at"]
ROOT_TITLES = {
    "academy": {"en": "Academy", "zh-Hans": "学院"},
    "catalogue": {"en": "Courses", "zh-Hans": "课程"},
    "knowledge": {"en": "Knowledge base", "zh-Hans": "知识库"},
    "cases": {"en": "Case library", "zh-Hans": "案例库"},
    "scripts": {"en": "Script library", "zh-Hans": "话术库"},
}


def load_pages(academy: Academy, report: LoadReport, *, folder: Path, now: datetime) -> None:
    """Add what is new, renew what the centre has not touched, leave and name what it has edited."""
    load_scenes(academy, report, now=now)
    before: Before = {}
    for language in LOCALES:
        _load_language(academy, language, report, folder, now, before)


def _load_language(
    academy: Academy, language: str, report: LoadReport, folder: Path, now: datetime, before: Before
) -> None:
    roots = _roots(language)
    tree = PageLoader(Locale.objects.get(language_code=LOCALES[language]), report, now, before)
    courses = [course.key for course in academy.courses]
    for course in academy.courses:
        values = {
            "title": course.title[language],
            "summary": course.summary[language],
            "order": course.order,
        }
        values |= _named(valid_months=course.valid_months, paper_key=course.paper, case_key=course.case)
        course_page = tree.put(CoursePage, roots["catalogue"], "course", course.key, values, courses)
        modules = [f"{course.key}/{module.key}" for module in course.modules]
        for key, module in zip(modules, course.modules, strict=True):
            titles = {"title": module.title[language]}
            module_page = tree.put(ModulePage, course_page, "module", key, titles, modules)
            for key in module.lessons:
                lesson = academy.lessons[key][language]
                values = lesson_values(lesson, Shelf(folder / lesson.path, now=now))
                values |= _named(paper_key=course.tests.get(key))
                tree.put(LessonPage, module_page, "lesson", key, values, module.lessons)
    for key, twins in academy.articles.items():
        article = twins[language]
        values = article_values(article, Shelf(folder / article.path, now=now))
        tree.put(ArticlePage, roots["knowledge"], "article", key, values)
    load_library(academy, language, tree, roots, folder)
    tree.finish()


def _named(**values: Any) -> dict[str, Any]:
    """Those that the files name."""
    return {name: value for name, value in values.items() if value}


def lesson_values(lesson: Lesson, shelf: Shelf) -> dict[str, Any]:
    return {
        "title": lesson.title,
        "aim": lesson.aim,
        "minutes": lesson.minutes,
        "review_by": lesson.review_by,
        "body": stream.screens(lesson.screens, shelf),
    }


def article_values(article: Article, shelf: Shelf) -> dict[str, Any]:
    return {
        "title": article.title,
        "kind": article.article_class,
        "summary": article.summary,
        "keywords": " ".join(article.keywords),
        "contacts": "\n".join(f"{contact.department}: {contact.when}" for contact in article.contacts),
        "review_by": article.review_by,
        "body": stream.pieces(article.screens, shelf),
    }


def _roots(language: str) -> dict[str, Page]:
    """The academy, the catalogue and the knowledge base of one language; made once, Wagtail's welcome page removed."""
    locale, _made = Locale.objects.get_or_create(language_code=LOCALES[language])
    root = Page.get_first_root_node()
    academy = _child(AcademyPage, root, "academy", language, locale)
    if language == "en":
        welcome = Page.objects.filter(depth=2, content_type__model="page", slug="home").first()
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": academy, "site_name": "Readyline"}
        )
        if welcome:
            welcome.delete()
    academy.refresh_from_db()
    return {
        "catalogue": _child(CataloguePage, academy, "catalogue", language, locale),
        "knowledge": _child(ArticleIndexPage, academy, "knowledge", language, locale),
        "cases": _child(CaseIndexPage, academy, "cases", language, locale),
        "scripts": _child(ScriptIndexPage, academy, "scripts", language, locale),
    }


def _child(model: type[Page], parent: Page, name: str, language: str, locale: Locale) -> Page:
    key = translation_key("root", name)
    found = model.objects.filter(locale=locale, translation_key=key).first()
    if found:
        return found
    slug = f"{name}-{LOCALES[language]}" if name == "academy" else name
    page = model(title=ROOT_TITLES[name][language], slug=slug, locale=locale, translation_key=key)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


class PageLoader:
    """Puts pages of one language under their parents and keeps count."""

    def __init__(self, locale: Locale, report: LoadReport, now: datetime, before: Before) -> None:
        self.locale, self.report, self.now, self.before = locale, report, now, before
        rows = LoadedItem.objects.filter(locale=locale.language_code)
        self.loaded = {(row.kind, row.key): row for row in rows}
        self.pages: dict[type[ReviewedPage], dict[Any, Any]] = {}
        self.fresh: list[LoadedItem] = []
        self.new: set[int] = set()  # pages that this run has added, so what comes below them comes in order

    def put(
        self,
        model: type[ReviewedPage],
        parent: Page,
        kind: str,
        key: str,
        values: dict[str, Any],
        row: Sequence[str] = (),
    ) -> Any:
        """The page of a text, brought up to date. One that is new among older ones takes its place in `row`."""
        source = fingerprint(values)
        loaded, page = self.loaded.get((kind, key)), self._found(model, kind, key)
        if page is None:
            page, outcome = self._add(model, parent, kind, key, values), "added"
            self._place(page, parent, kind, key, row)
        elif loaded is None or loaded.source_hash == source:
            return page
        else:
            outcome = "renewed" if self._renew(page, kind, key, values, loaded) else "kept"
        self.report.count(kind, outcome, f"{kind} {key} ({self.locale.language_code})")
        if outcome == "kept":
            self.report.outside.append(Outside(kind, key, self.locale.language_code, source, values))
        if outcome != "kept":
            hashes = {"source_hash": source, "written_hash": written(page, values), "loaded_at": self.now}
            self.fresh.append(LoadedItem(kind=kind, key=key, locale=self.locale.language_code, **hashes))
        return page

    def _found(self, model: type[ReviewedPage], kind: str, key: str) -> Any:
        """The page of this language, out of one query a kind; its words are read when they are needed."""
        if model not in self.pages:
            rows = model.objects.filter(locale=self.locale)
            if hasattr(model, "body"):
                rows = rows.defer("body")
            self.pages[model] = {page.translation_key: page for page in rows}
        return self.pages[model].get(translation_key(kind, key))

    def finish(self) -> None:
        """Write down what was brought in, in one go, and say how far it is."""
        LoadedItem.objects.bulk_create(
            self.fresh, update_conflicts=True, unique_fields=["kind", "key", "locale"], update_fields=HASHES
        )
        for kind, number in Counter(item.kind for item in self.fresh).items():
            self.report.say(f"{kind} ({self.locale.language_code})", number)

    def _add(self, model: type[ReviewedPage], parent: Page, kind: str, key: str, values: dict[str, Any]) -> Any:
        page = model(
            key=key.split("/")[-1],
            slug=key.split("/")[-1],
            locale=self.locale,
            translation_key=translation_key(kind, key),
            live=False,
            **_texts(values),
        )
        if "body" in values:
            page.body = _stream(model, values["body"])
        parent.refresh_from_db()
        parent.add_child(instance=page)
        self._publish(page, clean=False)
        self.new.add(page.pk)
        return page

    def _place(self, page: Page, parent: Page, kind: str, key: str, row: Sequence[str]) -> None:
        """Move a page that was just added as the last to where its row has it: behind the nearest that comes before
        it, else in front of the nearest that comes after. What stands there is not moved, whoever ordered it.
        """
        if parent.pk in self.new or not row:
            return
        beside = list(parent.get_children().exclude(pk=page.pk))
        found = {other.translation_key: other for other in beside}
        place = row.index(key)
        for names, side in ((row[:place][::-1], "right"), (row[place + 1 :], "left")):
            keys = [translation_key(kind, name) for name in names]
            near = next((found[one] for one in keys if one in found), None)
            if near is None:
                continue
            if side == "left" or near != beside[-1]:
                page.move(near, pos=side)
                page.refresh_from_db()
                self.pages.clear()  # whoever stands behind it has a new path
            return

    def _renew(self, page: Any, kind: str, key: str, values: dict[str, Any], loaded: LoadedItem) -> bool:
        """Bring in what the files say now, unless the centre has edited the page."""
        emptied = withdrawn(page, values, loaded, self.before.get((kind, key), {}))
        if emptied is None or page.has_unpublished_changes:
            return False
        self.before[kind, key] = {name: getattr(page, name) for name in OPTIONAL if hasattr(page, name)}
        fill(page, values | emptied)
        self._publish(page)
        return True

    def _publish(self, page: Any, *, clean: bool = True) -> None:
        page.save_revision(changed=True, clean=clean).publish()
        page.refresh_from_db()


def remember(kind: str, key: str, locale: str, source: str, written_hash: str, *, now: datetime) -> None:
    """That this source was brought in, and the fingerprint of what it became; a later edit is told by it."""
    hashes = {"source_hash": source, "written_hash": written_hash, "loaded_at": now}
    LoadedItem.objects.update_or_create(kind=kind, key=key, locale=locale, defaults=hashes)


def fill(page: Any, values: dict[str, Any]) -> None:
    """Put values as the loader makes them (or as JSON kept them) into a page."""
    fields = {field.name: field for field in page._meta.concrete_fields}
    for name, value in _texts(values).items():
        setattr(page, name, fields[name].to_python(value) if name in fields else value)
    if "body" in values:
        page.body = _stream(type(page), values["body"])


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "body"}


def _stream(model: type, raw: list[Any]) -> Any:
    return model._meta.get_field("body").to_python(json.dumps(raw))
