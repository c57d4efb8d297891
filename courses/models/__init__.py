from courses.models.enrolment import Attendance, ClassroomSession, Enrolment, GateResult
from courses.models.house import AcademyLoad, HouseWord, ShippedText
from courses.models.pages import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.models.programme import Programme, ProgrammeWeek
from courses.models.progress import CourseCompletion, LessonCompletion, LessonProgress
from courses.models.refreshers import PassedPaper, Refresher

__all__ = [
    "AcademyLoad",
    "Attendance",
    "CataloguePage",
    "ClassroomSession",
    "CourseCompletion",
    "CoursePage",
    "Enrolment",
    "GateResult",
    "HouseWord",
    "LessonCompletion",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "PassedPaper",
    "Programme",
    "ProgrammeWeek",
    "Refresher",
    "ShippedText",
]
