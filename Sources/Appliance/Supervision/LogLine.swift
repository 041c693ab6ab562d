/// A message of the log with what belongs to it, in one line.
package enum LogLine {
    /// `message key=value …`, keys in their order; a value with spaces, quotes or nothing in it is quoted.
    package static func text(_ message: String, _ values: [String: String]) -> String {
        let parts = values.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }
        return ([flat(message)] + parts).joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String {
        let plain =
            !value.isEmpty && value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" }
        if plain { return value }
        let escaped = value.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        return "\"\(flat(escaped))\""
    }

    /// The journal takes each line for a message of its own; other control characters could pretend things on a terminal.
    private static func flat(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }))
    }
}
