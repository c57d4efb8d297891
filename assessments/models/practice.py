from django.conf import settings
from django.db import models

from assessments.models.bank import QuestionVersion, Topic
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class PracticeCard(models.Model):
    """One point that one person got wrong in an exam and now meets again, at growing distances."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="practice_cards")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    # The point asked about; the topic's key where its questions name none.
    point = models.CharField(max_length=120)
    memory = models.JSONField()  # the scheduler's state of this card
    due = models.DateTimeField()
    reviews_count = models.PositiveIntegerField(default=0)  # guards against the same answer sent twice
    created = models.DateTimeField()
    # No answer of theirs is wrong any more, since a result was corrected; a later miss brings the point back.
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "point"], name="one_practice_card_per_point"),
            models.CheckConstraint(
                condition=models.Q(withdrawn=None) | models.Q(reviews_count=0),
                name="what_was_practised_is_not_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["person", "due"], name="practice_due")]


class PracticeReview(models.Model):
    """One answer in daily practice, as it was given. It decides nothing but when the point comes back."""

    card = models.ForeignKey(PracticeCard, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="practised")
    value = models.JSONField()
    is_right = models.BooleanField()
    days_since = models.PositiveIntegerField()  # since the point was last met, whole days
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="practice_reviews_are_numbered")]
