from django.urls import path

from people.views import changes, directory, doors, imports, looks, notices, organisation, preferences, site, ways_in

app_name = "people"

doors_ = [
    path("sign-in/", doors.sign_in, name="sign-in"),
    path("sign-out/", doors.sign_out, name="sign-out"),
    path("password/forgotten/", doors.password_forgotten, name="password-forgotten"),
    path("join/", doors.invitation_code, name="invitation-code"),
    path("join/<str:token>/", doors.invitation_accept, name="invitation-accept"),
    path("set-up/<str:token>/", site.set_up, name="set-up"),
]
own = [
    path("look/stop/", looks.look_stop, name="look-stop"),
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
people = [
    path("people/", directory.people, name="people"),
    path("people/export.<str:form>", directory.people_export, name="people-export"),
    path("people/add/", imports.person_add, name="person-add"),
    path("people/intake/", imports.intake_file, name="intake"),
    path("people/intake/done/", imports.intake_done, name="intake-done"),
    path("people/levels/import/", imports.levels_file, name="levels-import"),
    path("people/template/<str:name>.<str:form>", imports.template, name="intake-template"),
    path("people/slips/", ways_in.slips, name="slips"),
    path("people/invite/", ways_in.invite, name="invite"),
    path("people/<str:key>/", directory.person, name="person"),
    *[
        path(f"people/<str:key>/{place}/", changes.person_change, {"change": change}, name=name)
        for place, change, name in (
            ("absence", "absence", "absence-record"),
            ("leave", "leaving", "person-leave"),
            ("return", "return", "person-return"),
            ("move", "move", "person-move"),
            ("edit", "edit", "person-edit"),
            ("roles", "roles", "person-roles"),
            ("level", "level", "level-recognise"),
            ("lead", "lead", "person-lead"),
        )
    ],
    path("people/<str:key>/absence/<int:pk>/withdraw/", changes.absence_withdraw, name="absence-withdraw"),
    path("people/<str:key>/lead/<int:pk>/end/", changes.leadership_end, name="leadership-end"),
    path("people/<str:key>/look/", looks.look_as, name="look-as"),
    path("people/<str:key>/reset/", ways_in.password_reset, name="password-reset"),
]
running = [
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/company/", organisation.company, name="company"),
    path("organisation/<str:kind>/add/", organisation.organisation_edit, name="organisation-add"),
    path("organisation/<str:kind>/<str:key>/", organisation.organisation_edit, name="organisation-edit"),
    path("calendar/", site.calendar_home, name="calendar-home"),
    path("calendar/<slug:site>/import/", imports.calendar_file, name="calendar-import"),
    path("calendar/<slug:site>/<int:year>/", site.calendar, name="calendar"),
    path("calendar/<slug:site>/<int:year>/complete/", site.calendar_year_confirm, name="calendar-year-confirm"),
    path("calendar/<slug:site>/<int:year>/shipped/", site.calendar_shipped, name="calendar-shipped"),
    path("calendar/<slug:site>/<str:day>/remove/", site.calendar_day_remove, name="calendar-day-remove"),
    path("journal/", site.journal, name="journal"),
    path("jobs/", site.jobs, name="jobs"),
    path("jobs/<str:key>/again/", site.job_try_again, name="job-try-again"),
]

urlpatterns = doors_ + own + people + running
