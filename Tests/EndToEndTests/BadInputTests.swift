import Foundation
import TestSupport
import Testing

/// What a user sees who gets something wrong: one clear line, and an exit code that systemd understands.
struct BadInputTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: folder.url(name))
        return folder.path(name)
    }

    @Test func `a missing settings file is named, and systemd is told not to try again`() async throws {
        let outcome = try #require(
            try await GondolaProcess.run(["run", "--config", "/nowhere/gondola.yaml"]))
        #expect(outcome.exitCode == 78)
        #expect(outcome.errors.contains("/nowhere/gondola.yaml: no such file"))
    }

    @Test func `all faults of a settings file are reported together, each with its line`() async throws {
        let config = try write(
            """
            store: my store
            device: d
            models: {detector: a.onnx, embedder: b.onnx, threads: many}
            catalogue: c
            planograms: [p.json]
            cameras:
              - id: one
                v4l2: {device: /dev/video0, fps: 3}
            mqtt: {host: localhost, port: 99999}
            """, to: "gondola.yaml")
        let outcome = try #require(try await GondolaProcess.run(["check-config", "--config", config]))
        #expect(outcome.exitCode == 78)
        for line in [
            "line 1: store: expected", "line 3: models.threads: expected a whole number from 1 to 64",
            "line 8: cameras[0].v4l2.fps: unknown key", "line 9: mqtt.port: expected",
        ] { #expect(outcome.errors.contains(line), "\(line) is not in \(outcome.errors)") }
    }

    @Test(arguments: ["detector", "embedder", "catalogue", "planogram"])
    func `whatever the settings name and is not there is named`(missing: String) async throws {
        let models = PythonScript.root.appendingPathComponent("models").path
        let paths = [
            "detector": "\(models)/detector.int8.onnx", "embedder": "\(models)/embedder.int8.onnx",
            "catalogue": "/nowhere/store.catalogue",
            "planogram": "\(try SmallStore.make(in: folder).folder)/planogram.json",
        ].merging([missing: "/nowhere/\(missing).file"]) { $1 }
        let config = try write(
            """
            store: s
            device: d
            models: {detector: \(paths["detector", default: ""]), embedder: \(paths["embedder", default: ""])}
            catalogue: \(paths["catalogue", default: ""])
            planograms: [\(paths["planogram", default: ""])]
            cameras: [{id: c, replay: {path: /nowhere}}]
            mqtt: {host: 127.0.0.1}
            """, to: "gondola.yaml")
        let outcome = try #require(try await GondolaProcess.run(["run", "--config", config]))
        #expect(outcome.exitCode == 78)
        #expect(outcome.errors.contains("/nowhere/\(missing).file"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `a picture that is missing is named, and the others are still looked at`() async throws {
        let store = try SmallStore.make(in: folder)
        let outcome = try #require(
            try await GondolaProcess.run(["detect", "/nowhere/a.jpg", store.picturePath]))
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("/nowhere/a.jpg: cannot be read: no such file"))
        let results = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
        #expect(results?.allSatisfy { $0["image_id"] as? Int == 2 } == true && results?.isEmpty == false)
    }

    @Test func `what is no ONNX file is refused as a model`() async throws {
        let model = try write("this is no network", to: "model.onnx")
        let outcome = try #require(
            try await GondolaProcess.run(["detect", "--detector", model, "a.jpg"]))
        #expect(outcome.exitCode == 1 && outcome.errors.contains(model))
    }

    @Test(arguments: [
        ("[", "labels.json: cannot be read: no valid JSON"),
        (
            "{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\"}], \"categories\": [], \"annotations\": []}",
            "a.jpg: "
        ),
    ])
    func `labels that can't be used are named at once`(labels: String, said: String) async throws {
        let path = try write(labels, to: "labels.json")
        let outcome = try #require(
            try await GondolaProcess.run(["evaluate", "--coco", path, "--images", folder.path("nowhere")]))
        #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains(said) && outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `a data set of other things is told to be one, and is no error`() async throws {
        let store = try SmallStore.make(in: folder)
        let labels = try write(
            """
            {"images": [{"id": 5, "file_name": "000000.jpg"}], "categories": [{"id": 9, "name": "cat"}],
             "annotations": [{"image_id": 5, "category_id": 9, "bbox": [1, 2, 3, 4]}]}
            """, to: "labels.json")
        let outcome = try #require(
            try await GondolaProcess.run([
                "evaluate", "--coco", labels, "--images", "\(store.folder)/frames", "--catalogue",
                store.cataloguePath, "--out", folder.path("out"),
            ]))
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("left out, not among the detector's classes: cat (1 labels)"))
    }
}
