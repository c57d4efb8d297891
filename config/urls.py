from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtail_admin

from config import views

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
    path("admin/", include(wagtail_admin)),
]
if settings.DEBUG or settings.TESTING:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
