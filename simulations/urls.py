from django.urls import path

from simulations.views import calls, console, desk, disputes, holding, recording, scores

app_name = "simulations"

urlpatterns = [
    path("", calls.call_list, name="calls"),
    path("slots/<int:pk>", calls.slot, name="slot"),
    path("practice", calls.practice_book, name="practice-book"),
    path("to-score/", desk.qa_queue, name="qa-queue"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/<slug:key>", disputes.dispute, name="dispute"),
    path("remarks/<slug:key>/withdraw", desk.remark_withdraw, name="remark-withdraw"),
    path("<slug:key>/before", holding.preflight, name="call-preflight"),
    path("<slug:key>/start", holding.call_start, name="call-start"),
    path("<slug:key>/state", holding.call_state, name="call-state"),
    path("<slug:key>", holding.call, name="call"),
    path("<slug:key>/as-text", holding.call_as_text, name="call-as-text"),
    path("<slug:key>/end", holding.call_end, name="call-end"),
    path("<slug:key>/set-aside", holding.call_set_aside, name="call-set-aside"),
    path("<slug:key>/lines", holding.chat_line, name="chat-line"),
    path("<slug:key>/console", console.console, name="call-console"),
    path("<slug:key>/chunks/<int:number>", recording.chunk_put, name="chunk-put"),
    path("<slug:key>/close", recording.recording_close, name="recording-close"),
    path("<slug:key>/recording", recording.recording_file, name="recording"),
    path("<slug:key>/desk", desk.qa_desk, name="qa-desk"),
    path("<slug:key>/review", desk.practice_review, name="practice-review"),
    path("<slug:key>/remarks", desk.remark, name="remark"),
    path("<slug:key>/coach", desk.coach, name="coach"),
    path("<slug:key>/score", scores.score, name="score"),
    path("<slug:key>/ask-score", scores.ask_score, name="ask-score"),
    path("<slug:key>/dispute", scores.dispute_open, name="dispute-open"),
]
