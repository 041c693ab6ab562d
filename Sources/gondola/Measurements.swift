internal import Foundation

/// Figures as a flat JSON object, for `--json FILE`; tables lie in it as lists of flat objects.
struct Measurements {
    enum Value: Encodable {
        case number(Double)
        case text(String)
        case rows([[String: Value]])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            case .rows(let rows): try container.encode(rows)
            }
        }
    }

    private var values: [String: Value] = [:]

    subscript(name: String) -> Double? {
        get { if case .number(let number) = values[name] { number } else { nil } }
        set { values[name] = newValue.map(Value.number) }
    }

    mutating func note(_ name: String, _ text: String) { values[name] = .text(text) }

    /// A table: each row names its columns.
    mutating func note(_ name: String, rows: [[String: Value]]) { values[name] = .rows(rows) }

    /// Writes to `path`; no path, no file.
    func write(to path: String?) throws {
        guard let path else { return }
        try ResultFile.write(json: values, isIndented: true, to: path)
    }
}
