"""A paper of three questions of which 79.99 and 80 of a hundred points can be reached."""

from assessments.models import Paper, PaperRow, Topic
from policies.domain.editions import sync_defaults
from tests.assessments.made import content, question

POINTS = (7999, 1, 2000)  # of 10000


def papers_at_the_mark(keys, now):
    """One for each key, published, all on the same questions."""
    sync_defaults(now)
    topic = Topic.objects.create(key="people", title_en="People", title_zh="带人")
    for points in POINTS:
        question(topic, f"q{points}", "true_false", content(f"{points}?", "*True", "False"), points=points, now=now)
    for key in keys:
        paper = Paper.objects.create(key=key, title_en=key.title(), title_zh=key, minutes=30, published=now)
        PaperRow.objects.create(paper=paper, topic=topic, position=1, count=3)
