from kernel.errors import Refusal


class BoardError(Refusal):
    """A sentence about the ten scored calls that a person may read."""


class CallError(Refusal):
    """A sentence about a call that a person may read."""


class RecordingError(Refusal):
    """A sentence about a recording; `status` is the HTTP status that says the same to the browser's script."""

    def __init__(self, sentence: object, *, status: int = 409) -> None:
        super().__init__(sentence)
        self.status = status


class DisputeError(Refusal):
    """A sentence about a dispute that a person may read."""
