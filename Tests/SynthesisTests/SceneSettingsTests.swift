import Foundation
import Synthesis
import Testing

@Suite struct SceneSettingsTests {
    private let published = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Config/synthetic.yaml").path

    @Test func `the published settings are the defaults, all of them`() throws {
        #expect(try SceneSettingsFile.read(path: published) == SceneSettings())
        let names = try String(contentsOfFile: published, encoding: .utf8)
        let encoded = try JSONEncoder().encode(SceneSettings())
        let groups = try #require(JSONSerialization.jsonObject(with: encoded) as? [String: [String: Any]])
        for (group, settings) in groups {
            #expect(names.contains("\n\(group):\n"))
            for name in settings.keys { #expect(names.contains("  \(name): "), "\(group).\(name)") }
        }
    }

    @Test func `a file may name only what it changes`() throws {
        let settings = try SceneSettingsFile.parse("people:\n  present: 0\n", path: "few.yaml")
        #expect(settings != SceneSettings())
        #expect(settings.camera == SceneSettings().camera)
        #expect(try SceneSettingsFile.parse("", path: "empty.yaml") == SceneSettings())
    }

    @Test(arguments: [
        ("people:\n  presnt: 0\n", "line 2: people.presnt: there is no such setting"),
        ("camera: 3\n", "line 1: camera.: expected settings with names"),
        ("goods:\n  fallen: [0.3, 0.1]\n", "goods.fallen: expected two numbers, the lower first"),
        ("goods:\n  fallen: [0.3]\n", "goods.fallen"),
        ("goods:\n  tidy: much\n", "goods.tidy"),
        ("goods: [\n", "bad.yaml"),
    ])
    func `a mistake is named with its place`(text: String, message: String) {
        #expect {
            try SceneSettingsFile.parse(text, path: "bad.yaml")
        } throws: { error in
            "\(error)".contains(message)
        }
    }
}
