import Retail

/// Reads the fields of a table's rows, and notes every one that can't be read instead of stopping at the first.
struct FieldReader {
    private(set) var faults: [ImportFault] = []
    /// Whether `3,5` is a number.
    private let hasDecimalComma: Bool

    init(hasDecimalComma: Bool = false) { self.hasDecimalComma = hasDecimalComma }

    /// The text at `index` without the space around it; empty if the row is shorter.
    func text(_ row: CSVText.Row, _ index: Int?) -> String {
        guard let index, index < row.fields.count else { return "" }
        let field = row.fields[index]
        return String(field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// `nil` if the field is empty, or faulty.
    mutating func number(
        _ row: CSVText.Row, _ index: Int?, _ name: String, in range: ClosedRange<Double>
    ) -> Double? {
        let text = text(row, index)
        guard !text.isEmpty else { return nil }
        let plain = hasDecimalComma ? text.replacing(",", with: ".") : text
        guard let value = Double(plain), value.isFinite else {
            fault(row, name, "\"\(text.prefix(40))\" is no number")
            return nil
        }
        guard range.contains(value) else {
            fault(
                row, name,
                "\(text.prefix(40)): a number from \(range.lowerBound) to \(range.upperBound) is expected")
            return nil
        }
        return value
    }

    /// `nil` if the field is empty, or faulty.
    mutating func whole(_ row: CSVText.Row, _ index: Int?, _ name: String, in range: ClosedRange<Int>) -> Int?
    {
        guard let value = number(row, index, name, in: -1e9...1e9) else { return nil }
        if let whole = Int(exactly: value), range.contains(whole) { return whole }
        fault(
            row, name,
            "\(text(row, index).prefix(40)): a whole number from \(range.lowerBound) to \(range.upperBound) is expected"
        )
        return nil
    }

    mutating func fault(_ row: CSVText.Row, _ name: String, _ reason: String) {
        faults.append(ImportFault(line: row.line, field: name, reason: reason))
    }
}
