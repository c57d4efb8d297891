"""What stands on a certificate besides names and dates. Printed in both languages at once."""

from dataclasses import dataclass

from certification.models import Award
from certification.sheet import Station

WAY_TO_LIVE = (
    Station("上岗", "Live"),
    Station("初级", "Junior"),
    Station("中级", "Intermediate"),
    Station("高级", "Senior"),
)
WAY_THROUGH_A_COURSE = (Station("开始学习", "Started"), Station("完成课程", "Completed"))
ONLY_THIS = (Station("授予", "Awarded"),)
LEVEL_PLACES = {"junior": 1, "intermediate": 2, "senior": 3}


@dataclass(frozen=True)
class Statement:
    zh: str
    en: str
    stations: tuple[Station, ...]
    reached: int


LICENCE = Statement(
    "已通过岗前培训四周的全部考核，并通过十通评分模拟通话，准予正式上岗，特发此证。",
    "Has passed every gate of the four-week onboarding and the ten scored calls, and may serve customers.",
    WAY_TO_LIVE,
    0,
)
COURSE = Statement(
    "已学完本课程全部课时，符合结业要求，特发此证。",
    "Has taken every lesson of this course and met its requirements.",
    WAY_THROUGH_A_COURSE,
    1,
)
HONOUR = Statement("以此嘉奖出色的服务表现，特发此证。", "In recognition of outstanding service.", ONLY_THIS, 0)
LEVEL_ZH, LEVEL_EN = "已达到本等级的全部要求，特发此证。", "Has met every requirement of this level."


def statement_of(award: Award) -> Statement:
    if award.kind == Award.Kind.GO_LIVE:
        return LICENCE
    if award.kind == Award.Kind.COURSE:
        return COURSE
    if award.kind == Award.Kind.LEVEL:
        return Statement(LEVEL_ZH, LEVEL_EN, WAY_TO_LIVE, LEVEL_PLACES[award.subject_key])
    return HONOUR
