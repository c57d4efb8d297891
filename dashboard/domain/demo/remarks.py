"""What scorers and mentors write in the demo, in the language of the person they write to."""

THANKS = {"zh-hans": "好的，谢谢你，再见。", "en": "All right, thank you. Goodbye."}

REMARKS = {
    "zh-hans": {
        "": "这里再具体一步，客户就不用再问。",
        "restating": "复述完没有停下来等客户确认，先听到“对”再往下走。",
        "empathy": "道歉来得快，但没说出客户急在哪里。先点出影响，再给方案。",
        "accuracy": "时限说成了“尽快”，知识库里写的是 24 小时，照着说。",
        "completeness": "漏了取件费用由我们承担，客户多问了一句。",
        "questions": "连着问了三个问题，客户只答了最后一个，一次问一个。",
        "wording": "“这个不行”换成“我们可以试试……”。",
        "key-facts": "订单号没有回读，记录里差一位。",
        "summary": "结尾没有说下一步由谁、什么时候联系。",
        "identity-check": "核对了订单号，但没有问是不是机主本人。",
        "plain-words": "“品控工单”客户听不懂，说“由质量部门来查”。",
        "standard-greeting": "报了公司，没有报工号。",
        "six-questions": "记录里缺“什么时候开始的”，六项写齐再提交。",
        "right-entry": "先凭印象回答，之后才查到条目；先查再答。",
    },
    "en": {
        "": "One step more precise here and the customer need not ask again.",
        "restating": "Said back well, but did not wait for the yes. Pause, then go on.",
        "empathy": "Quick to say sorry, but not what the delay means to her. Name that first.",
        "accuracy": "“As soon as possible” where the knowledge base says 24 hours. Give the figure.",
        "completeness": "Left out that we pay for the collection; the customer had to ask.",
        "questions": "Three questions in a row; he answered the last one only. One at a time.",
        "wording": "“That can't be done” becomes “we can try …”.",
        "key-facts": "The order number was not read back and is one digit off in the record.",
        "summary": "The closing does not say who calls and when.",
        "identity-check": "Compared the order number, but did not ask for the account holder.",
        "plain-words": "“Product control ticket” means nothing to a customer.",
        "standard-greeting": "Company, but no staff number.",
        "six-questions": "“Since when” is missing in the log; fill all six before you submit.",
        "right-entry": "Answered from memory first, found the entry afterwards. Look first.",
    },
}

CHECK_INS = {
    "zh-hans": [
        ("开场自然，语速稳。", "身份没核实完，先别报订单地址。"),
        ("能把客户的话复述清楚。", "投诉里先说影响，再说方案。语气已经很稳了。"),
        ("练习里敢停下来等客户确认。", "结尾把下一步的时间说成钟点。"),
    ],
    "en": [
        ("A natural opening at a steady pace.", "Finish the identity check before you mention the address."),
        ("Says the customer's words back clearly.", "On complaints name the effect first, then the way out."),
        ("Dares to pause for the yes.", "Close with a clock time for the next step."),
    ],
}

PLAN = {
    "zh-hans": (
        "下一通评分达到 80，投诉类不再漏掉核实身份。",
        "“不行”“不清楚”换成“我们可以试试”“我帮您查一下”。",
        "每班前把六步流程走一遍，核实身份放在报信息之前。",
    ),
    "en": (
        "The next scored call reaches 80, with the identity check before any data.",
        "“That can't be done” becomes “we can try”; “don't know” becomes “let me check for you”.",
        "Walk through the six steps before each shift.",
    ),
}
FOLLOW_UP = {
    "zh-hans": "听了两段录音，对照评分表逐行过；核实身份已经稳定，复述还要等客户说“对”。",
    "en": "Went through two recordings line by line. The identity check holds; the pause after restating does not yet.",
}
