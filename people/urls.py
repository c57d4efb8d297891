from django.urls import path

from people.views import doors, notices, preferences

app_name = "people"

urlpatterns = [
    path("sign-in/", doors.sign_in, name="sign-in"),
    path("sign-out/", doors.sign_out, name="sign-out"),
    path("password/forgotten/", doors.password_forgotten, name="password-forgotten"),
    path("join/", doors.invitation_code, name="invitation-code"),
    path("join/<str:token>/", doors.invitation_accept, name="invitation-accept"),
    path("language/", preferences.language_set, name="language-set"),
    path("theme/", preferences.theme_set, name="theme-set"),
    path("account/", preferences.profile, name="profile"),
    path("account/password/", preferences.password_change, name="password-change"),
    path("account/sessions/", preferences.signed_in_browsers, name="sessions"),
    path("account/sessions/end-others/", preferences.session_end_others, name="session-end-others"),
    path("account/sessions/<str:key>/end/", preferences.session_end, name="session-end"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.notices_read, name="notices-read"),
    path("notices/<str:key>/open/", notices.notice_open, name="notice-open"),
]
