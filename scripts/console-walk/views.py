"""All views but the zone editor: what a person does in each."""

import time

from selenium.webdriver.common.keys import Keys

from judging import judge, zone_with_deviations


def arrive(browser, report, name, password):
    start = time.monotonic()
    browser.go("")
    browser.until("the first heading", lambda: browser.js("return document.querySelector('main h1') !== null"))
    seconds = browser.js("return performance.now() / 1000")
    weight = browser.weight()
    report.note(
        f"first page: {weight['bytes']} bytes in {weight['files']} files, heading after {seconds:.2f} s in the page, {time.monotonic() - start:.2f} s in all"
    )
    report.check("the first page is 300 kB at most", weight["bytes"] <= 300_000, str(weight))
    if browser.shows("Set up this console"):
        browser.fill("New password", "short")
        browser.press("Create the account")
        report.check("a short password is refused with a reason", browser.see("at least 10 characters", "p.fault") is not None)
        browser.fill("New password", password)
        browser.fill("Password, once more", password + "x")
        browser.press("Create the account")
        report.check("two passwords that differ are told", browser.see("differ", "p.fault") is not None)
        judge(browser, report, "first-run")
        browser.fill("Name", name)
        browser.fill("Password, once more", password)
        browser.press("Create the account")
        browser.heading("Overview")
        report.check("the first account is made and signed in", True)
        browser.press("Sign out", "button")
    browser.heading("Sign in")
    browser.fill("Name", name)
    browser.fill("Password", "wrong password")
    browser.press("Sign in", "button")
    report.check("a wrong password is told", browser.see("Name or password is wrong", "p.fault") is not None)
    judge(browser, report, "sign-in")
    browser.fill("Password", password)
    browser.press("Sign in", "button")
    browser.heading("Overview")
    report.check("the right password signs in", browser.shows("Sign out", "button"))


def camera(browser, report):
    browser.see("Cameras", "h2")
    judge(browser, report, "overview")
    cards = browser.call("GET", "/cameras")[1]
    card = next(one for one in cards if one["is_fine"])
    browser.place(f"#/cameras/{card['id']}", f"Camera {card['id']}")
    browser.until(
        "the picture",
        lambda: browser.js("const i = document.querySelector('.live-picture img'); return i && i.naturalWidth > 0 && !i.hidden"),
    )
    report.check("the camera's picture is shown", True)
    judge(browser, report, "camera")
    sliders = browser.count(".control input[type=range]")
    if sliders:
        slider = browser.one(".control input[type=range]:not(:disabled)")
        before = browser.js("return arguments[0].value", slider)
        slider.send_keys(Keys.ARROW_RIGHT)
        report.check("a control moves and the camera takes it over", browser.see("taken this over", "p") is not None)
        report.check("what the camera reads back is shown", browser.js("return arguments[0].value", slider) != before)
    if card["guards_view"]:
        browser.press("Accept this view", "button")
        browser.see("Accept this view", "dialog h2")
        judge(browser, report, "accept-view")
        browser.press("Accept this view", "dialog button")
        report.check("a new view is accepted after a question", browser.see("new reference", "#notes p") is not None)
    first = browser.js("return document.querySelector('.live-picture img').src")
    browser.until("a newer picture", lambda: browser.js("return document.querySelector('.live-picture img').src") != first)
    report.check("the picture refreshes by itself", True)


def shelf(browser, report):
    zone = zone_with_deviations(browser)
    browser.place("#/", "Overview")
    browser.place(f"#/zones/{zone}", "Shelf of zone")
    browser.until("slots", lambda: browser.count(".plan .slot") > 0)
    report.check("planogram and picture show the same slots", browser.count(".plan .slot") >= browser.count(".seen .slot") > 0)
    browser.press("Lay the planogram over the picture", "label")
    report.check(
        "the planogram lies over the picture", browser.until("the overlay", lambda: browser.count(".panes.overlaid .name") > 0)
    )
    slider = browser.one("input[aria-label^='How strong']")
    slider.send_keys(Keys.ARROW_RIGHT)
    report.check(
        "the overlay's strength follows its slider",
        browser.js("return document.querySelector('.panes').style.getPropertyValue('--plan-opacity')") != "",
    )
    browser.shot("shelf-overlaid")
    browser.press("Lay the planogram over the picture", "label")
    # An appliance that has just got its zone tells nothing before it is sure.
    browser.until("a slot that is told", lambda: browser.count(".plan .slot.told") > 0)
    told = browser.js(
        "return document.querySelector('.plan .slot.told')?.dataset.position ?? document.querySelector('.plan .slot').dataset.position"
    )
    browser.tab_to("the slots", "node.closest?.('.plan .slots .slot')")
    here = browser.js("return document.activeElement.dataset.position")
    browser.keys(Keys.ARROW_RIGHT)
    report.check(
        "arrow keys lead from slot to slot",
        browser.until("another slot", lambda: browser.js("return document.activeElement.dataset.position") not in (None, here)),
    )
    browser.keys(Keys.ENTER)
    browser.see("Slot", "aside.detail h2")
    browser.js(
        "document.querySelector(`.plan [data-position=\"${CSS.escape(arguments[0])}\"]`).dispatchEvent(new MouseEvent('click', {bubbles: true}))",
        told,
    )
    browser.see(f"Slot {told}", "aside.detail h2")
    browser.see("Expected", "aside.detail h3")
    report.check("a slot tells what is expected and what is seen", browser.shows("Seen", "aside.detail h3"))
    judge(browser, report, "shelf")
    if browser.shows("Acknowledge", "aside.detail button"):
        browser.press("Acknowledge", "aside.detail button")
        report.check("a deviation is acknowledged", browser.see("acknowledged", "aside.detail span") is not None)
    if browser.shows("This is right…", "aside.detail button"):
        browser.press("This is right…", "button")
        browser.see("What stands there is", "dialog legend")
        browser.press("Go on", "dialog button")
        browser.see("becomes a reference picture", "dialog p")
        browser.shot("confirm")
        browser.press("Add the reference picture", "dialog button")
        report.check(
            "what stands there is enrolled after its name was confirmed", browser.see("reference picture", "#notes p") is not None
        )


def deviations(browser, report):
    browser.place("#/deviations", "Deviations")
    browser.until("a count", lambda: browser.count(".deviations article") > 0 or browser.shows("There is none"))
    judge(browser, report, "deviations")
    every = browser.count(".deviations article")
    browser.choose(browser.field("State"), "all")
    browser.until("all deviations", lambda: browser.js("return location.hash.includes('state=all')"))
    browser.until("more of them", lambda: browser.count(".deviations article") >= every)
    report.check("the filter is in the address", "state=all" in browser.js("return location.hash"))
    kind = browser.until(
        "a kind",
        lambda: browser.js("return [...document.querySelectorAll('.deviation .badge')].map(n => n.lastChild.textContent)[0]"),
    )
    value = browser.js(
        "return [...document.querySelectorAll('select option')].find(o => o.textContent === arguments[0])?.value", kind
    )
    browser.choose(browser.field("Kind"), value)
    browser.until(
        "one kind only",
        lambda: browser.js(
            "return [...document.querySelectorAll('.deviation .badge')].every(n => n.lastChild.textContent === arguments[0])",
            kind,
        ),
    )
    report.check("a filter shows one kind only", True)
    browser.choose(browser.field("Kind"), "")
    if browser.js("return ![...document.querySelectorAll('button')].find(b => b.textContent === 'Show more').hidden"):
        before = browser.count(".deviations article")
        browser.press("Show more", "button")
        browser.until("more deviations", lambda: browser.count(".deviations article") > before)
        report.check("more are shown page by page", True)
    browser.choose(browser.field("State"), "open")
    browser.until(
        "open ones",
        lambda: browser.js("return location.hash.includes('state=open')") and browser.count(".deviations article") > 0,
    )
    last = browser.js("const all = document.querySelectorAll('.deviations article'); return all[all.length - 1].dataset.id")
    browser.js(
        "document.querySelector(`.deviations article[data-id='${CSS.escape(arguments[0])}'] button:last-of-type`).click()", last
    )
    browser.see("counts as over", "dialog p")
    browser.press("For one hour", "dialog button")
    report.check("a deviation is suppressed for an hour", browser.see("not reported before", "#notes p") is not None)


def figures(browser, report):
    browser.place("#/figures", "Figures")
    browser.until("plots", lambda: browser.count(".plot") > 1)
    zone = browser.js("const s = document.querySelector('select'); return [...s.options].at(-1).value")
    # Plots are drawn anew for what is chosen: the present ones are not waited for.
    browser.js("for (const plot of document.querySelectorAll('.plot, .readout')) plot.dataset.old = 'yes'")
    browser.choose(browser.field("Zone"), zone)
    browser.until("new plots", lambda: browser.count("[data-old]") == 0 and browser.count(".plot") > 0)
    plot = browser.one(".plot")
    plot.send_keys(Keys.HOME)
    first = browser.until("a value", lambda: browser.js("return document.querySelector('.plot').getAttribute('aria-valuetext')"))
    plot.send_keys(Keys.ARROW_RIGHT)
    # An appliance that has just been set up has one value only.
    several = browser.js("return document.querySelector('.plot').querySelectorAll('circle.dot').length") == 0
    report.check(
        "arrow keys read a plot's values",
        not several or
        browser.until(
            "the next value", lambda: browser.js("return document.querySelector('.plot').getAttribute('aria-valuetext')") != first
        ),
    )
    browser.press("As a table", "summary")
    report.check("a plot is there as a table too", browser.count("details[open] table tbody tr") > 0)
    link = browser.js("return [...document.querySelectorAll('a')].find(a => a.textContent === 'Figures as CSV').href")
    answer = browser.ask(
        "const a = await fetch(arguments[0]); return a.headers.get('Content-Type') + ' ' + (await a.text()).split('\\n').length",
        link,
    )
    report.check("figures come as CSV", "csv" in answer, answer)
    judge(browser, report, "figures")


def settings(browser, report):
    browser.place("#/settings", "Settings")
    browser.until("the form", lambda: browser.count("[data-path]") > 2)
    has_level = browser.count("[data-path=log_level]") > 0
    path, value = ("log_level", "debug") if has_level else ("cameras[0].interval_seconds", "7")
    find = 'return document.querySelector(`[data-path="${arguments[0]}"]`)'
    field = browser.js(find, path)
    old = browser.js("return arguments[0].value", field)
    browser.choose(field, value)
    browser.until("what it does", lambda: browser.count(".effects li") > 0)
    report.check("a change says what it does before it is saved", True)
    store = browser.js(find, "store")
    name = browser.js("return arguments[0].value", store)
    browser.choose(store, "wrong!")
    browser.until(
        "a fault at the field", lambda: browser.js("return arguments[0].getAttribute('aria-invalid') === 'true'", store)
    )
    report.check("a wrong value is told at its field", True)
    judge(browser, report, "settings")
    browser.choose(store, name)
    browser.gone("the fault", lambda: browser.js("return arguments[0].getAttribute('aria-invalid') === 'true'", store))
    browser.press("Text (YAML)", "button")
    text = browser.until("the text", lambda: browser.js("return document.querySelector('textarea.code')?.value"))
    report.check("the text shows what the form has changed", value in text, text[-200:])
    judge(browser, report, "settings-text")
    browser.press("Form", "button")
    browser.until("the form", lambda: browser.js(find + "?.value", path) == value != old)
    report.check("the form keeps what is not saved", True)
    browser.until("the check", lambda: browser.count(".effects li") > 0)
    browser.press("Save the settings", "button")
    browser.see("The settings are saved", "#notes p")
    report.check("settings are saved", True)
    browser.place("#/settings/history", "History")
    browser.until("the history", lambda: browser.count(".history details") > 1)
    browser.js("document.querySelector('.history details').open = true")
    browser.until("the changed lines", lambda: browser.count(".history .diff") > 0)
    report.check("the history shows what changed", True)
    judge(browser, report, "history")
    browser.js("document.querySelectorAll('.history details')[1].open = true")
    browser.press("Restore this version", "button")
    browser.press("Restore this version", "dialog button")
    report.check("an earlier version is restored", browser.see("version is restored", "#notes p") is not None)


def accounts(browser, report, name, password):
    browser.place("#/accounts", "Accounts")
    browser.fill("Name", "visitor")
    browser.fill("New password", "only looks at shelves")
    browser.press("Add an account", "button")
    browser.see("visitor can sign in now", "#notes p")
    report.check("an account is added", True)
    browser.fill("Name of the token", "walk")
    browser.press("Make a token", "button")
    token = browser.until("the token", lambda: browser.js("return document.querySelector('dialog input.secret')?.value"))
    report.check("a token is shown once", token.startswith("gdl_"), token[:8])
    judge(browser, report, "token")
    browser.press("I have copied it", "dialog button")
    answer = browser.ask(
        "const a = await fetch('/api/v1/overview', {headers: {Authorization: 'Bearer ' + arguments[0]}, credentials: 'omit'}); return a.status",
        token,
    )
    report.check("the token opens the API", answer == 200, str(answer))
    browser.press("Withdraw walk", "button")
    browser.press("Withdraw", "dialog button")
    browser.see("There is no token", "p")
    judge(browser, report, "accounts")
    browser.place("#/audit", "Who did what")
    browser.until("entries", lambda: browser.count("tbody tr") > 0)
    report.check("what was done is in the audit", True)
    judge(browser, report, "audit")
    browser.press("Sign out", "button")
    browser.heading("Sign in")
    browser.fill("Name", "visitor")
    browser.fill("Password", "only looks at shelves")
    browser.press("Sign in", "button")
    browser.until("the visitor", lambda: browser.shows("(viewer)", "a"))
    report.check("a viewer is not offered settings", not browser.shows("Settings", "nav a"))
    browser.place("#/zones", "Zones")
    report.check("a viewer is not offered to draw zones", not browser.shows("Draw a zone") and not browser.shows("Edit the zone"))
    browser.press("Sign out", "button")
    browser.heading("Sign in")
    browser.fill("Name", name)
    browser.fill("Password", password)
    browser.press("Sign in", "button")
    browser.until("the administrator", lambda: browser.shows("administrator", "a"))
    browser.call("DELETE", "/accounts/visitor")
