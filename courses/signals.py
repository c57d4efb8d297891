"""What courses announces, inside the transaction of the change. Receivers queue tasks on commit."""

from django.dispatch import Signal

gate_passed = Signal()  # enrolment, week
went_live_eligible = Signal()  # enrolment
course_completed = Signal()  # completion
lesson_completed = Signal()  # completion
attendance_marked = Signal()  # attendance
