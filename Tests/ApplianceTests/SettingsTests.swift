import Appliance
import Foundation
import Monitoring
import Retail
import TestSupport
import Testing

struct SettingsTests {
    private static let smallest = """
        store: store-1
        device: shelf-1
        models: {detector: d.onnx, embedder: /models/e.onnx}
        catalogue: store.catalogue
        planograms: [bay.json]
        cameras:
          - id: aisle
            v4l2: {device: /dev/video0}
        mqtt: {host: broker.local}
        """

    private func problems(of text: String) -> [String] {
        do {
            _ = try Settings.parse(text, path: "gondola.yaml", folder: "/etc/gondola")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `the smallest file gives the documented defaults`() throws {
        let settings = try Settings.parse(Self.smallest, path: "gondola.yaml", folder: "/etc/gondola")
        #expect(settings.mqtt.port == 1883 && settings.mqtt.keepAliveSeconds == 30)
        #expect(
            settings.monitoring.delaySeconds == 30 && settings.monitoring.evidence.falseAlarmRate == 0.001)
        #expect(settings.monitoring.hours == .always && settings.figures == nil)
        #expect(settings.cameras[0].intervalSeconds == 1)
        #expect(
            settings.cameras[0].source
                == .v4l2(
                    devicePath: "/dev/video0", size: PixelSize(width: 1920, height: 1080), framesPerSecond: 5)
        )
        #expect(settings.zones.isEmpty && settings.statePath == nil)
    }

    @Test func `relative paths are relative to the file's folder`() throws {
        let settings = try Settings.parse(Self.smallest, path: "gondola.yaml", folder: "/etc/gondola")
        #expect(settings.models.detectorPath == "/etc/gondola/d.onnx")
        #expect(settings.models.embedderPath == "/models/e.onnx")
        #expect(settings.planogramPaths == ["/etc/gondola/bay.json"])
    }

    @Test func `the shipped settings file is without problems and names every key`() throws {
        let path = PythonScript.root.appendingPathComponent("Config/gondola.yaml").path
        let settings = try Settings.read(path: path)
        #expect(settings.zones.count == 1 && settings.zones[0].pointPairs.count == 4)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let schema = try String(
            contentsOf: PythonScript.root.appendingPathComponent("Config/gondola.schema.json"),
            encoding: .utf8)
        let keys = schema.matches(of: /"([a-z0-9_]+)": \{/).map { String($0.output.1) }
            .filter {
                !["properties", "items", "type", "identifier", "pair", "week", "camera", "zone"].contains($0)
            }
        for key in Set(keys) { #expect(text.contains("\(key):"), "\(key) is not explained") }
    }

    @Test(arguments: [
        ("store: store-1", "store: a/b", "line 1: store: expected at most 64 letters"),
        ("mqtt: {host: broker.local}", "mqtt: {}", "mqtt.host: is missing"),
        ("device: shelf-1", "device: shelf-1\ncolour: red", "line 3: colour: unknown key"),
        (
            "v4l2: {device: /dev/video0}", "v4l2: {device: /dev/video0, width: wide}",
            "cameras[0].v4l2.width: expected"
        ),
        ("v4l2: {device: /dev/video0}", "interval_seconds: 2", "exactly one of v4l2, replay and rendered"),
        ("catalogue: store.catalogue\n", "", "catalogue: is missing"),
        ("planograms: [bay.json]", "planograms: bay.json", "planograms: expected a list"),
        (
            "device: shelf-1",
            "device: shelf-1\nmonitoring: {time_zone: Mars/Base, open: {monday: [\"08:00-20:00\"]}}",
            "monitoring.time_zone: no time zone is called"
        ),
        (
            "device: shelf-1", "device: shelf-1\nmonitoring: {open: {monday: [\"8-20\"]}}",
            "monitoring.open.monday: \"8-20\": expected spans"
        ),
        (
            "device: shelf-1", "device: shelf-1\nmonitoring: {confirm_after: {sold_out: 5}}",
            "monitoring.confirm_after.sold_out: unknown key"
        ),
    ])
    func `a fault is reported with its place`(good: String, bad: String, expected: String) {
        let found = problems(of: Self.smallest.replacingOccurrences(of: good, with: bad))
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test func `a zone needs four points and a camera that exists`() {
        let zone = """

            zones:
              - {id: z, camera: other, planogram: p, picture_size: [10, 10], points: [{pixel: [1, 1], mm: [0, 0]}]}
            """
        let found = problems(of: Self.smallest + zone)
        #expect(found.contains { $0.contains("at least four points") })
        #expect(found.contains { $0.contains("there is no camera \"other\"") })
    }

    @Test func `what is no YAML says in which line`() {
        #expect(problems(of: "store: [1,\ndevice: }").contains { $0.hasPrefix("line 2: no valid YAML") })
        #expect(problems(of: "") == ["the file is empty"])
    }

    @Test func `mutated files never crash the reader`() {
        var generator = SeededGenerator(seed: 3)
        let bytes = Array(Self.smallest.utf8)
        for _ in 0..<1000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                mutated[Int.random(in: 0..<mutated.count, using: &generator)] = .random(
                    in: 9...126, using: &generator)
            }
            // Any answer will do, as long as there is one.
            _ = problems(of: String(decoding: mutated, as: UTF8.self))
        }
    }
}
