from django.http import HttpRequest

from dashboard.domain.demo.histories import is_loading
from people.domain.navigation import places_for
from people.domain.notices import unread_count
from people.models import Company


def site(request: HttpRequest) -> dict[str, object]:
    """What every page shows: company, demo mark, theme, navigation, unread notices."""
    person = getattr(request, "user", None)
    signed_in = person is not None and person.is_authenticated
    company = Company.current()
    page = request.resolver_match.view_name if request.resolver_match else ""
    theme = request.COOKIES.get("theme", "")
    return {
        "company": company,
        "demo": company.is_demo,
        "demo_loading": company.is_demo and signed_in and is_loading(),
        "theme": theme if theme in {"light", "dark"} else "",
        "nav": places_for(person, request.path, page) if signed_in else [],
        "unread": unread_count(person) if signed_in else 0,
    }
