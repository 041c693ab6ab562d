"""What each view must be: free of accessibility faults and errors, and no wider than its screen."""


def judge(browser, report, name):
    """Screenshot, accessibility, and nothing in the console."""
    browser.shot(name)
    faults = browser.faults()
    serious = [fault for fault in faults if fault.split()[0] in ("serious", "critical", "error:")]
    report.check(f"{name}: no serious accessibility fault", not serious, "; ".join(serious)[:600])
    for fault in faults:
        if fault not in serious:
            report.note(f"{name}: {fault}")
    browser.problems += browser.errors()


def zone_with_deviations(browser):
    """The zone that has most open deviations."""
    zones = browser.call("GET", "/overview")[1]["zones"]
    return max(zones, key=lambda zone: zone["open_deviations"])["id"]


def every_view(browser, report):
    zone = zone_with_deviations(browser)
    card = next(one for one in browser.call("GET", "/cameras")[1] if one["is_fine"])
    places = {
        "overview": ("#/", "Overview"),
        "cameras": ("#/cameras", "Cameras"),
        "camera": (f"#/cameras/{card['id']}", "Camera"),
        "zones": ("#/zones", "Zones"),
        "editor": (f"#/zones/{zone}/edit", "Zone"),
        "shelf": (f"#/zones/{zone}", "Shelf"),
        "deviations": ("#/deviations", "Deviations"),
        "figures": (f"#/figures?zone={zone}", "Figures"),
        "settings": ("#/settings", "Settings"),
        "history": ("#/settings/history", "History"),
        "accounts": ("#/accounts", "Accounts"),
        "me": ("#/me", "Your account"),
    }
    for dark, phone in ((False, True), (True, False), (True, True)):
        browser.look(360 if phone else 1280, 740 if phone else 860, dark=dark, phone=phone)
        for name, (place, title) in places.items():
            browser.place(place, title)
            # What is fetched for a view is there when nothing has come for a moment.
            browser.until(
                "the view to be complete",
                lambda: browser.ask(
                    "const count = () => performance.getEntriesByType('resource').length; const before = count();"
                    "await new Promise((go) => setTimeout(go, 150)); return count() === before && !document.querySelector('.loading')"
                ),
            )
            label = f"{name}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"
            judge(browser, report, label)
            if phone:
                width = browser.js("return document.scrollingElement.scrollWidth")
                report.check(f"{label}: nothing is wider than the screen", width <= 360, f"{width} px")
    browser.look(1280, 860)
