/// Something in a table or a tree that is not as it has to be.
package struct TableProblem: Hashable, Sendable {
    /// The line on which the row begins, or the number of a JSON list's entry, from 1; `nil`: it is about the whole file.
    package let row: Int?
    package let reason: String

    package init(row: Int?, reason: String) {
        (self.row, self.reason) = (row, reason)
    }
}

/// Why a table or a tree can't be used: everything that is wrong with it.
package struct TableError: Error, CustomStringConvertible {
    package let path: String
    package let problems: [TableProblem]

    package init(path: String, problems: [TableProblem]) {
        (self.path, self.problems) = (path, problems)
    }

    init(path: String, row: Int? = nil, _ reason: String) {
        self.init(path: path, problems: [TableProblem(row: row, reason: reason)])
    }

    /// More lines than these help nobody: one wrong column makes a problem of every row.
    private static let mostLines = 20

    /// One line for each of the first problems, and how many more there are.
    package var description: String {
        var lines = problems.prefix(Self.mostLines).map { problem in
            "\(path)\(problem.row.map { ", row \($0)" } ?? ""): \(problem.reason)"
        }
        if problems.count > Self.mostLines {
            lines.append("\(path): and \(problems.count - Self.mostLines) more problems")
        }
        return lines.joined(separator: "\n")
    }
}
