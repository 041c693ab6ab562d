/// What the doctor found when it looked at one thing.
package struct Checkup: Sendable, Hashable, CustomStringConvertible {
    package enum Grade: String, Sendable, CaseIterable {
        case fine = "ok"
        /// It works, but not for long, or not as well as it could.
        case doubtful = "warning"
        case bad
    }

    package let grade: Grade
    /// What was looked at, such as `camera aisle-3`.
    package let subject: String
    /// What was found.
    package let detail: String
    /// What to do about it; empty where nothing need be done.
    package let advice: String

    package init(_ grade: Grade, _ subject: String, _ detail: String, advice: String = "") {
        self.grade = grade
        self.subject = subject
        self.detail = detail
        self.advice = advice
    }

    package var description: String {
        let column = 9
        let grade = grade.rawValue + String(repeating: " ", count: column - grade.rawValue.count)
        let line = "\(grade)\(subject): \(detail)"
        return advice.isEmpty ? line : "\(line)\n\(String(repeating: " ", count: column))to do: \(advice)"
    }
}
