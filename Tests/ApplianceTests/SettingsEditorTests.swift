import Appliance
import Console
import Foundation
import Retail
import Testing

import class TestSupport.TemporaryFolder

struct SettingsEditorTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path("gondola.yaml") }
    private static let text = """
        store: store-1
        device: shelf-1
        models: {detector: d.onnx, embedder: e.onnx}
        catalogue: store.catalogue
        planograms: [bay.json]
        # The cameras.
        cameras:
          - id: aisle
            v4l2: {device: /dev/video0}
        mqtt: {host: broker.local}

        """

    init() throws {
        folder = try TemporaryFolder()
        try write(Self.text)
    }

    private func write(_ text: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func editor() -> SettingsEditor {
        SettingsEditor(path: path, historyFolder: folder.path("history")) { 4_000_000_000 }
    }

    private func values(_ values: [String: JSONValue?]) -> SettingsEdit { .change(.values(values)) }

    private func onDisk() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `a change is saved, kept in the history, and can be undone`() async throws {
        let editor = editor()
        let first = try await editor.document()
        #expect(first.yaml == Self.text && first.pending.isEmpty)
        let second = try await editor.save(
            values(["mqtt.port": .number(8883)]), over: first.revision, by: "anna")
        #expect(try onDisk() == Self.text.replacing("broker.local}", with: "broker.local, port: 8883}"))
        #expect(try second.yaml == onDisk() && second.revision != first.revision)
        let revisions = try await editor.revisions()
        #expect(revisions.map(\.revision) == [second.revision, first.revision])
        #expect(revisions.map(\.by) == ["anna", "machine"])
        #expect(revisions[0].summary == "mqtt.port added: 8883")
        #expect(revisions[0].time == "2096-10-02T07:06:40Z")
        let detail = try await editor.detail(second.revision)
        #expect(
            detail.yaml == second.yaml && detail.diff.contains("\n+mqtt: {host: broker.local, port: 8883}\n"))
        let third = try await editor.restore(first.revision, over: second.revision, by: "ben")
        #expect(try onDisk() == Self.text && third.revision == first.revision)
        #expect(try await editor.revisions().first?.summary.hasPrefix("restored as it was at 20") == true)
        // Another process finds the same.
        #expect(try await self.editor().revisions() == editor.revisions())
    }

    @Test func `who has looked at an older state is refused`() async throws {
        let editor = editor()
        let first = try await editor.document().revision
        let second = try await editor.save(values(["log_level": .text("debug")]), over: first, by: "a")
        let error = await #expect(throws: SettingsEditorError.self) {
            try await editor.save(values(["log_level": .text("info")]), over: first, by: "b")
        }
        #expect(error == .changedMeanwhile(revision: second.revision))
        #expect(error?.hostFault == .changedMeanwhile(revision: second.revision))
    }

    @Test func `what somebody changes with an editor is a revision too`() async throws {
        let editor = editor()
        let first = try await editor.document()
        try write(Self.text + "log_level: debug\n")
        let second = try await editor.document()
        #expect(second.revision != first.revision)
        let newest = try await editor.revisions().first
        #expect(newest?.by == "machine" && newest?.summary == "edited on the machine")
        let error = await #expect(throws: SettingsEditorError.self) {
            try await editor.save(values([:]), over: first.revision, by: "b")
        }
        #expect(error == .changedMeanwhile(revision: second.revision))
        // What is no YAML can be seen, and mended as a text.
        try write("store: [\n")
        let broken = try await editor.document()
        #expect(broken.values == .object([:]))
        let mended = try await editor.save(
            .change(.yaml(Self.text)), over: broken.revision, by: "a", summary: "mended")
        #expect(try mended.revision == first.revision && onDisk() == Self.text)
    }

    @Test func `what would be refused is not written, and is told with its place`() async throws {
        let editor = editor()
        let revision = try await editor.document().revision
        let error = await #expect(throws: SettingsEditorError.self) {
            try await editor.save(values(["mqtt.port": .number(0)]), over: revision, by: "a")
        }
        let problem = FieldProblem(
            path: "mqtt.port", line: 10, reason: "expected a whole number from 1 to 65535")
        #expect(error == .invalid([problem]) && error?.description.hasPrefix("line 10: mqtt.port: ") == true)
        #expect(try onDisk() == Self.text)
        let check = await editor.check(values(["cameras[0].v4l2.width": .text("wide")]))
        #expect(check.problems.map(\.path) == ["cameras[0].v4l2.width"])
        #expect(check.yaml.contains("width: wide") && check.diff.contains("\n+    v4l2: {"))
        let nowhere = await editor.check(values(["cameras[4].id": .text("x")]))
        #expect(nowhere.problems.map(\.path) == ["cameras[4].id"] && nowhere.yaml == Self.text)
        let points = ["[1, 1]", "[2, 2]", "[3, 3]", "[4, 4]"].map { "{pixel: \($0), mm: \($0)}" }
        let zone =
            "zones:\n  - {id: z, camera: aisle, planogram: p, picture_size: [9, 9], points: [\(points.joined(separator: ", "))]}\n"
        let line = await editor.check(.change(.yaml(Self.text + zone))).problems
        #expect(line.map(\.path) == ["zones[0]"] && line.map(\.line) == [12])
    }

    @Test func `zones are written and taken out`() async throws {
        let editor = editor()
        let first = try await editor.document().revision
        var zone = Zone(
            id: "tea", camera: "aisle", planogram: "p", pointPairs: [],
            pictureSize: PixelSize(width: 640, height: 480))
        zone.corners = [(0, 480), (640, 480), (640, 0), (0, 0)].map { PixelPoint(x: $0.0, y: $0.1) }
        let second = try await editor.save(.zone(zone), over: first, by: "a")
        let read = try Settings.read(path: path)
        #expect(read.zones == [zone])
        let check = await editor.check(.withoutZone("tea"))
        #expect(check.effects.map(\.path) == ["zones[0]"] && check.effects[0].to == nil)
        #expect(check.effects[0].effect.hasPrefix("its open deviations close and its topics are cleared"))
        _ = try await editor.save(.withoutZone("tea"), over: second.revision, by: "a")
        #expect(
            try await editor.revisions().map(\.summary)
                == ["zone tea removed", "zone tea drawn", "as found at the beginning"])
        #expect(try onDisk() == Self.text + "\nzones: []\n")
        zone.outline = [PixelPoint(x: -1, y: 0)]
        let problems = await editor.check(.zone(zone)).problems
        #expect(problems.map(\.path) == ["zones[0].outline"])
    }

    @Test func `a state with which the appliance can't run is put back`() async throws {
        let editor = editor()
        let first = try await editor.document().revision
        _ = try await editor.save(values(["catalogue": .text("none")]), over: first, by: "a")
        try await editor.revert(to: first, reason: "there is no catalogue")
        #expect(try onDisk() == Self.text)
        #expect(try await editor.revisions().map(\.by) == ["machine", "a", "machine"])
        #expect(try await editor.revisions().first?.summary == "put back: there is no catalogue")
        let error = await #expect(throws: SettingsEditorError.self) {
            try await editor.revert(to: "0123456789abcdef", reason: "")
        }
        #expect(error == .noSuchRevision("0123456789abcdef"))
    }

    @Test func `the file keeps its mode, and a link what it leads to`() async throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o604], ofItemAtPath: path)
        let link = folder.path("link.yaml")
        try files.createSymbolicLink(atPath: link, withDestinationPath: path)
        let editor = SettingsEditor(path: link, historyFolder: folder.path("history"))
        let revision = try await editor.document().revision
        _ = try await editor.save(values(["log_level": .text("debug")]), over: revision, by: "a")
        #expect(try files.destinationOfSymbolicLink(atPath: link) == path)
        #expect(try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o604)
        #expect(try onDisk().contains("log_level: debug"))
        #expect(
            try files.contentsOfDirectory(atPath: folder.root.path).sorted() == [
                "gondola.yaml", "history", "link.yaml",
            ])
    }

    @Test func `without a place for the history nothing is changed, and it says so`() async throws {
        try Data().write(to: folder.url("history"))
        let editor = editor()
        let revision = try await editor.document().revision
        let error = await #expect(throws: SettingsEditorError.self) {
            try await editor.save(values(["log_level": .text("debug")]), over: revision, by: "a")
        }
        #expect(error?.description.contains("console.folder") == true)
        #expect(try onDisk() == Self.text)
    }

    @Test func `a folder that can't be written is told, and leaves no trace`() async throws {
        // The name of the new file is taken by a folder: that stops root too.
        try FileManager.default.createDirectory(
            at: folder.url("gondola.yaml.new"), withIntermediateDirectories: false)
        let editor = editor()
        let revision = try await editor.document().revision
        let error = await #expect(throws: SettingsEditorError.self) {
            try await editor.save(values(["log_level": .text("debug")]), over: revision, by: "a")
        }
        #expect(error?.description.contains("can't be written by the daemon") == true)
        #expect(try await editor.revisions().map(\.revision) == [revision])
        #expect(try onDisk() == Self.text)
    }

    @Test func `the history keeps the newest 200`() async throws {
        let editor = editor()
        var revision = try await editor.document().revision
        for number in 0..<230 {
            revision = try await editor.save(
                values(["mqtt.keepalive_seconds": .number(Double(10 + number))]), over: revision, by: "a"
            ).revision
        }
        let revisions = try await editor.revisions()
        #expect(revisions.count == 200 && revisions.first?.revision == revision)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("history"))
        #expect(files.count == 201)
    }
}
