"""Who works in the demo company. Names and places only; what happens to them stands in the histories."""

from dataclasses import dataclass, field

COMPANY = "Fernhollow Home 蕨谷家居"
MAIL = "fernhollow.example"

# RULES 1: function line and business line.
DEPARTMENTS = {
    "operations": "运营管理部 Operations",
    "quality": "质量管理部 Quality",
    "technical-support": "技术支持部 Technical support",
    "data-analysis": "数据分析部 Data analysis",
}
LINES = {"retail": "线上零售 Online retail", "appliances": "家电 Home appliances"}
TEAMS = {
    "phone-one": ("话务一组 Phone 1", "operations", "retail"),
    "phone-two": ("话务二组 Phone 2", "operations", "appliances"),
    "online": ("在线服务组 Online", "operations", "retail"),
    "follow-up": ("回访组 Follow-up", "operations", "appliances"),
    "training": ("培训组 Training", "quality", None),
    "qa": ("质检组 QA", "quality", None),
    "process": ("流程优化组 Process", "quality", None),
    "system-operations": ("系统运维组 System operations", "technical-support", None),
    "knowledge": ("知识库管理组 Knowledge base", "technical-support", None),
    "reporting": ("报表组 Reporting", "data-analysis", None),
}


@dataclass(frozen=True)
class Member:
    """A person of the demo. Someone under way stands on working day `day` of the programme today; the others have
    worked here for `months`."""

    username: str
    name: str
    roles: tuple[str, ...]
    team: str
    title: str = ""
    language: str = "zh-hans"
    months: int = 0
    day: int = 0
    leads: tuple[str, ...] = field(default=())
    level: str = ""


STAFF = (
    Member("root", "Shen Mo 沈默", ("administrator",), "system-operations", "系统管理员", "en", months=40),
    Member("hana", "Han Jing 韩静", ("hr",), "process", "人力资源主管", months=44),
    Member("hugo", "Hugo Lindqvist", ("hr",), "process", "HR partner", "en", months=20),
    Member("sam", "Sang Yong 桑勇", ("supervisor",), "phone-one", "客服主管", months=60),
    Member("tom", "Tang Wei 唐维", ("trainer",), "training", "培训师", months=38),
    Member("tara", "Tara Whitfield", ("trainer",), "training", "Trainer", "en", months=26),
    Member("quinn", "Qin Yue 秦悦", ("qa",), "qa", "质检专员", months=33),
    Member("qing", "Qing Rowe", ("qa",), "qa", "QA specialist", "en", months=15),
    Member("lena", "Leng Na 冷娜", ("leader",), "phone-one", "组长", months=41, leads=("phone-one", "online")),
    Member("omar", "Omar Haddad", ("leader",), "phone-two", "Team leader", "en", 36, leads=("phone-two", "follow-up")),
    Member("mia", "Chen Min 陈敏", ("agent", "mentor"), "phone-one", "资深话务代表", months=31, level="senior"),
    Member("wei", "Wei Lan 魏岚", ("agent", "mentor"), "phone-two", "话务代表", months=24, level="intermediate"),
    Member("fang", "Fang Yiran 方怡然", ("agent", "mentor"), "online", "话务代表", months=22, level="intermediate"),
    Member("luo", "Luo Wen 罗雯", ("agent", "mentor"), "phone-one", "话务代表", months=19, level="intermediate"),
    Member(
        "peng", "Peng Zhiyuan 彭志远", ("agent", "mentor"), "phone-two", "话务代表", months=18, level="intermediate"
    ),
    # Has two places free, so that a pairing can be proposed; who waits beyond them shows the queue.
    Member("su", "Su Qing 苏晴", ("agent", "mentor"), "online", "在线客服代表", months=17, level="intermediate"),
)

# Working day of the programme on which the intake of the month before stands today.
BEFORE = 43

HIRES = (
    Member("ada", "Lin Xiaoyu 林小雨", ("hire",), "phone-one", "话务代表", day=18),
    Member("ben", "Ben Carver", ("hire",), "phone-two", "Phone agent", "en", day=8),
    Member("chen", "Chen Chen 陈晨", ("hire",), "phone-one", "话务代表", day=1),
    Member("dong", "Dong Ke 董可", ("hire",), "phone-two", "话务代表", day=1),
    Member("ella", "Ella Novak", ("hire",), "online", "Online agent", "en", day=3),
    Member("fei", "Fei Yang 费扬", ("hire",), "phone-one", "话务代表", day=5),
    Member("ivy", "Ye Wei 叶薇", ("hire",), "phone-one", "话务代表", day=7),
    Member("gao", "Gao Yue 高悦", ("hire",), "phone-two", "话务代表", day=9),
    Member("hui", "Hui Lin 惠琳", ("hire",), "online", "在线客服代表", day=12),
    Member("jia", "Jia Heng 贾恒", ("hire",), "phone-one", "话务代表", day=13),
    Member("kai", "Zhao Kai 赵凯", ("hire",), "phone-two", "话务代表", day=15),
    Member("lan", "Qiu Lan 邱岚", ("hire",), "phone-two", "话务代表", day=19),
    Member("mei", "Song Meiqi 宋美琪", ("hire",), "phone-one", "话务代表", day=20),
    Member("nan", "Ren Nan 任楠", ("hire",), "phone-one", "话务代表", day=62),
    Member("pei", "Hu Jiaming 胡嘉明", ("hire",), "phone-two", "话务代表", day=248),
    Member("ruo", "Gu Ruo 顾若", ("hire",), "online", "在线客服代表", day=75),
    Member("shu", "Shu Tian 舒恬", ("hire",), "follow-up", "回访专员", day=40),
    # The intake before this one began on the same day and went the whole way, each in their own manner.
    Member("tao", "Tao Ran 陶然", ("hire",), "phone-one", "话务代表", day=BEFORE),
    Member("wen", "Wen Jing 文静", ("hire",), "online", "在线客服代表", day=BEFORE),
    Member("xin", "Xin Lei 辛磊", ("hire",), "phone-two", "话务代表", day=BEFORE),
    Member("yan", "Yana Petrov", ("hire",), "phone-two", "Phone agent", "en", day=BEFORE),
    Member("zhe", "Zhe Ming 哲明", ("hire",), "follow-up", "回访专员", day=BEFORE),
    Member("qi", "Qi Yue 齐悦", ("hire",), "online", "在线客服代表", day=4),
    Member("rui", "Rui Costa", ("hire",), "online", "Online agent", "en", day=17),
)

# Mentor of each hire; those left out wait in the queue (RULES 3: never more than two at once).
MENTORS = {
    "ada": "mia",
    "ben": "wei",
    "ella": "fang",
    "fei": "luo",
    "gao": "wei",
    "hui": "fang",
    "jia": "mia",
    "kai": "peng",
    "lan": "peng",
    "mei": "luo",
    "nan": "mia",
    "pei": "wei",
    "ruo": "fang",
    "shu": "peng",
    "tao": "mia",
    "wen": "fang",
    "xin": "wei",
    "yan": "luo",
    "zhe": "peng",
    "rui": "su",
}
