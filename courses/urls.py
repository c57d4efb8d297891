from django.urls import path

from content import views as content_views
from courses import views

app_name = "courses"

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("courses/<uuid:key>/", views.course, name="course"),
    path("lessons/<uuid:lesson>/", views.lesson_read, name="lesson-read"),
    path("lessons/<uuid:lesson>/place/", views.lesson_progress, name="lesson-progress"),
    path("reviews/", content_views.waiting, name="reviews"),
    path("reviews/<int:number>/", content_views.review, name="review"),
    path("make-it-yours/", views.make_it_yours, name="make-it-yours"),
    path("make-it-yours/<slug:key>/", views.house_fact, name="house-fact"),
    path("shipped/", views.shipped_list, name="shipped"),
    path("shipped/<slug:key>/", views.shipped_text, name="shipped-text"),
    path("content-due/", content_views.content_due, name="content-due"),
    path("content-due/<slug:form>/", content_views.content_due_export, name="content-due-export"),
    path("programme/", views.programme, name="programme"),
    path("programme/<slug:key>/", views.programme, name="programme-of"),
    path("enrolments/", views.enrolments, name="enrolments"),
    path("enrolments/enrol/", views.enrol, name="enrol"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/plan/", views.session_plan, name="session-plan"),
    path("sessions/<slug:key>/", views.session, name="session"),
    path("sessions/<slug:key>/cancel/", views.session_cancel, name="session-cancel"),
    path("sessions/<slug:key>/attendance/", views.attendance, name="attendance"),
    path("refreshers/", views.refreshers, name="refreshers"),
    path("refreshers/assigned/", views.refreshers_assigned, name="refreshers-assigned"),
    path("refreshers/<slug:key>/withdraw/", views.refresher_withdraw, name="refresher-withdraw"),
    path("refreshers/assign/", views.refresher_assign, name="refresher-assign"),
    path("refreshers/<slug:refresher>/lessons/<uuid:lesson>/", views.lesson_read, name="refresher-read"),
    path("refreshers/<slug:refresher>/lessons/<uuid:lesson>/place/", views.lesson_progress, name="refresher-progress"),
]
