"""What people announces. Receivers queue tasks on commit."""

from django.dispatch import Signal

person_joined = Signal()  # person, started_on, by, now
person_left = Signal()  # person, on, by, now
absence_recorded = Signal()  # absence
absence_withdrawn = Signal()  # absence
mentorship_opened = Signal()  # mentorship
mentorship_ended = Signal()  # mentorship
