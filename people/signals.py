"""What people announces. Receivers queue tasks on commit."""

from django.dispatch import Signal

person_left = Signal()  # person, on
absence_recorded = Signal()  # absence
mentorship_ended = Signal()  # mentorship
