from django.urls import path

from courses import views

app_name = "courses"

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("courses/<uuid:key>/", views.course, name="course"),
    path("lessons/<uuid:key>/", views.lesson_read, name="lesson-read"),
    path("lessons/<uuid:key>/place/", views.lesson_progress, name="lesson-progress"),
]
