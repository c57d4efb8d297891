"""Who answers for whom. One question each."""

from people.models import Leadership, Mentorship, User


def leads(leader: User, person: User) -> bool:
    """Whether the person works, now, in a team that this leader leads, now."""
    return Leadership.objects.filter(
        leader=leader,
        ended_on=None,
        team__employments__person=person,
        team__employments__ended_on=None,
    ).exists()


def mentors(mentor: User, hire: User) -> bool:
    return Mentorship.objects.filter(mentor=mentor, hire=hire, ended_on=None).exists()


def people_led_by(leader: User):
    return User.objects.filter(
        employments__ended_on=None,
        employments__team__leaderships__leader=leader,
        employments__team__leaderships__ended_on=None,
        is_active=True,
    ).distinct()
