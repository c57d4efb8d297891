"""A small curriculum in tokens, with a bank, that a test may rewrite."""

from pathlib import Path

from tests.curriculum.test_academy import CHECK, OUTLINE, chinese_text, english_text, write_academy

HOUSE = """\
house:
  company: {en: Fernhollow Home, zh-Hans: 蕨谷家居}
  staff_number: {en: "1207", zh-Hans: "1207"}
  greeting:
    en: '{{company}}, staff number {{staff_number}}, it’s a pleasure'
    zh-Hans: '{{company}}，工号 {{staff_number}}，很高兴为您服务'
  hours: {en: '8:00 to 22:00', zh-Hans: '每天8:00到22:00'}
"""
SAY = ":::say\nsay: '“{{{{greeting}}}}”'\nnot: '{0}'\nwhy: '{0}'\n:::\n"
FACTS = """\
facts:
  - key: hours
    title: {en: Hours, zh-Hans: 服务时间}
    value: {en: 8:00 to 22:00, zh-Hans: 每天8:00到22:00}
    find: {en: calm voice, zh-Hans: 没有这句}
"""
PAPERS = """\
topics: [{key: a, title: {en: A, zh-Hans: 甲}}]
papers:
  - {key: p, title: {en: P, zh-Hans: 卷}, minutes: 5, draw: [{topic: a, count: 1}]}
"""
QUESTION = """\
  - key: {0}
    topic: a
    kind: short
    difficulty: 1
    points: 1
    stem: {{en: "Who calls {0}, {{{{company}}}}?", zh-Hans: "谁来电{0}，{{{{company}}}}？"}}
    accepted: {{en: [us], zh-Hans: [我们]}}
    explanation: {{en: So., zh-Hans: 就这样。}}
"""


def write_house(folder: Path) -> Path:
    write_academy(
        folder,
        outline=HOUSE + OUTLINE,
        en=english_text("{{company}} calls.\n\n" + SAY.format("Well") + CHECK.format("Well")),
        zh=chinese_text("{{company}}来电。\n\n" + SAY.format("好") + CHECK.format("好")),
    )
    (folder / "house-facts.yaml").write_text(FACTS)
    (folder / "papers.yaml").write_text(PAPERS)
    (folder / "questions").mkdir()
    (folder / "questions/a.yaml").write_text("questions:\n" + QUESTION.format("one") + QUESTION.format("two"))
    return folder
