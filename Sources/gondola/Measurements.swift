internal import Foundation

/// Figures as a flat JSON object, for `--json FILE`; tables lie in it as lists of flat objects.
struct Measurements {
    enum Value: Encodable {
        case number(Double)
        case text(String)
        case rows([[String: Value]])

        fileprivate var shown: String {
            switch self {
            case .number(let number): number.threeDecimals
            case .text(let text): text
            case .rows: ""
            }
        }

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

    /// Prints each figure on a line of its own, tables row by row.
    func show() {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .number(let number): print("\(name): \(number.threeDecimals)")
            case .text(let text): print("\(name): \(text)")
            case .rows(let rows):
                for row in rows {
                    print(
                        "\(name): \(row.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.shown)" }.joined(separator: ", "))"
                    )
                }
            }
        }
    }

    /// Writes to `path`; no path, no file.
    func write(to path: String?) throws {
        guard let path else { return }
        try ResultFile.write(json: values, isIndented: true, to: path)
    }
}
