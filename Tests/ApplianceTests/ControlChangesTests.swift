import Appliance
import Testing

struct ControlChangesTests {
    private func settings(_ controls: String, interval: Int = 5, brightness: String = "{}") throws -> Settings
    {
        try Settings.parse(
            """
            store: store-1
            device: shelf-1
            models: {detector: d.onnx, embedder: /models/e.onnx}
            catalogue: store.catalogue
            planograms: [bay.json]
            cameras:
              - {id: aisle, interval_seconds: \(interval), v4l2: {device: /dev/video0, controls: \(controls)}}
              - {id: door, v4l2: {device: /dev/video2, controls: \(brightness)}}
            mqtt: {host: broker.local}
            """, path: "gondola.yaml", folder: "/etc/gondola")
    }

    @Test func `controls that have changed are told, and only those`() throws {
        let changes = ControlChanges(
            from: try settings("{gain: 1}"), to: try settings("{gain: 2, focus_absolute: 30}"))
        #expect(changes.controls == ["aisle": ["gain": 2, "focus_absolute": 30]])
        #expect(changes.areAll)
    }

    @Test func `the same settings again change nothing`() throws {
        let changes = ControlChanges(from: try settings("{gain: 1}"), to: try settings("{gain: 1}"))
        #expect(changes.controls.isEmpty && changes.areAll)
    }

    @Test func `other changes are told apart`() throws {
        let changes = ControlChanges(
            from: try settings("{}"), to: try settings("{}", interval: 9, brightness: "{brightness: 9}"))
        #expect(changes.controls == ["door": ["brightness": 9]])
        #expect(!changes.areAll)
    }
}
