"""What certification announces. Receivers queue tasks on commit."""

from django.dispatch import Signal

# award, and on approval its decision. For apps above this one; none listens yet.
award_changed = Signal()
