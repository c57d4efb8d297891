"""What certification announces. Receivers queue tasks on commit."""

from django.dispatch import Signal

award_changed = Signal()  # award
