/// The form of a value, as the OpenAPI document tells it (https://json-schema.org/draft/2020-12).
indirect enum Schema: Sendable {
    case boolean
    case integer(ClosedRange<Int>?)
    case number(ClosedRange<Double>?)
    case text(ClosedRange<Int>?)
    case pattern(String)
    case choice([String])
    /// RFC 3339.
    case time
    case list(Schema, count: ClosedRange<Int>?)
    /// Members by their keys; a key that ends with `?` need not be there.
    case object([String: Schema])
    /// Any keys.
    case map(Schema)
    /// One of the document's own, by name.
    case named(String)
    case nullable(Schema)
    case either([Schema])
    case anything

    /// A name in an address: anything but control characters.
    static let name = Schema.pattern("^[^\\x00-\\x1f\\x7f]{1,200}$")
    static let text = Schema.text(nil)
    static let integer = Schema.integer(nil)
    static let number = Schema.number(nil)
    /// 0...1.
    static let share = Schema.number(0...1)

    /// An object in a request: for what need not be there, `null` means that it is not.
    static func draft(_ members: [String: Schema]) -> Schema {
        .object(
            Dictionary(
                members.map { ($0, $0.hasSuffix("?") ? .nullable($1) : $1) }, uniquingKeysWith: { $1 }))
    }

    static func list(_ element: Schema) -> Schema { .list(element, count: nil) }

    var json: JSONValue {
        switch self {
        case .boolean: Self.type("boolean")
        case .integer(let range):
            Self.type("integer", ("minimum", range?.lowerBound), ("maximum", range?.upperBound))
        case .number(let range):
            .object(
                ["type": .text("number")].merging(
                    range.map { ["minimum": .number($0.lowerBound), "maximum": .number($0.upperBound)] }
                        ?? [:]
                ) { $1 })
        case .text(let length):
            Self.type("string", ("minLength", length?.lowerBound), ("maxLength", length?.upperBound))
        case .pattern(let pattern): .object(["type": .text("string"), "pattern": .text(pattern)])
        case .choice(let names): .object(["type": .text("string"), "enum": .list(names.map { .text($0) })])
        case .time: .object(["type": .text("string"), "format": .text("date-time")])
        case .list(let element, let count):
            Self.type("array", ("minItems", count?.lowerBound), ("maxItems", count?.upperBound)).adding(
                "items", element.json)
        case .object(let members):
            .object([
                "type": .text("object"), "additionalProperties": .bool(false),
                "required": .list(members.keys.filter { !$0.hasSuffix("?") }.sorted().map { .text($0) }),
                "properties": .object(
                    Dictionary(
                        members.map { ($0.hasSuffix("?") ? String($0.dropLast()) : $0, $1.json) },
                        uniquingKeysWith: { $1 })),
            ])
        case .map(let value): Self.type("object").adding("additionalProperties", value.json)
        case .named(let name): .object(["$ref": .text("#/components/schemas/\(name)")])
        case .nullable(let schema): .object(["anyOf": .list([schema.json, Self.type("null")])])
        case .either(let schemas): .object(["oneOf": .list(schemas.map(\.json))])
        case .anything: .object([:])
        }
    }

    private static func type(_ name: String, _ limits: (String, Int?)...) -> JSONValue {
        var members: [String: JSONValue] = ["type": .text(name)]
        for (key, limit) in limits { members[key] = limit.map { .number(Double($0)) } }
        return .object(members)
    }
}

extension JSONValue {
    fileprivate func adding(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }
}
