import Appliance
import Foundation
import TestSupport
import Testing

/// The reader and the published JSON Schema know the same keys.
struct SettingsFormTests {
    /// A file with one key too many in each of its parts, so that the reader tells what it knows there.
    ///
    /// Keys that may be left out are given: the reader tells those that it has asked for.
    private static let text = """
        zz: 1
        store: s
        device: d
        models: {detector: d, embedder: e, zz: 1}
        catalogue: c
        planograms: [p]
        state_file: s
        pictures: p
        evidence: e
        cameras:
          - {id: a, zz: 1, v4l2: {device: /dev/video0, turn_group: t, zz: 1}}
          - {id: b, replay: {path: p, frames_per_second: 1, zz: 1}}
          - {id: c, rendered: {store: s, zz: 1}}
        zones:
          - {id: z, camera: a, planogram: p, picture_size: [1, 1], zz: 1, bay: b,
             lens: {camera_matrix: [1, 1, 1, 1], distortion: [0, 0, 0, 0], zz: 1},
             points: [{pixel: [0, 0], mm: [0, 0]}, {pixel: [1, 0], mm: [1, 0]}, {pixel: [1, 1], mm: [1, 1]},
                      {pixel: [0, 1], mm: [0, 1], zz: 1}]}
          - {id: y, camera: a, planogram: p, picture_size: [1, 1], zz: 1,
             corners: {lower_left: [0, 1], lower_right: [1, 1], upper_right: [1, 0], upper_left: [0, 0], zz: 1},
             masks: [{kind: privacy, outline: [[0, 0], [1, 0], [1, 1]], zz: 1}]}
        mqtt: {host: h, username: u, username_file: u, password_file: p, ca_file: c, cert_file: c, key_file: k, zz: 1}
        monitoring: {zz: 1}
        figures: {file: f, zz: 1}
        severity: {high_value: 1, zz: 1}
        console: {zz: 1}
        """

    /// Where the schema describes a part: keys to follow, `#` for a list's items.
    private static let places: [String: [String]] = [
        "": [], "models": ["models"], "cameras[0]": ["cameras", "#"],
        "cameras[0].v4l2": ["cameras", "#", "v4l2"],
        "cameras[1].replay": ["cameras", "#", "replay"], "cameras[2].rendered": ["cameras", "#", "rendered"],
        "zones[0]": ["zones", "#"], "zones[1]": ["zones", "#"],
        "zones[1].corners": ["zones", "#", "corners"], "zones[0].lens": ["zones", "#", "lens"],
        "zones[1].masks[0]": ["zones", "#", "masks", "#"],
        "zones[0].points[3]": ["zones", "#", "points", "#"], "mqtt": ["mqtt"], "monitoring": ["monitoring"],
        "figures": ["figures"], "severity": ["severity"], "console": ["console"],
    ]

    /// What the reader knows, by the part.
    private func readerKeys() -> [String: Set<String>] {
        var known: [String: Set<String>] = [:]
        do {
            _ = try Settings.parse(Self.text, path: "gondola.yaml", folder: "/")
        } catch {
            for problem in error.problems where problem.key.hasSuffix("zz") {
                guard let list = problem.reason.split(separator: "known here are ").last else { continue }
                let part = problem.key.dropLast(problem.key == "zz" ? 2 : 3)
                known[String(part)] = Set(list.split(separator: ", ").map(String.init))
            }
        }
        return known
    }

    /// What the schema describes at `place`.
    private func schemaKeys(_ schema: JSONValue, at place: [String]) throws -> Set<String> {
        var node = schema
        for step in place {
            node = try #require(step == "#" ? node["items"] : node["properties"]?[step])
            if case .text(let reference) = node["$ref"] {
                node = try #require(schema["$defs"]?[String(reference.dropFirst("#/$defs/".count))])
            }
        }
        guard case .object(let members) = node["properties"] else { return [] }
        return Set(members.keys)
    }

    @Test func `the schema has exactly the keys that the reader knows`() throws {
        let data = try Data(
            contentsOf: PythonScript.root.appendingPathComponent("Config/gondola.schema.json"))
        let schema = try JSONValue(data)
        let known = readerKeys()
        #expect(Set(known.keys) == Set(Self.places.keys))
        for place in Set(Self.places.values) {
            // Of points and corners a zone has one: what is known comes from both zones.
            let parts = Self.places.filter { $0.value == place }.keys
            let read = parts.reduce(into: Set<String>()) { $0.formUnion(known[$1] ?? []) }
            let described = try schemaKeys(schema, at: place)
            #expect(read == described, "\(place)")
        }
    }
}
