from assessments.models.admissions import Accommodation, Admission, RetakeRelease
from assessments.models.attempts import AnswerSave, Attempt, AttemptQuestion, Mark
from assessments.models.bank import Question, QuestionReview, QuestionVersion, Topic
from assessments.models.papers import Paper, PaperRow
from assessments.models.practicals import PracticalSitting
from assessments.models.rubrics import Rubric, RubricVersion
from assessments.models.scorecards import Scorecard, ScorecardCritical, ScorecardLine, ScorecardSave

__all__ = [
    "Accommodation",
    "Admission",
    "AnswerSave",
    "Attempt",
    "AttemptQuestion",
    "Mark",
    "Paper",
    "PaperRow",
    "PracticalSitting",
    "Question",
    "QuestionReview",
    "QuestionVersion",
    "RetakeRelease",
    "Rubric",
    "RubricVersion",
    "Scorecard",
    "ScorecardCritical",
    "ScorecardLine",
    "ScorecardSave",
    "Topic",
]
