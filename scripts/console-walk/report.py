"""Counts what holds and what does not, a line each."""

import time
import traceback


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, words, holds, details=""):
        if holds:
            self.passed += 1
            print(f"ok - {words}", flush=True)
        else:
            self.failed += 1
            print(f"not ok - {words}" + (f": {details}" if details else ""), flush=True)
        return holds

    def note(self, words):
        print(f"# {words}", flush=True)

    def step(self, browser, words, run):
        """Runs a part of the walk; what it can't do is a failure, and the walk goes on."""
        start = time.monotonic()
        try:
            run()
        except Exception as error:  # a part that breaks must not hide the others
            browser.shot("failed-" + "".join(c if c.isalnum() else "-" for c in words))
            place = traceback.extract_tb(error.__traceback__)
            own = [frame for frame in place if "console-walk" in frame.filename]
            where = ", ".join(f"{frame.name}:{frame.lineno}" for frame in own[-4:])
            browser.recover()
            self.check(words, False, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''} ({where})")
        print(f"# {words}: {time.monotonic() - start:.1f} s", flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
