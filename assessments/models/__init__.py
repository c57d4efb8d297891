from assessments.models.admissions import Accommodation, Admission, RetakeRelease
from assessments.models.appeals import Appeal
from assessments.models.attempts import AnswerSave, Attempt, AttemptQuestion, Mark, MarkLine
from assessments.models.bank import Bank, Question, QuestionFile, QuestionReview, QuestionVersion, Topic
from assessments.models.events import AttemptEvent
from assessments.models.figures import CountedMark, PaperFigures, QuestionAlert, QuestionFigures
from assessments.models.papers import Paper, PaperQuestion, PaperRow, PaperSection, PaperVersion
from assessments.models.practicals import PracticalSitting
from assessments.models.practice import PracticeCard, PracticeReview
from assessments.models.regrades import Regrade
from assessments.models.rubrics import Rubric, RubricVersion
from assessments.models.scorecards import Scorecard, ScorecardCritical, ScorecardLine, ScorecardSave
from assessments.models.uploads import QuestionUpload

__all__ = [
    "Accommodation",
    "Admission",
    "AnswerSave",
    "Appeal",
    "Attempt",
    "AttemptEvent",
    "AttemptQuestion",
    "Bank",
    "CountedMark",
    "Mark",
    "MarkLine",
    "Paper",
    "PaperFigures",
    "PaperQuestion",
    "PaperRow",
    "PaperSection",
    "PaperVersion",
    "PracticalSitting",
    "PracticeCard",
    "PracticeReview",
    "Question",
    "QuestionAlert",
    "QuestionFigures",
    "QuestionFile",
    "QuestionReview",
    "QuestionUpload",
    "QuestionVersion",
    "Regrade",
    "RetakeRelease",
    "Rubric",
    "RubricVersion",
    "Scorecard",
    "ScorecardCritical",
    "ScorecardLine",
    "ScorecardSave",
    "Topic",
]
