"""A leader meets their own team in every channel and nobody of another (hazards 3, 4): a crawl from the home page."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin

import pytest

from courses.domain import enrolments
from mentoring.domain import coaching
from people.domain import absences, notices
from tests.browser.made import marked_paper, may_sit

# Names that nobody else bears; reasons and notes carry them too.
HERS, HIS = "Qwillow", "Zephyrine"
MOST_PAGES = 250


def furnish(person, name, *, by, programme, paper, now):
    """A person with something on every shelf: enrolment, exam, absence, coaching plan, notice, each with the marker."""
    person.name = name
    person.save(update_fields=["name"])
    on = now.date()
    enrolments.enrol(person, programme, started_on=on, by=by, now=now)
    may_sit(person, paper, now)
    absences.record_absence(person, first_day=on, last_day=on, reason=f"{name} is away", by=by, now=now)
    coaching.open_plan(person, kind=coaching.PRACTICE_CALL, evidence_key=f"call-{name}", by=None, now=now)
    notices.notify(person, "due", dedupe_key=name, subject=f"{name} is due", now=now)


@pytest.fixture
def two_teams(ada, ben, hana, programme, now):
    paper = marked_paper(now)
    furnish(ada, HERS, by=hana, programme=programme, paper=paper, now=now)
    furnish(ben, HIS, by=hana, programme=programme, paper=paper, now=now)


def crawl(client, start="/") -> dict[str, str]:
    """Every page and file of ours that links lead to, by address; forms are not sent."""
    seen, waiting = {}, deque([start])
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        if address in seen:
            continue
        answer = client.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = body.decode(errors="replace")
        if "text/html" in answer.headers.get("Content-Type", ""):
            found = re.findall(r'(?:href|hx-get|src)="([^"#][^"]*)"', seen[address])
            links = (urldefrag(urljoin(address, link.replace("&amp;", "&"))).url for link in found)
            waiting.extend(
                link for link in links if link.startswith("/") and not link.startswith(("/static/", "/admin"))
            )
    return seen


@pytest.mark.parametrize(("leader", "own", "foreign"), [("lena", HERS, HIS), ("omar", HIS, HERS)])
def test_a_leader_meets_only_their_own_team(request, signed_in, two_teams, leader, own, foreign):
    person = request.getfixturevalue(leader)
    ways = ["/", "/people/", f"/people/?q={foreign[:4]}", "/people/export.csv"]

    pages = {}
    for start in ways:
        pages |= crawl(signed_in(person), start)

    assert [address for address, body in pages.items() if foreign in body] == []
    assert any(own in body for body in pages.values())


@pytest.mark.parametrize("learner", ["ada"])
def test_a_hire_meets_nobody_of_another_team(request, signed_in, two_teams, learner):
    person = request.getfixturevalue(learner)

    pages = crawl(signed_in(person))

    assert [address for address, body in pages.items() if HIS in body] == []
    assert len(pages) > 5
