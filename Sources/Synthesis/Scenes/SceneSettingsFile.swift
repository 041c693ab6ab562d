import Foundation
import Yams

/// Reads scene settings from YAML.
package enum SceneSettingsFile {
    /// The settings in the file at `path`; what it does not name keeps its default.
    package static func read(path: String) throws(SynthesisError) -> SceneSettings {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(bytes: data, encoding: .utf8)
        else { throw .unreadable(path: path, reason: "no such file, or it may not be read") }
        return try parse(text, path: path)
    }

    /// The settings that `text` gives; `path` is what errors name.
    package static func parse(_ text: String, path: String) throws(SynthesisError) -> SceneSettings {
        do {
            let defaults = try compose(YAMLEncoder().encode(SceneSettings()))
            guard let given = try Yams.compose(yaml: text) else { return SceneSettings() }
            let merged = try overlay(given, on: defaults, key: "")
            return try YAMLDecoder().decode(SceneSettings.self, from: serialize(node: merged))
        } catch let fault as Fault {
            throw .unreadable(path: path, reason: fault.text)
        } catch DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context),
            DecodingError.valueNotFound(_, let context)
        {
            let key = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw .unreadable(path: path, reason: "\(key): \(context.debugDescription)")
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
    }

    private struct Fault: Error { let text: String }

    private static func compose(_ text: String) throws -> Node {
        guard let node = try Yams.compose(yaml: text) else { throw Fault(text: "empty") }
        return node
    }

    /// `node` with `given` in the places that it names; a name that `node` lacks is a mistake.
    private static func overlay(_ given: Node, on node: Node, key: String) throws -> Node {
        guard case .mapping(var known) = node else { return given }
        guard case .mapping(let wanted) = given else {
            throw Fault(text: "line \(given.mark?.line ?? 1): \(key): expected settings with names")
        }
        for (name, value) in wanted {
            let word = name.string ?? "?"
            guard let place = known[word] else {
                let choices = known.keys.compactMap(\.string).joined(separator: ", ")
                throw Fault(
                    text: "line \(name.mark?.line ?? 1): \(key)\(word): there is no such setting; there are "
                        + choices)
            }
            known[word] = try overlay(value, on: place, key: "\(key)\(word).")
        }
        return .mapping(known)
    }
}
