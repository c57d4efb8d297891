from django.urls import path

from content import views

app_name = "content"

urlpatterns = [path("<path:path>", views.media, name="media")]
