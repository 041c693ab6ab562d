import Appliance
import Console
import Foundation
import Testing

struct SettingsTextTests {
    private static let text = """
        # The store.
        store: s1   # its name

        cameras:
          # Aisle three.
          - id: aisle-3
            interval_seconds: 5  # seconds
            v4l2: {device: /dev/video0, width: 1_920}
          - id: entrance
            http:
              url: http://cam/stream
              # The password is the file's first line.
              password_file: /etc/pw
        monitoring:
          confirm_after:
            out_of_stock: 60
            # view_changed: 20

        # The broker.
        mqtt: {host: broker.local, port: 1883}

        """

    private func edited(_ values: [String: JSONValue?]) throws -> String {
        var text = SettingsText(Self.text)
        try text.set(values)
        return text.text
    }

    private func replacing(_ old: String, _ new: String) -> String {
        Self.text.replacingOccurrences(of: old, with: new)
    }

    @Test func `a value changes in its place, and the comment behind it stays`() throws {
        #expect(
            try edited(["cameras[0].interval_seconds": .number(2.5)])
                == replacing("interval_seconds: 5  # seconds", "interval_seconds: 2.5  # seconds"))
        #expect(
            try edited(["store": .text("null")])
                == replacing("store: s1   # its name", "store: \"null\"   # its name"))
    }

    @Test func `what stands in braces is written anew with what it held`() throws {
        #expect(
            try edited(["cameras[0].v4l2.height": .number(720)])
                == replacing("width: 1_920}", "width: 1_920, height: 720}"))
        #expect(try edited(["mqtt.host": .text("b")]) == replacing("{host: broker.local,", "{host: b,"))
    }

    @Test func `a new key comes at the end of its block, and a new block at the end of the file`() throws {
        #expect(
            try edited(["monitoring.confirm_after.misplaced": .number(30)])
                == replacing("# view_changed: 20\n", "# view_changed: 20\n    misplaced: 30\n"))
        #expect(
            try edited(["console.port": .number(9800)])
                == Self.text + "\nconsole:\n  port: 9800\n")
        #expect(
            try edited(["cameras[1].http.username": .text("shop")])
                == replacing("/etc/pw\n", "/etc/pw\n      username: shop\n"))
    }

    @Test func `a key that goes leaves the comments`() throws {
        #expect(
            try edited(["cameras[1].http": nil])
                == replacing(
                    "    http:\n      url: http://cam/stream\n      # The password is the file's first line.\n"
                        + "      password_file: /etc/pw\n",
                    "    # The password is the file's first line.\n"))
        #expect(
            try edited(["cameras[0].id": nil])
                == replacing(
                    "- id: aisle-3\n    interval_seconds: 5  # seconds",
                    "- interval_seconds: 5  # seconds"))
    }

    @Test func `items come and go`() throws {
        #expect(
            try edited(["cameras[0]": nil])
                == replacing(
                    """
                      - id: aisle-3
                        interval_seconds: 5  # seconds
                        v4l2: {device: /dev/video0, width: 1_920}

                    """, "  # seconds\n"))
        let camera = JSONValue.object(["id": .text("new"), "rendered": .object(["store": .text("a b")])])
        #expect(
            try edited(["cameras[2]": camera])
                == replacing(
                    "/etc/pw\n", "/etc/pw\n  - id: new\n    rendered:\n      store: \"a b\"\n"))
    }

    @Test func `lines that end as on Windows go on doing so`() throws {
        var text = SettingsText(Self.text.replacingOccurrences(of: "\n", with: "\r\n"))
        try text.set(["monitoring.correlation": .number(0.25)])
        #expect(
            text.text
                == replacing("# view_changed: 20\n", "# view_changed: 20\n  correlation: 0.25\n")
                .replacingOccurrences(of: "\n", with: "\r\n"))
    }

    @Test(arguments: [
        ("cameras[5].id", "cameras[5].id: there is no such place"),
        ("store.name", "store.name: there is no such place"),
        ("a..b", "a..b: there is no such place"), ("cameras[x]", "cameras[x]: there is no such place"),
    ])
    func `a path that leads nowhere is told`(path: String, expected: String) {
        let error = #expect(throws: SettingsTextError.self) { try edited([path: .number(1)]) }
        #expect(error?.description.hasPrefix(expected) == true)
    }

    @Test(arguments: [
        "a: &x {b: 1}\nc: *x\n", "a: |\n  b\nc: 1\n", "? a\n: 1\n", "a: !!str 1\n",
    ])
    func `what can't be changed in place is left to a person`(text: String) {
        var settings = SettingsText(text)
        let error = #expect(throws: SettingsTextError.self) { try settings.set(["a": .number(7)]) }
        #expect(error?.description.contains("by hand") == true)
        #expect(settings.text == text)
    }
}
