"""What simulations announces, inside the transaction of the change. Receivers queue tasks on commit."""

from django.dispatch import Signal

call_scored = Signal()  # call
