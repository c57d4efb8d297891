"""What may be posted here, and nothing else: any other field is ignored (hazard 10)."""

from assessments.forms.answers import (
    AnswerForm,
    AppealForm,
    FlagForm,
    HintsForm,
    PositionForm,
    PracticeForm,
    StepUpForm,
    is_hint,
)
from assessments.forms.bank import BankForm, NewBankForm, NewTopicForm, TopicForm, indented
from assessments.forms.papers import NewPaperForm, PaperForm
from assessments.forms.questions import (
    CopyForm,
    DescribeForm,
    QuestionFileForm,
    QuestionKeyForm,
    ReviewForm,
    VersionForm,
    tag_names,
)
from assessments.forms.scoring import AccommodationForm, ReasonForm, RubricForm, read_time

__all__ = [
    "AccommodationForm",
    "AnswerForm",
    "AppealForm",
    "BankForm",
    "CopyForm",
    "DescribeForm",
    "FlagForm",
    "HintsForm",
    "NewBankForm",
    "NewPaperForm",
    "NewTopicForm",
    "PaperForm",
    "PositionForm",
    "PracticeForm",
    "QuestionFileForm",
    "QuestionKeyForm",
    "ReasonForm",
    "ReviewForm",
    "RubricForm",
    "StepUpForm",
    "TopicForm",
    "VersionForm",
    "indented",
    "is_hint",
    "read_time",
    "tag_names",
]
