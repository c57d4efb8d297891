"""A browser in words a person knows it by, from what it says of itself. Pure; it says much that is not true."""

# The first that is named counts: Edge also calls itself Chrome, and Chrome Safari.
BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR": "Opera",
    "QQBrowser": "QQ Browser",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS X": "Mac",
    "HarmonyOS": "HarmonyOS",
    "Linux": "Linux",
}


def browser_words(agent: str) -> str:
    """Such as “Chrome · Windows”; empty when it names nothing we know."""
    named = [next((words for sign, words in names.items() if sign in agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, named))
