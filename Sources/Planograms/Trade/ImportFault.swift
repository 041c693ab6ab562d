/// Why a file of the trade, or one thing in it, can't be imported.
package struct ImportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1; `nil` if the fault has no line of its own.
    package let line: Int?
    /// The record and field, as `Position field 14 (facings wide)`; empty for the file as a whole.
    package let field: String
    package let reason: String

    package init(line: Int?, field: String, reason: String) {
        self.line = line
        self.field = field
        self.reason = reason
    }

    package var description: String {
        [line.map { "line \($0)" }, field.isEmpty ? nil : field, reason].compactMap(\.self).joined(
            separator: ": ")
    }
}

/// A file that was refused, with everything found wrong in it; nothing of it was taken over.
package struct ImportError: Error, Equatable, CustomStringConvertible {
    /// So many faults tell enough of a file that is broken throughout.
    static let mostFaults = 50

    package let file: String
    /// In the file's order, the first `mostFaults`.
    package let faults: [ImportFault]
    /// How many more there are.
    package let others: Int

    init(file: String, faults: [ImportFault]) {
        self.file = file
        self.faults = Array(faults.prefix(Self.mostFaults))
        others = max(0, faults.count - Self.mostFaults)
    }

    init(file: String, line: Int? = nil, field: String = "", _ reason: String) {
        self.init(file: file, faults: [ImportFault(line: line, field: field, reason: reason)])
    }

    package var description: String {
        let lines = faults.map { "\(file): \($0)" }
        return (lines + (others > 0 ? ["\(file): and \(others) more"] : [])).joined(separator: "\n")
    }
}
