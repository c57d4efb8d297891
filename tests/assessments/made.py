"""Questions made for tests, and where their right options stand on a screen."""

from assessments.models import Question, QuestionVersion, Topic


def text(english: str) -> dict[str, str]:
    return {"en": english, "zh-hans": f"中文：{english}"}


def options(*words: str) -> list[dict]:
    """Options in words; a leading * marks a right one."""
    return [
        {"text": text(word.lstrip("*")), "right": word.startswith("*"), "feedback": text(f"About {word.lstrip('*')}")}
        for word in words
    ]


def content(stem: str, *words: str, accepted: tuple[str, ...] = ()) -> dict:
    return {
        "stem": text(stem),
        "options": options(*words),
        "accepted": {"en": list(accepted), "zh-hans": list(accepted)},
        "explanation": text(f"Because of {stem}"),
    }


def question(topic: Topic, key: str, kind: str, body: dict, *, points: int, now) -> Question:
    made = Question.objects.create(key=key, topic=topic, kind=kind)
    version = QuestionVersion.objects.create(
        question=made, number=1, content=body, points=points, difficulty=1, source_hash=f"shipped-{key}", created=now
    )
    Question.objects.filter(pk=made.pk).update(live_version=version, status="live")
    made.refresh_from_db()
    return made


def right_places(question) -> list[str]:
    """Where the right options stand on the screen of whoever drew this question, or a right text."""
    body = question.question_version.content
    if not body["options"]:
        return [body["accepted"]["en"][0]]
    return [str(place) for place, number in enumerate(question.option_order) if body["options"][number]["right"]]


def wrong_places(question) -> list[str]:
    body = question.question_version.content
    if not body["options"]:
        return ["not this"]
    places = enumerate(question.option_order)
    return [next(str(place) for place, number in places if not body["options"][number]["right"])]
