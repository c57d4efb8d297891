from django.urls import path

from knowledge import views

app_name = "knowledge"

urlpatterns = [
    path("", views.articles, name="articles"),
    path("<uuid:key>/", views.article_read, name="article-read"),
    path("cases/", views.cases, name="cases"),
    path("cases/<uuid:key>/", views.case_read, name="case-read"),
    path("scripts/", views.scripts, name="scripts"),
    path("scripts/<uuid:key>/", views.script_read, name="script-read"),
    path("scenes/", views.scenes, name="scenes"),
    path("scenes/<slug:key>/", views.scene_edit, name="scene-edit"),
    path("tone/", views.tone, name="tone"),
]
