from courses.models.enrolment import Attendance, ClassroomSession, Enrolment, GateResult
from courses.models.pages import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.models.programme import Programme, ProgrammeWeek
from courses.models.progress import CourseCompletion, LessonCompletion, LessonProgress
from courses.models.refreshers import Refresher

__all__ = [
    "Attendance",
    "CataloguePage",
    "ClassroomSession",
    "CourseCompletion",
    "CoursePage",
    "Enrolment",
    "GateResult",
    "LessonCompletion",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "Programme",
    "ProgrammeWeek",
    "Refresher",
]
