"""A small academy tree for tests: one course of one module, in English, with what the editor needs."""

import json
from datetime import date

from wagtail.models import Locale, Page

from content.domain.authoring import sync_authoring
from content.models import AcademyPage
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from knowledge.models import (
    ArticleIndexPage,
    ArticlePage,
    CaseIndexPage,
    CasePage,
    Scene,
    ScriptIndexPage,
    ScriptPage,
    TonePage,
)

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
    under(academy, CaseIndexPage(title="Cases", slug="cases", locale=english))
    under(academy, ScriptIndexPage(title="Scripts", slug="scripts", locale=english))
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


def scene(key: str = "delivery-delay", **titles: str) -> Scene:
    titles = {"title_en": key.replace("-", " ").capitalize(), "title_zh": "配送延误"} | titles
    return Scene.objects.get_or_create(key=key, defaults=titles)[0]


def case(title: str = "The bed on the landing", scenes: tuple[str, ...] = (), **values) -> CasePage:
    index = CaseIndexPage.objects.get()
    page = CasePage(title=title, slug=title.lower().replace(" ", "-"), locale=index.locale, **values)
    page.summary = values.get("summary", "One question nobody had asked.")
    page.body = stream(CasePage, [{"type": "text", "value": "<p>Who sleeps where?</p>"}])
    page.scenes = [scene(key) for key in scenes]
    return under(index, page)


STEPS = [
    {"type": "step", "value": {"title": "First the wait", "say": "“I’m sorry, you waited all [morning].”"}},
    {
        "type": "step",
        "value": {"title": "A promise", "say": "“I’ll ring you at [time].”", "warm": "“Let me ring you.”"},
    },
    {"type": "step", "value": {"title": "To close", "say": "“Thank you for waiting.”", "own": True}},
    {"type": "never", "value": {"not_that": "“Ask logistics.”", "why": "It is one house."}},
]


def script(title: str = "Late delivery", scenes: tuple[str, ...] = (), **values) -> ScriptPage:
    index = ScriptIndexPage.objects.get()
    page = ScriptPage(title=title, slug=title.lower().replace(" ", "-"), locale=index.locale, **values)
    page.summary = values.get("summary", "Nobody came.")
    page.own_words = "Step 3 is yours."
    page.body = stream(ScriptPage, STEPS)
    page.scenes = [scene(key) for key in scenes]
    return under(index, page)


def lexicon() -> TonePage:
    index = ScriptIndexPage.objects.get()
    entry = {"group": "answer", "prefer": "“Let me check.”", "avoid": ["no idea"], "why": "Somebody has started."}
    page = TonePage(title="Our tone", slug="tone", locale=index.locale, about="As a good neighbour speaks.")
    page.body = stream(TonePage, [{"type": "entry", "value": entry}])
    return under(index, page)


def draft(page, *, by, title: str):
    """A later version by someone, not published."""
    page.title = title
    return page.save_revision(user=by)


def submit(page, *, by):
    return page.get_workflow().start(page, by)


LONG_AGO = date(2020, 1, 1)
