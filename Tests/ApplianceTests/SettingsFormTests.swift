import Appliance
import Console
import Foundation
import TestSupport
import Testing

private typealias JSONValue = TestSupport.JSONValue

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
          - {id: d, http: {url: http://c/, username: u, password_file: p, ca_file: c, zz: 1}}
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
        recording: {folder: f, zz: 1}
        severity: {high_value: 1, zz: 1}
        console: {folder: f, remote: {tls: {cert_file: c, key_file: k, zz: 1}, zz: 1}, host_names: [h], zz: 1}
        """

    /// Where the schema describes a part: keys to follow, `#` for a list's items.
    private static let places: [String: [String]] = [
        "": [], "models": ["models"], "cameras[0]": ["cameras", "#"],
        "cameras[0].v4l2": ["cameras", "#", "v4l2"],
        "cameras[1].replay": ["cameras", "#", "replay"], "cameras[2].rendered": ["cameras", "#", "rendered"],
        "cameras[3].http": ["cameras", "#", "http"], "recording": ["recording"],
        "zones[0]": ["zones", "#"], "zones[1]": ["zones", "#"],
        "zones[1].corners": ["zones", "#", "corners"], "zones[0].lens": ["zones", "#", "lens"],
        "zones[1].masks[0]": ["zones", "#", "masks", "#"],
        "zones[0].points[3]": ["zones", "#", "points", "#"], "mqtt": ["mqtt"], "monitoring": ["monitoring"],
        "figures": ["figures"], "severity": ["severity"], "console": ["console"],
        "console.remote": ["console", "remote"], "console.remote.tls": ["console", "remote", "tls"],
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
            node = Self.resolved(node, in: schema)
        }
        guard case .object(let members) = node["properties"] else { return [] }
        return Set(members.keys)
    }

    /// What a node refers to; of several forms, the one that has keys.
    private static func resolved(_ node: JSONValue, in schema: JSONValue) -> JSONValue {
        if case .text(let reference) = node["$ref"] {
            return schema["$defs"]?[String(reference.dropFirst("#/$defs/".count))] ?? node
        }
        return node["oneOf"]?.array?.first { $0["properties"] != nil && node["properties"] == nil } ?? node
    }

    private static func schema() throws -> JSONValue {
        try JSONValue(
            Data(contentsOf: PythonScript.root.appendingPathComponent("Config/gondola.schema.json")))
    }

    @Test func `the schema has exactly the keys that the reader knows`() throws {
        let schema = try Self.schema()
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

    // MARK: Standards and ranges

    /// A key of the schema and where it stands in `parts`.
    private struct Key {
        let path: String
        let schema: JSONValue
        let description: String?
    }

    /// A file that has each part, and in it only keys that have no standard.
    private static let parts = """
        store: s
        device: d
        models: {detector: d, embedder: e}
        catalogue: c
        planograms: [p]
        cameras:
          - {id: a, v4l2: {device: /dev/video0}}
          - {id: b, replay: {path: p}}
          - {id: c, rendered: {store: s}}
          - {id: d, http: {url: http://cam/}}
        zones:
          - {id: z, camera: a, planogram: p, picture_size: [1, 1],
             points: [{pixel: [0, 0], mm: [0, 0]}, {pixel: [1, 0], mm: [1, 0]}, {pixel: [1, 1], mm: [1, 1]},
                      {pixel: [0, 1], mm: [0, 1]}]}
        mqtt: {host: h}
        monitoring: {open: {monday: ["07:00-20:00"]}}
        recording: {folder: f}
        figures: {file: f}
        severity: {}
        console: {folder: f, remote: {}}
        """

    /// Which camera has which source.
    private static let cameras = ["v4l2": 0, "replay": 1, "rendered": 2, "http": 3]

    private func keys(_ node: JSONValue, at path: String, in schema: JSONValue) -> [Key] {
        let node = Self.resolved(node, in: schema)
        guard case .object(let members) = node["properties"] else { return [] }
        return members.sorted { $0.key < $1.key }.flatMap { name, member -> [Key] in
            var place = path.isEmpty ? name : "\(path).\(name)"
            if let camera = Self.cameras[name] { place = "cameras[\(camera)].\(name)" }
            let described = member["description"]?.text
            let value = member["default"] == nil ? Self.resolved(member, in: schema) : member
            let own = [Key(path: place, schema: value, description: described)]
            let inner = Self.resolved(member, in: schema)
            return own + (inner["items"].map { keys($0, at: place + "[0]", in: schema) } ?? [])
                + keys(inner, at: place, in: schema)
        }
    }

    private func settings(_ values: [String: Console.JSONValue]) throws -> Settings {
        var text = SettingsText(Self.parts)
        try text.set(values)
        return try Settings.parse(text.text, path: "gondola.yaml", folder: "/")
    }

    private func value(_ value: JSONValue) throws -> Console.JSONValue {
        switch value {
        case .bool(let flag): .bool(flag)
        case .integer(let number): .number(Double(number))
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        default: try #require(nil, "a standard that is no scalar")
        }
    }

    @Test func `each key is explained, and what the schema calls the standard is the reader's`() throws {
        let schema = try Self.schema()
        let keys = keys(schema, at: "", in: schema)
        for key in keys { #expect(key.description?.hasSuffix(".") == true, "\(key.path) is not explained") }
        let plain = try settings([:])
        let standards = keys.filter { $0.schema["default"] != nil }
        #expect(standards.count > 40)
        for key in standards {
            let standard = try value(try #require(key.schema["default"]))
            #expect(try settings([key.path: standard]) == plain, "\(key.path)")
        }
    }

    @Test func `the reader takes each number from the schema's least to its most, and none beyond`() throws {
        let schema = try Self.schema()
        var count = 0
        for key in keys(schema, at: "", in: schema) {
            guard let least = key.schema["minimum"]?.number, let most = key.schema["maximum"]?.number else {
                #expect(key.schema["type"]?.text != "integer" && key.schema["type"]?.text != "number")
                continue
            }
            count += 1
            for (number, isRight) in [(least, true), (most, true), (least - 1, false), (most + 1, false)] {
                var problems: [SettingsProblem] = []
                do { _ = try settings([key.path: .number(number)]) } catch let error as SettingsError {
                    problems = error.problems
                }
                #expect(problems.isEmpty == isRight, "\(key.path): \(number)")
            }
            // What is not the standard makes a difference.
            let other = key.schema["default"]?.number == most ? least : most
            #expect(try settings([key.path: .number(other)]) != settings([:]), "\(key.path)")
        }
        #expect(count > 25)
    }
}
