"""The walk through the console; scripts/test-console tells how to start it."""

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import editor
import judging
import views
from browser import Browser
from report import Report


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(binary, folder):
    """A pretend appliance with nothing set up yet, and where it listens."""
    port = free_port()
    log = open(f"{folder}/drill.log", "w")
    process = subprocess.Popen(
        [binary, "--port", str(port), "--folder", folder, "--pages", "Sources/CPages/pages", "--first-run"],
        stdout=log,
        stderr=log,
    )
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
            return process, f"http://127.0.0.1:{port}"
        except urllib.error.HTTPError:
            return process, f"http://127.0.0.1:{port}"
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    sys.exit("the drill does not start:\n" + open(f"{folder}/drill.log").read())


def main():
    parser = argparse.ArgumentParser(prog="scripts/test-console")
    parser.add_argument("--out", help="where screenshots are kept")
    parser.add_argument("--drill", help="the pretend appliance's program")
    parser.add_argument("--name", default="admin")
    parser.add_argument("--password", default="four words for shelves")
    parser.add_argument("url", nargs="?")
    options = parser.parse_args()
    if bool(options.url) == bool(options.drill):
        parser.error("expected either a URL or --drill")
    folder = tempfile.mkdtemp()
    process = None
    address = options.url
    if options.drill:
        process, address = start(options.drill, folder)
    report = Report()
    browser = Browser(address, options.out)
    try:
        who = (options.name, options.password)
        browser.look(1280, 860)
        report.step(browser, "the first start and signing in", lambda: views.arrive(browser, report, *who))
        report.step(browser, "the overview and a camera", lambda: views.camera(browser, report))
        report.step(browser, "a zone is found, corrected, tried and saved", lambda: editor.draw_zone(browser, report))
        report.step(browser, "bad zones are explained where they are drawn", lambda: editor.bad_zones(browser, report))
        report.step(browser, "a zone by the keyboard alone", lambda: editor.by_keyboard(browser, report))
        report.step(browser, "two people at one zone", lambda: editor.two_people(browser, report))
        report.step(browser, "the shelf and a slot", lambda: views.shelf(browser, report))
        report.step(browser, "deviations", lambda: views.deviations(browser, report))
        report.step(browser, "figures", lambda: views.figures(browser, report))
        report.step(browser, "settings and their history", lambda: views.settings(browser, report))
        report.step(browser, "accounts, tokens, audit", lambda: views.accounts(browser, report, *who))
        report.step(browser, "a phone with fingers", lambda: editor.on_a_phone(browser, report))
        report.step(browser, "every view, in both sizes and both schemes", lambda: judging.every_view(browser, report))
        report.step(browser, "what is drawn is deleted again", lambda: editor.clean_up(browser, report))
        report.check(
            "the console of the browser holds no error", not browser.problems + browser.errors(), str(browser.problems)[:600]
        )
    finally:
        browser.close()
        if process:
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)
    return report.end()


sys.exit(main())
