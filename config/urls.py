from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_admin

from assessments.views.tags import tags_suggested
from config import views

handler500 = views.server_error
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", include("dashboard.urls")),
    path("", include("people.urls")),
    path("policies/", include("policies.urls")),
    path("media/", include("content.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("exams/", include("assessments.urls")),
    path("mentoring/", include("mentoring.urls")),
    path("calls/", include("simulations.urls")),
    path("learn/", include("courses.urls")),
    path("certificates/", include("certification.urls")),
    # Wagtail's own doors stay shut: one sign-in, one limiter, people and roles are ours (hazard 81).
    re_path(r"^admin/(?:login|logout|account|password_reset)/", RedirectView.as_view(pattern_name="people:sign-in")),
    re_path(r"^admin/(?:users|groups)/", views.shut),
    # Its list of tags would tell the words of banks that others keep (hazard 11).
    re_path(r"^admin/tag-autocomplete/", tags_suggested),
    path("admin/", include(wagtail_admin)),
]
if settings.DEBUG or settings.TESTING:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
