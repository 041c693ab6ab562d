internal import Foundation

/// Progress of long work on standard error: one line that renews itself on a terminal, a line now and then elsewhere.
enum Progress {
    private static let isTerminal = isatty(2) == 1

    static func show(_ work: String, _ done: Int, of total: Int) {
        guard total > 0 else { return }
        if isTerminal {
            let filled = done * 30 / total
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
            write("\r\(work) [\(bar)] \(done)/\(total)")
        } else if done % max(1, total / 10) == 0 {
            write("\(work) \(done)/\(total)\n")
        }
    }

    static func done() {
        if isTerminal { write("\n") }
    }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
