"""Listens to a console's events and loads its first page; prints what both cost.

Use: console.py PID PORT TOKEN LISTENERS SECONDS
"""

import os
import re
import selectors
import socket
import sys
import time
import urllib.request


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return int(re.search(r"^Pss: +(\d+)", file.read(), re.M)[1]) / 1024


def listen(port, token, count, seconds):
    """Events and bytes that came to all listeners."""
    selector = selectors.DefaultSelector()
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(
            f"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )
        selector.register(connection, selectors.EVENT_READ)
    events = size = 0
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for key, _ in selector.select(left):
            part = key.fileobj.recv(1 << 16)
            if not part:
                sys.exit("a listener was cut off")
            events += part.count(b"event: ")
            size += len(part)
    return events, size, [key.fileobj for key in selector.get_map().values()]


def first_page(port):
    """The files that the first page loads, with their sizes, and the seconds that took."""
    begin = time.monotonic()
    found, waiting = {}, ["/"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            body = answer.read()
        found[path] = len(body)
        text = body.decode("utf-8", "replace")
        if path == "/":
            links = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^":]+)"', text)
        elif path.endswith(".js"):
            links = re.findall(r'^(?:import|export)[^;]*?from\s+"(\.[^"]+)"', text, re.M)
        else:
            links = []
        folder = path.rsplit("/", 1)[0]
        waiting += [os.path.normpath(link if link.startswith("/") else f"{folder}/{link}") for link in links]
    return found, time.monotonic() - begin


def main():
    pid, port, token, count, seconds = sys.argv[1:]
    pid, port, count, seconds = int(pid), int(port), int(count), float(seconds)
    idle_memory = memory_mib(pid)
    before = processor_seconds(pid)
    time.sleep(5)
    idle = (processor_seconds(pid) - before) / 5
    before = processor_seconds(pid)
    events, size, connections = listen(port, token, count, seconds)
    busy = (processor_seconds(pid) - before) / seconds
    print(f"nobody listens: {100 * idle:.2f} % of a core, {idle_memory:.1f} MiB")
    print(
        f"{count} listeners: {100 * busy:.2f} % of a core, {memory_mib(pid):.1f} MiB, "
        f"{events / seconds / count:.1f} events a second to each, {size / seconds / 1024:.0f} KiB/s in all"
    )
    for connection in connections:
        connection.close()
    files, taken = first_page(port)
    print(f"first page: {len(files)} files, {sum(files.values()) / 1024:.1f} KiB, {1000 * taken:.0f} ms one after the other")


main()
