from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import User


@dataclass(frozen=True)
class Place:
    label: Promise
    url_name: str
    icon: str
    roles: frozenset[str]  # empty: everyone
    pages: frozenset[str] = frozenset()  # of it, by their names, where the address does not say so


DESK = frozenset({"simulations:qa-desk"})

PLACES = [
    Place(_("Home"), "dashboard:home", "home", frozenset()),
    Place(_("Learn"), "courses:catalogue", "book", frozenset()),
    Place(_("Exams"), "assessments:exams", "edit", frozenset({"hire", "agent"})),
    Place(_("Calls"), "simulations:calls", "headset", frozenset({"hire", "agent", "mentor", "trainer", "qa"})),
    Place(_("Recordings to score"), "simulations:qa-queue", "headset", frozenset({"qa"}), DESK),
    Place(_("Coaching plans"), "mentoring:coaching-plans", "list", frozenset({"qa", "leader"})),
    Place(_("My hires"), "mentoring:check-ins", "people", frozenset({"mentor"})),
    Place(_("Mentoring"), "mentoring:pairings", "people", frozenset({"trainer"})),
    Place(_("Marking"), "assessments:marking", "edit", frozenset({"trainer", "qa"})),
    Place(_("Certificates"), "certification:register", "certificate", frozenset({"hr"})),
    Place(_("Ladder"), "certification:ladder-people", "stairs", frozenset({"hr"})),
    Place(_("My certificates"), "certification:mine", "certificate", frozenset({"hire", "agent", "mentor"})),
    Place(_("People"), "people:people", "people", frozenset({"hr", "trainer", "leader", "administrator"})),
    Place(_("Journal"), "people:journal", "shield", frozenset({"administrator"})),
    Place(_("Failed jobs"), "people:jobs", "alert", frozenset({"administrator"})),
    Place(_("Figures"), "policies:editions", "list", frozenset({"hr", "trainer", "qa", "administrator"})),
    Place(_("Knowledge"), "knowledge:articles", "search", frozenset()),
]


def places_for(person: User, path: str, page: str = "") -> list[dict[str, object]]:
    """The navigation of one person at an address and page (its URL name): only their roles' places that exist."""
    roles = {group.name for group in person.groups.all()}
    shown: list[dict[str, object]] = []
    for place in PLACES:
        if place.roles and not place.roles & roles:
            continue
        try:
            url = reverse(place.url_name)
        except NoReverseMatch:
            continue
        shown.append({"label": place.label, "url": url, "icon": place.icon})
        if page in place.pages:
            path = url
    # The nearest one: a page below another place's address belongs to the longer of the two.
    within = [str(place["url"]) for place in shown if path == place["url"] or path.startswith(str(place["url"]))]
    nearest = max((url for url in within if url != "/" or path == "/"), key=len, default="")
    return [place | {"active": place["url"] == nearest} for place in shown]
