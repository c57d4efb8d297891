from django.urls import path

from knowledge import views

app_name = "knowledge"

urlpatterns = [
    path("", views.articles, name="articles"),
    path("<uuid:key>/", views.article_read, name="article-read"),
]
