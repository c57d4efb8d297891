"""What mentoring announces, inside the transaction of the change. Receivers queue tasks on commit."""

from django.dispatch import Signal

sign_off_given = Signal()  # sign_off
plan_opened = Signal()  # plan
plan_closed = Signal()  # plan
