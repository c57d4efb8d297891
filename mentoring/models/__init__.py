from mentoring.models.coaching import CoachingCause, CoachingFollowUp, CoachingPlan, ScoredCall
from mentoring.models.mentoring import CheckIn, PairingProposal, PracticeReview, SignOff

__all__ = [
    "CheckIn",
    "CoachingCause",
    "CoachingFollowUp",
    "CoachingPlan",
    "PairingProposal",
    "PracticeReview",
    "ScoredCall",
    "SignOff",
]
