from simulations.models.boards import CallBoard, Dispute, Slot
from simulations.models.calls import Call, ChatLine, NoticeShown
from simulations.models.recordings import Recording, RecordingChunk, RecordingComment
from simulations.models.scenarios import Scenario, ScenarioVersion

__all__ = [
    "Call",
    "CallBoard",
    "ChatLine",
    "Dispute",
    "NoticeShown",
    "Recording",
    "RecordingChunk",
    "RecordingComment",
    "Scenario",
    "ScenarioVersion",
    "Slot",
]
