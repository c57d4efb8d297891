"""The one kind of error whose message is meant for the person in front of the screen."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """The base of every domain error: a sentence saying what happened, what is safe and what to do next.

    The sentence may be lazily translated; it is put into words only by `str()`, so it comes out in the
    language of whoever reads it. Views show `str(refusal)` as it is; anything that is not a `Refusal` is a
    fault of ours and must not be shown.
    """

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
