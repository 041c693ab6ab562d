internal import FoundationEssentials

/// Whether the appliance does all that it is there for, and what it does not.
package struct HealthVerdict: Sendable, Hashable, Encodable {
    /// One thing that is wrong.
    package struct Problem: Sendable, Hashable, Encodable {
        /// What kind of thing: `camera`, `model`, `catalogue`, `disk`, `broker`, `clock`.
        package let part: String
        /// Which of them, if there are several.
        package let name: String?
        /// What is wrong, and what to do if that is known.
        package let reason: String
        /// Since when, RFC 3339.
        package let since: String

        package init(part: String, name: String?, reason: String, since: String) {
            self.part = part
            self.name = name
            self.reason = reason
            self.since = since
        }
    }

    /// `ok` or `bad`.
    package let status: String
    package let problems: [Problem]

    package init(problems: [Problem]) {
        status = problems.isEmpty ? "ok" : "bad"
        self.problems = problems
    }

    package var isFine: Bool { problems.isEmpty }

    /// The body of the answer.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        } catch {
            // Texts and lists of texts: nothing is left to fail.
            preconditionFailure("a verdict cannot be encoded: \(error)")
        }
    }
}
