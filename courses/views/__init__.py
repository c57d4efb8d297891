from courses.views.lessons import catalogue, course, lesson_progress, lesson_read
from courses.views.own_words import house_fact, make_it_yours
from courses.views.programme import enrol, enrolments, programme
from courses.views.refreshers import refresher_assign, refresher_withdraw, refreshers, refreshers_assigned
from courses.views.sessions import attendance, session, session_cancel, session_plan, sessions
from courses.views.shipped import shipped_list, shipped_text

__all__ = [
    "attendance",
    "catalogue",
    "course",
    "enrol",
    "enrolments",
    "house_fact",
    "lesson_progress",
    "lesson_read",
    "make_it_yours",
    "programme",
    "refresher_assign",
    "refresher_withdraw",
    "refreshers",
    "refreshers_assigned",
    "session",
    "session_cancel",
    "session_plan",
    "sessions",
    "shipped_list",
    "shipped_text",
]
