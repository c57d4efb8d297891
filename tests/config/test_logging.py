"""What a line of the log may hold: facts about the work, nothing about persons, and nothing that leaves its line."""

import json
import logging

import pytest
import structlog


@pytest.fixture
def lines(monkeypatch):
    """A function that returns what was logged so far, parsed line by line, as the terminal would get it."""
    import io

    stream = io.StringIO()
    handler = logging.getLogger().handlers[0]
    for candidate in logging.getLogger().handlers:
        if type(candidate.formatter).__name__ == "ProcessorFormatter":
            handler = candidate
    monkeypatch.setattr(handler, "stream", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_line_holds_no_line_break_and_no_terminal_code(lines):
    structlog.get_logger("readyline.web").info("taken\r\nin", name="a\x1b[31mb\u2028c\u009bd")

    (line,) = lines()
    assert (line["event"], line["name"]) == ("taken\r\nin", "a\x1b[31mb\u2028c\u009bd")


def test_terminal_codes_are_written_as_escapes(monkeypatch, lines):
    structlog.get_logger("readyline.web").warning("x\x1b[2Jy")

    handler = next(h for h in logging.getLogger().handlers if type(h.formatter).__name__ == "ProcessorFormatter")
    written = handler.stream.getvalue()
    assert written.count("\n") == 1
    assert written.isascii()
    assert "\x1b" not in written


def test_error_keeps_frames_and_leaves_its_message_out(lines):
    try:
        raise ValueError("Key (email)=(ada@example.org) already exists")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/invitation/s3cret-token/")

    (line,) = lines()
    assert (line["event"], line["error"]) == ("Internal Server Error", "ValueError")
    assert "test_logging.py" in line["at"][-1]
    assert "ada" not in json.dumps(line)
    assert "s3cret" not in json.dumps(line)


def test_failed_job_is_not_printed_with_its_message(lines):
    logging.getLogger("django-q").error("Failed 'people.tasks.mail_one' (x) - ada@example.org is full : Traceback")

    assert lines() == []


@pytest.mark.django_db
def test_request_is_logged_by_route_and_key(signed_in, ada, lines):
    client = signed_in(ada)

    response = client.get("/healthz?email=ada@example.org")
    client.get("/no-such-page/s3cret-token/")

    requests = [line for line in lines() if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("GET", "healthz", 503),
        ("GET", "", 404),
    ]
    assert requests[0]["request"] == response.headers["X-Request-ID"]
    assert "s3cret" not in json.dumps(lines())
    assert "ada" not in json.dumps(lines())
