"""What assessments announces, inside the transaction of the change. Receivers queue tasks on commit."""

from django.dispatch import Signal

attempt_marked = Signal()  # attempt; its points stand, whether or not they are shown yet
attempt_released = Signal()  # attempt
attempt_remarked = Signal()  # attempt, before: the mark it had; after: the mark that stands now
regrade_approved = Signal()  # regrade
scorecard_released = Signal()  # scorecard
