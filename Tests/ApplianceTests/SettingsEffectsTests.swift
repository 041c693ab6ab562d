import Appliance
import Console
import Foundation
import Testing

import class TestSupport.TemporaryFolder

struct SettingsEffectsTests {
    private static let text = """
        store: store-1
        device: shelf-1
        models: {detector: d.onnx, embedder: e.onnx}
        catalogue: store.catalogue
        planograms: [bay.json]
        cameras:
          - id: aisle
            v4l2: {device: /dev/video0, controls: {gain: 3}}
          - id: entrance
            v4l2: {device: /dev/video1}
        mqtt: {host: broker.local}

        """

    private func effects(_ values: [String: JSONValue?]) async throws -> [SettingsCheck.Effect] {
        let folder = try TemporaryFolder()
        try Self.text.write(toFile: folder.path("g.yaml"), atomically: false, encoding: .utf8)
        let editor = SettingsEditor(path: folder.path("g.yaml"), historyFolder: folder.path("h"))
        return await editor.check(.change(.values(values))).effects
    }

    @Test func `controls of cameras change at once`() async throws {
        let found = try await effects(["cameras[0].v4l2.controls.gain": .number(5)])
        #expect(
            found == [
                SettingsCheck.Effect(
                    path: "cameras[0].v4l2.controls.gain", from: "3", to: "5",
                    effect: "at once: the cameras go on")
            ])
    }

    @Test func `with anything else all starts anew`() async throws {
        let found = try await effects([
            "cameras[0].v4l2.controls.gain": .number(5), "mqtt.port": .number(8883), "store": .text("s2"),
        ])
        #expect(found.map(\.path) == ["cameras[0].v4l2.controls.gain", "mqtt.port", "store"])
        #expect(found.allSatisfy { $0.effect.hasSuffix("all stops for about a second and starts anew") })
        #expect(found[1].from == nil && found[1].to == "8883")
        #expect(found[2].effect.hasPrefix("all MQTT topics change"))
    }

    @Test func `a camera that goes is one change, not one of each that comes after it`() async throws {
        let found = try await effects(["cameras[0]": nil])
        #expect(found.map(\.path) == ["cameras[0]"] && found[0].to == nil)
        #expect(found[0].effect.hasPrefix("the camera is let go"))
    }

    @Test func `a standard that is written out changes nothing`() async throws {
        let found = try await effects(["mqtt.port": .number(1883)])
        #expect(found.map(\.effect) == ["nothing changes: it means what it meant"])
    }
}
