from django.urls import path

from assessments.views import accommodations, answers, appeals, bank, exams, logs, marking, papers, rubrics, scorecards

app_name = "assessments"

urlpatterns = [
    path("", exams.exams, name="exams"),
    path("start/<slug:key>", exams.exam_start, name="exam-start"),
    path("attempts/<slug:key>", exams.exam, name="exam"),
    path("attempts/<slug:key>/state", answers.exam_state, name="exam-state"),
    path("attempts/<slug:key>/answers", answers.answer_save, name="answer-save"),
    path("attempts/<slug:key>/flags", answers.answer_flag, name="answer-flag"),
    path("attempts/<slug:key>/submit", answers.exam_submit, name="exam-submit"),
    path("attempts/<slug:key>/result", exams.exam_result, name="exam-result"),
    path("attempts/<slug:key>/log", logs.attempt_log, name="attempt-log"),
    path("attempts/<slug:key>/appeal", appeals.appeal_new, name="appeal-new"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<slug:key>", appeals.appeal, name="appeal"),
    path("people/<slug:key>", logs.person_exams, name="person-exams"),
    path("practicals/<slug:key>/retake", marking.practical_retake, name="practical-retake"),
    path("marking/", marking.marking, name="marking"),
    path("marking/<slug:key>", marking.practical_score, name="practical-score"),
    path("scorecards/<slug:key>", scorecards.scorecard, name="scorecard"),
    path("scorecards/<slug:key>/draft", scorecards.scorecard_draft, name="scorecard-draft"),
    path("scorecards/<slug:key>/correct", scorecards.scorecard_correct, name="scorecard-correct"),
    path("questions/", bank.questions, name="questions"),
    path("questions.csv", bank.questions_export, name="questions-export"),
    path("questions/new", bank.question_new, name="question-new"),
    path("questions/<slug:key>", bank.question, name="question"),
    path("questions/<slug:key>/write", bank.question_write, name="question-write"),
    path("questions/<slug:key>/review", bank.question_review, name="question-review"),
    path("questions/<slug:key>/retire", bank.question_retire, name="question-retire"),
    path("papers/", papers.papers, name="papers"),
    path("rubrics/", rubrics.rubrics_list, name="rubrics"),
    path("rubrics/<slug:key>", rubrics.rubric, name="rubric"),
    path("rubrics/<slug:key>/write", rubrics.rubric_write, name="rubric-write"),
    path("rubrics/<slug:key>/publish", rubrics.rubric_publish, name="rubric-publish"),
    path("extra-time/", accommodations.accommodations, name="accommodations"),
    path("extra-time/grant", accommodations.accommodation_grant, name="accommodation-grant"),
    path("extra-time/<slug:key>/withdraw", accommodations.accommodation_withdraw, name="accommodation-withdraw"),
    path("admissions/<slug:key>/release", logs.retake_release, name="retake-release"),
]
