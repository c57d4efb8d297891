"""Invented words and figures of the style guide, in both languages. Served in DEBUG only."""

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from django import forms
from django.conf import settings

from kernel.verdict import Verdict

SHEETS = [f"css/{name}.css" for name in ("exam", "lesson", "desk", "chat", "certificate")]
LANGUAGES = (("en", "English"), ("zh-hans", "中文"))

WORDS = {
    "act": ("Make mock call 7: complaint, parcel three days late", "打第 7 通考核通话：投诉，快递晚到三天"),
    "body": (
        "The customer is upset. Calm first, then check identity, then say when news will come. About 8 minutes.",
        "客户情绪比较急。先安抚，再核实身份，最后给出下一次进展的时间。大约 8 分钟。",
    ),
    "due": ("today by 17:00", "今天 17:00 前"),
    "rule": ("Rule: ten calls by Friday 18:00, two are planned today", "规则：十通在周五 18:00 前打完，今天排了两通"),
    "start": ("Check devices and start", "检查设备并开始"),
    "example": ("Hear an example first (3 min)", "先听一段范例（3 分钟）"),
    "weeks": ("Four weeks", "四周之路"),
    "calls": ("Ten mock calls", "十通考核通话"),
    "mean": ("mean of 5 scored", "已评 5 通的平均"),
    "mark": ("Go-live mark 90", "上岗线 90"),
    "coaching": ("Coaching 80", "辅导线 80"),
    "rest": ("Another five at 88.5 on average open the door.", "余下 5 通平均 88.5，门就开。"),
    "consultation": ("Consultation", "咨询"),
    "complaint": ("Complaint", "投诉"),
    "passed": ("Passed", "通过"),
    "soon": ("Due tomorrow", "明天到期"),
    "late": ("3 days overdue", "逾期 3 天"),
    "missed": ("Missed by 1.6", "差 1.6 分"),
    "again": ("May repeat", "可重做一次"),
    "shut": ("Opens after week 2", "第二周之后开放"),
    "waiting": ("Waiting for time", "等时间"),
    "here": ("You are here", "你在这里"),
    "blind": ("Blind", "盲评"),
    "save": ("Save changes", "保存修改"),
    "later": ("Not now", "以后再说"),
    "remove": ("Withdraw award", "撤销认证"),
    "missing": ("1 line to go before you submit", "还差 1 行才能提交"),
    "saved": ("Saved 10:42:07", "已保存 10:42:07"),
    "kept": ("2 kept here", "2 题存在本机"),
    "failed": ("Not saved, trying again", "没有保存，正在重试"),
    "offline": ("You have been offline since 10:43:15. Nothing is lost.", "10:43:15 起断线，内容都在。"),
    "offline_body": (
        "Your last two answers are kept on this computer and are sent when the line is back.",
        "最近两题的答案存在这台电脑上，恢复连接后自动提交。",
    ),
    "person": ("Fang Yiran 方怡然", "方怡然"),
    "team": ("Phone 1 · RL-0418", "话务一组 · RL-0418"),
    "none": ("No refreshers yet", "还没有复训"),
    "none_body": (
        "After go-live one is planned each month for your weakest point; you are told here.",
        "上岗后每月按最弱的一项安排，到期前会在这里提醒。",
    ),
    "catalogue": ("Open the catalogue", "看课程目录"),
    "question": ("The order is nine days old. What do you offer first?", "订单已经九天了，你先给什么办法？"),
    "option_1": ("A refund, because the receipt is missing", "没有小票，直接退款"),
    "option_2": ("An exchange, with the order record as proof", "凭订单记录换货"),
    "not_that": ("That is not possible.", "这个不行。"),
    "not_say": ("Not that", "不说"),
    "can_say": ("Say", "可以说"),
    "say": ("The seven days are over; shall we try an exchange?", "七天的退货期过了，我们可以试试换货，您看方便吗？"),
    "why": ("First what you can do, then the reason.", "先说能做的，再说原因。"),
    "customer": ("Customer", "客户"),
    "agent": ("Agent", "坐席"),
    "line_1": ("The kettle leaks after nine days.", "水壶用了九天，底下漏水。"),
    "line_2": (
        "I am sorry for the trouble. We can send you a new one today.",
        "让您多跑一趟，抱歉。我们今天就给您换一只新的。",
    ),
    "held": ("Junior held", "持初级证"),
    "theory": ("Theory", "理论"),
    "verdict": ("Verdict", "结论"),
    "eligible": ("Eligible now", "现在可评"),
    "one": ("One to go", "还差一项"),
    "months": ("8 months", "8 个月"),
    "finding": ("Week 3 is the slowest step.", "第三周走得最慢。"),
    "finding_body": ("Four are there now, two of them without a mentor.", "现在有四人在这里，其中两人还没有师傅。"),
    "valid": ("Certificate valid", "证书有效"),
    "until": ("until 26 March 2027, 361 days left", "有效至 2027年3月26日，还有 361 天"),
    "greeting": ("Greeting", "问候语"),
    "closing": ("Closing", "结束语"),
    "anchor_4": ("Asks for further wishes, sums up, thanks", "问还有没有别的事，总结约定，感谢客户"),
    "anchor_2": ("Thanks only, nothing summed up", "只有感谢，没有总结约定"),
    "reply": ("Reply expected within 30 s, 12 s so far", "30 秒内回复，已等 12 秒"),
}


class SampleForm(forms.Form):
    staff_number = forms.CharField(label="Staff number · 工号", help_text="On the front of your badge · 工牌正面")
    team = forms.ChoiceField(label="Team · 小组", choices=[("1", "Phone 1 · 话务一组"), ("2", "Online 2 · 在线二组")])
    reason = forms.CharField(label="Reason · 原因", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(
        label="Kind · 类型", choices=[("a", "Illness · 病假"), ("b", "Holiday · 年假")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="I have read the notice · 我已阅读告知")


def everything() -> dict[str, object]:
    """What the style guide shows; the icons are read from the sprite itself."""
    sprite = (settings.BASE_DIR / "config" / "static" / "icons.svg").read_text()
    return {"samples": both(), "sheets": SHEETS, "icons": re.findall(r'<symbol id="([a-z0-9-]+)"', sprite)}


def both() -> list[dict[str, object]]:
    return [_sample(place, code, name) for place, (code, name) in enumerate(LANGUAGES)]


def _sample(place: int, code: str, name: str) -> dict[str, object]:
    words = {key: texts[place] for key, texts in WORDS.items()}
    figures = {
        "score": Fraction(915, 10),
        "near": Fraction(8995, 100),
        "provisional": Fraction(80),
        "best": Fraction(90),
        "on": date(2026, 3, 25),
        "at": datetime(2026, 3, 25, 2, 42, 7, tzinfo=UTC),
        "length": timedelta(hours=1, minutes=5),
        "form": SampleForm({f"sample{place}-team": "2", f"sample{place}-kind": "a"}, prefix=f"sample{place}"),
        "met": Verdict(True, Fraction(915, 10), 90, words["passed"]),
        "unmet": Verdict(False, Fraction(884, 10), 90, words["missed"]),
        "unmeasured": Verdict(False, None, 90, words["waiting"]),
        "stations": _stations(place),
        "ticks": ["met", "met", "due", "missed", ""],
        "columns": [4, 9, 15, 19, 22],
    }
    return words | figures | {"code": code, "name": name}


def _stations(place: int) -> list[dict[str, object]]:
    def words(*texts: str) -> str:
        return texts[place]

    return [
        {"kind": "station", "state": "done", "title": words("Week 1", "第一周"), "note": words("Basics", "岗前基础")},
        {
            "kind": "door",
            "state": "done",
            "title": words("Week 1 gate", "第一周考核"),
            "score": Fraction(864, 10),
            "mark": 80,
            "date": date(2026, 3, 6),
        },
        {"kind": "station", "state": "done", "title": words("Week 2", "第二周"), "note": words("Product", "产品知识")},
        {
            "kind": "door",
            "state": "done",
            "title": words("Mentor's sign-off", "师傅签核"),
            "date": date(2026, 3, 20),
        },
        {
            "kind": "station",
            "state": "here",
            "title": words("Week 4", "第四周"),
            "note": words("Mock calls", "考核上岗"),
        },
        {"kind": "station", "state": "ahead", "title": words("Licence", "上岗证")},
        {
            "kind": "door",
            "state": "ahead",
            "title": words("Live", "正式上岗"),
            "because": words("opens at a mean of 90", "十通平均 ≥ 90 开门"),
        },
    ]
