from kernel.errors import Refusal


class PairingError(Refusal):
    """A sentence about a pairing that a person may read."""


class CheckInError(Refusal):
    """A sentence about a check-in that a person may read."""


class SignOffError(Refusal):
    """A sentence about a sign-off that a person may read."""


class CoachingError(Refusal):
    """A sentence about a coaching plan that a person may read."""
