"""A small academy tree for tests: one course of one module, in English, with what the editor needs."""

import json
from datetime import date

from wagtail.models import Locale, Page

from content.domain.authoring import sync_authoring
from content.models import AcademyPage
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from knowledge.models import ArticleIndexPage, ArticlePage

SCREENS = [
    {
        "type": "screen",
        "value": {"heading": "Listen first", "pieces": [{"type": "text", "value": "<p>Let the customer finish.</p>"}]},
    },
    {
        "type": "screen",
        "value": {"heading": "Then ask", "pieces": [{"type": "text", "value": "<p>Ask one thing at a time.</p>"}]},
    },
]


def stream(model, raw):
    return model._meta.get_field("body").to_python(json.dumps(raw))


def under(parent, page):
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def tree() -> ModulePage:
    """Academy, catalogue, course and module, published; trainers may write below."""
    english = Locale.objects.get_or_create(language_code="en")[0]
    Locale.objects.get_or_create(language_code="zh-hans")
    academy = under(Page.get_first_root_node(), AcademyPage(title="Academy", slug="academy-en", locale=english))
    catalogue = under(academy, CataloguePage(title="Courses", slug="catalogue", locale=english))
    under(academy, ArticleIndexPage(title="Knowledge", slug="knowledge", locale=english))
    course = under(catalogue, CoursePage(title="Onboarding", slug="onboarding", locale=english, is_open=True))
    module = under(course, ModulePage(title="Week 1", slug="week-1", locale=english))
    sync_authoring()
    return module


def lesson(module: ModulePage, title: str = "Calls that end well", **values) -> LessonPage:
    slug = title.lower().replace(" ", "-")
    page = LessonPage(
        title=title, slug=slug, locale=module.locale, aim="End a call so that nobody calls again.", **values
    )
    page.body = stream(LessonPage, SCREENS)
    return under(module, page)


def article(title: str = "Returns", **values) -> ArticlePage:
    index = ArticleIndexPage.objects.get()
    page = ArticlePage(title=title, slug=title.lower(), locale=index.locale, summary="Within seven days.", **values)
    page.body = stream(ArticlePage, [{"type": "text", "value": "<p>Seven days, no reason.</p>"}])
    return under(index, page)


def draft(page, *, by, title: str):
    """A later version by someone, not published."""
    page.title = title
    return page.save_revision(user=by)


def submit(page, *, by):
    return page.get_workflow().start(page, by)


LONG_AGO = date(2020, 1, 1)
