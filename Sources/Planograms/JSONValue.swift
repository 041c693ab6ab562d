/// JSON as it stands in a file, before anything is known of its meaning.
///
/// Decoding straight into the model would stop at the first problem; this form lets the reader name all of
/// them.
enum JSONValue {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// The value in the words of an error message.
    var summary: String {
        switch self {
        case .null: "null"
        case .flag(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
        case .text(let value): "\"\(value.prefix(40))\""
        case .list: "a list"
        case .object: "an object"
        }
    }
}
