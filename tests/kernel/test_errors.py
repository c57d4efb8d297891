import pickle

from kernel.errors import Refusal


class Later:
    """Stands for a lazily translated text: its words depend on when it is asked."""

    words = "first"

    def __str__(self) -> str:
        return self.words


def test_refusal_reads_as_its_sentence():
    assert str(Refusal("The gate is shut. Your answers are kept.")) == "The gate is shut. Your answers are kept."


def test_refusal_puts_a_lazy_sentence_into_words_when_read():
    refusal = Refusal(Later())

    Later.words = "later"

    assert str(refusal) == "later"


def test_refusal_survives_a_trip_between_processes():
    again = pickle.loads(pickle.dumps(Refusal("No place left.")))  # noqa: S301 - our own bytes

    assert (type(again), str(again)) == (Refusal, "No place left.")
