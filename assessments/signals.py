"""What assessments announces, inside the transaction of the change. Receivers queue tasks on commit."""

from django.dispatch import Signal

attempt_released = Signal()  # attempt
scorecard_released = Signal()  # scorecard
