"""Chromium as a person uses it: finds things by what they say, waits for what is to come, never for a time."""

import importlib.util
import json
import pathlib
import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.interaction import POINTER_TOUCH
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.keys import Keys

PATIENCE = 60  # seconds: a machine under load is slow, and a condition that holds is not waited for

# An element by its kind and a part of what it says: its label, its accessible name or its text.
FIND = """
const [kinds, words] = arguments;
const says = (node) => [node.getAttribute('aria-label'), node.labels && node.labels[0] && node.labels[0].textContent,
  node.textContent, node.value].filter(Boolean);
const shown = [...document.querySelectorAll(kinds)].filter((node) => node.getClientRects().length);
return shown.find((node) => says(node).some((text) => text.trim() === words))
  || shown.find((node) => says(node).some((text) => text.includes(words))) || null;
"""


class Browser:
    def __init__(self, address, out):
        self.address = address.rstrip("/")
        self.out = pathlib.Path(out) if out else None
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--ignore-certificate-errors",
            "--disable-background-networking",
            "--lang=en",
        ):
            options.add_argument(flag)
        options.unhandled_prompt_behavior = "accept"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(PATIENCE * 2)
        self.driver.set_script_timeout(PATIENCE * 2)
        package = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
        self.axe = (pathlib.Path(package) / "axe.min.js").read_text()
        self.problems = []

    def close(self):
        self.driver.quit()

    def recover(self):
        """Starts over with the first view, whatever was going on."""
        self.look(1280, 860)
        self.driver.get("about:blank")
        self.go("")

    # -- how the page looks

    def look(self, width, height, dark=False, phone=False):
        """A screen of this size, light or dark; `phone`: with fingers."""
        self.run(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1, mobile=phone
        )
        self.run("Emulation.setTouchEmulationEnabled", enabled=phone)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.run("Emulation.setEmulatedMedia", features=[scheme])

    def run(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def ask(self, script, *arguments):
        """What a promise gives."""
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; (async () => { %s })().then(done, (e) => done('error: ' + e));"
            % script,
            *arguments,
        )

    # -- waiting

    def until(self, what, condition):
        """Waits until `condition` gives something true, and gives that."""
        end = time.monotonic() + PATIENCE
        last = None
        while time.monotonic() < end:
            try:
                found = condition()
                if found:
                    return found
            except (StaleElementReferenceException, WebDriverException) as error:
                last = error
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come within {PATIENCE} s" + (f" ({last.msg})" if last else ""))

    def gone(self, what, condition):
        return self.until(f"the end of {what}", lambda: not condition())

    def see(self, words, kinds="h1,h2,h3,p,a,button,td,th,li,label,dd,span,summary,div.callout"):
        return self.until(f"“{words}”", lambda: self.js(FIND, kinds, words))

    def shows(self, words, kinds="h1,h2,h3,p,a,button,td,th,li,label,dd,span,summary,div.callout"):
        return self.js(FIND, kinds, words) is not None

    def one(self, selector):
        return self.until(selector, lambda: self.js("return document.querySelector(arguments[0])", selector))

    def count(self, selector):
        return self.js("return document.querySelectorAll(arguments[0]).length", selector)

    # -- doing

    def go(self, place):
        self.driver.get(f"{self.address}/{place}")

    def place(self, hash, title):
        """Goes to a view within the page."""
        self.js("location.hash = arguments[0]", hash)
        self.heading(title)

    def heading(self, title):
        return self.until(
            f"the heading “{title}”", lambda: title in (self.js("return document.querySelector('main h1')?.textContent") or "")
        )

    def press(self, words, kinds="button,a,summary"):
        node = self.see(words, kinds)
        self.js("arguments[0].scrollIntoView({block: 'center'})", node)
        self.until(f"“{words}” to be ready", lambda: not self.js("return arguments[0].disabled === true", node))
        # Chromedriver clicks where the element is, as a person does; what covers it is a fault.
        node.click()
        return node

    def field(self, words):
        return self.see(words, "input,select,textarea")

    def fill(self, words, text):
        node = self.field(words)
        node.clear()
        node.send_keys(text)
        return node

    def choose(self, node, value):
        self.js(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))", node, value
        )

    def keys(self, *keys):
        chain = ActionChains(self.driver)
        held = []
        for key in keys:
            if key in (Keys.CONTROL, Keys.SHIFT, Keys.ALT):
                chain.key_down(key)
                held.append(key)
            else:
                chain.send_keys(key)
        for key in reversed(held):
            chain.key_up(key)
        chain.perform()

    def tab_to(self, what, test, backwards=False):
        """Presses Tab until the element that has the focus passes `test` (JavaScript of `node`)."""
        for _ in range(250):
            if self.js(f"const node = document.activeElement; return Boolean({test})"):
                return self.driver.switch_to.active_element
            self.keys(*([Keys.SHIFT, Keys.TAB] if backwards else [Keys.TAB]))
        raise AssertionError(f"Tab does not lead to {what}")

    def spot(self, selector, x, y):
        """A place in an element, as shares of its size, in pixels of the window."""
        box = self.js(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'nearest'});"
            "const b = document.querySelector(arguments[0]).getBoundingClientRect(); return [b.x, b.y, b.width, b.height]",
            selector,
        )
        return box[0] + box[2] * x, box[1] + box[3] * y

    def pointer(self, kind="mouse"):
        return PointerInput(POINTER_TOUCH if kind == "touch" else kind, f"the {kind}")

    def click_at(self, x, y, kind="mouse"):
        builder = ActionBuilder(self.driver, mouse=self.pointer(kind))
        builder.pointer_action.move_to_location(int(x), int(y)).pointer_down().pointer_up()
        builder.perform()

    def drag(self, start, end, kind="mouse", before_release=None):
        builder = ActionBuilder(self.driver, mouse=self.pointer(kind))
        action = builder.pointer_action
        action.move_to_location(int(start[0]), int(start[1])).pointer_down()
        for step in range(1, 6):
            action.move_to_location(
                int(start[0] + (end[0] - start[0]) * step / 5), int(start[1] + (end[1] - start[1]) * step / 5)
            )
        builder.perform()
        seen = before_release() if before_release else None
        release = ActionBuilder(self.driver, mouse=self.pointer(kind))
        release.pointer_action.pointer_up()
        release.perform()
        return seen

    # -- judging

    def shot(self, name):
        if self.out:
            self.out.mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(str(self.out / f"{name}.png"))

    def faults(self):
        """What axe finds in the view, as one line a fault."""
        self.js(self.axe)
        found = self.ask("return await axe.run(document, {resultTypes: ['violations']})")
        if isinstance(found, str):
            return [found]
        return [
            f"{rule['impact']} {rule['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
            for rule in found["violations"]
            for node in rule["nodes"][:3]
        ]

    def errors(self):
        """Errors of the console since the last call, without answers that the walk brings about on purpose."""
        expected = ("401", "412", "422", "429", "404", "503")
        lines = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        return [line for line in lines if not any(f"status of {code}" in line for code in expected)]

    def weight(self):
        """Bytes and files of the first page, and the time until its heading."""
        return self.js("""
            const all = [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
              .filter((entry) => !entry.name.includes('/api/'));
            return {bytes: all.reduce((sum, entry) => sum + (entry.transferSize || entry.encodedBodySize), 0), files: all.length};""")

    def call(self, method, path, body=None, revision=None):
        """Asks the appliance with the page's session, as somebody else's window would."""
        answer = self.ask(
            """
            const [method, path, body, revision] = arguments;
            const session = await (await fetch('/api/v1/session')).json();
            const headers = {'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf ?? ''};
            if (revision) headers['If-Match'] = `"${revision}"`;
            const answer = await fetch('/api/v1' + path, {method, headers, body: body === null ? undefined : body});
            return JSON.stringify([answer.status, await answer.text()]);""",
            method,
            path,
            None if body is None else json.dumps(body),
            revision,
        )
        status, text = json.loads(answer)
        return status, json.loads(text) if text and text[0] in "[{" else text
