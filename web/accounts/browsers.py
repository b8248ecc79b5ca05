"""What a browser is called in the list of places where somebody is signed in."""

BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
"""By what it says of itself; most say several, so the first of these counts."""

SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "a Chromebook",
    "Mac OS X": "a Mac",
    "Linux": "Linux",
}


def named(user_agent: str) -> str:
    """`Firefox on Windows`; `Web browser` for one that says nothing we know."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "Web browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), None)
    return f"{browser} on {system}" if system else browser
