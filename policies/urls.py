from django.urls import path

from policies import views

app_name = "policies"

urlpatterns = [
    path("", views.edition_list, name="editions"),
    path("editions/<str:key>/", views.edition_page, name="edition"),
    path("editions/<str:key>/retire/", views.edition_retire, name="edition-retire"),
    path("drafts/new/<slug:subject>/", views.draft_new, name="edition-draft-new"),
    path("drafts/<str:key>/", views.draft_page, name="edition-draft"),
    path("drafts/<str:key>/edit/", views.draft_edit, name="edition-edit"),
    path("drafts/<str:key>/submit/", views.draft_submit, name="edition-submit"),
    path("drafts/<str:key>/send-back/", views.draft_send_back, name="edition-send-back"),
    path("drafts/<str:key>/drop/", views.draft_drop, name="edition-drop"),
    path("drafts/<str:key>/publish/", views.draft_publish, name="edition-publish"),
]
