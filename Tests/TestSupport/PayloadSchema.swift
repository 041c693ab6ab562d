internal import Foundation

/// The published schemas of the MQTT interface (docs/mqtt.schema.json), applied to messages.
///
/// Stricter than the schemas: whatever is sent has to be described. Understands the part of JSON Schema that they use, and
/// reports a keyword that it does not know as a fault.
package struct PayloadSchema: Sendable {
    private let definitions: JSONValue

    package init() throws {
        let url = PythonScript.root.appendingPathComponent("docs/mqtt.schema.json")
        definitions = try JSONValue(Data(contentsOf: url))["$defs"] ?? .null
    }

    /// What is wrong with a message that was sent on `topic`; empty if nothing is.
    package func faults(topic: String, payload: some Collection<UInt8>) -> [String] {
        let levels = topic.split(separator: "/").dropFirst(4).map(String.init)
        switch levels.first {
        case "availability":
            let words = ["online", "offline", "stopped"]
            return words.contains(String(decoding: payload, as: UTF8.self)) ? [] : ["\(topic): no such word"]
        case "camera", "zone":
            // An empty message clears the topic.
            guard !payload.isEmpty else { return [] }
            let isDeviation = levels.contains("deviation")
            return check(payload, isDeviation ? "deviation" : levels[0] + "State", topic)
        case "info", "health", "event": return check(payload, levels[0], topic)
        case "response": return check(payload, "response", topic)
        default: return ["\(topic): nothing is described for it"]
        }
    }

    private func check(_ payload: some Collection<UInt8>, _ name: String, _ topic: String) -> [String] {
        guard let value = try? JSONValue(payload) else { return ["\(topic): no JSON"] }
        guard let schema = definitions[name] else { return ["\(name): not defined"] }
        return faults(value, schema, topic)
    }

    private func faults(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        guard case .object(let rules) = schema else { return ["\(place): the schema is no object"] }
        return rules.sorted { $0.key < $1.key }.flatMap { keyword, rule in
            faults(value, keyword, rule, schema, place)
        }
    }

    private func faults(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [String] {
        func unless(_ isRight: Bool) -> [String] { isRight ? [] : ["\(place): \(keyword) \(rule): \(value)"] }
        switch keyword {
        case "description", "format": return []
        case "$ref":
            let name = rule.text.map { String($0.dropFirst("#/$defs/".count)) } ?? ""
            guard let target = definitions[name] else { return ["\(place): \(name) is not defined"] }
            return faults(value, target, place)
        case "type": return unless(Self.isOf(type: rule.text ?? "", value))
        case "const": return unless(value == rule)
        case "enum": return unless(rule.array?.contains(value) == true)
        case "minimum": return unless((value.number ?? .nan) >= (rule.number ?? .nan))
        case "maximum": return unless((value.number ?? .nan) <= (rule.number ?? .nan))
        case "minLength": return unless(Double(value.text?.count ?? -1) >= rule.number ?? .nan)
        case "maxLength": return unless(Double(value.text?.count ?? .max) <= rule.number ?? .nan)
        case "maxItems": return unless(Double(value.array?.count ?? .max) <= rule.number ?? .nan)
        case "pattern":
            return unless(value.text?.range(of: rule.text ?? "(", options: .regularExpression) != nil)
        case "oneOf":
            return unless(rule.array?.count { faults(value, $0, place).isEmpty } == 1)
        case "items":
            return (value.array ?? []).enumerated().flatMap { faults($1, rule, "\(place)[\($0)]") }
        case "required":
            let missing = (rule.array ?? []).compactMap(\.text).filter { value[$0] == nil }
            return missing.map { "\(place): \($0) is missing" }
        case "properties", "additionalProperties", "propertyNames":
            return faults(inMembersOf: value, keyword, rule, schema, place)
        default: return ["\(place): the keyword \(keyword) is not understood here"]
        }
    }

    private func faults(
        inMembersOf value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue,
        _ place: String
    ) -> [String] {
        guard case .object(let members) = value else { return [] }
        let isOpen = schema["additionalProperties"] != nil
        return members.sorted { $0.key < $1.key }.flatMap { name, member -> [String] in
            switch keyword {
            case "propertyNames": return faults(.text(name), rule, "\(place).\(name)")
            case "additionalProperties":
                return schema["properties"]?[name] == nil ? faults(member, rule, "\(place).\(name)") : []
            default:
                if let known = rule[name] { return faults(member, known, "\(place).\(name)") }
                return isOpen ? [] : ["\(place).\(name): not described"]
            }
        }
    }

    private static func isOf(type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .text), ("boolean", .bool),
            ("integer", .integer), ("number", .integer), ("number", .number):
            true
        default: false
        }
    }
}
