internal import Foundation
internal import Logging
internal import Retail
internal import Synchronization

/// Writes the daemon's log to standard error, one line a message: with the level's number in front where that is the
/// system's journal (sd-daemon(3)), with the time elsewhere.
///
/// What follows the message is `key=value`, with quotes where a value has spaces. A warning or error that comes again
/// and again is written once, and then every ten minutes with how often it came.
struct ServiceLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    var metadataProvider: Logger.MetadataProvider?

    private let isJournal: Bool
    private let memory: Memory

    /// What all copies of a handler share.
    private final class Memory: Sendable {
        let filter = Mutex(RepeatFilter())
        let start = ContinuousClock.now
    }

    /// The one of this process, so that all its loggers know what was said already.
    static let shared = ServiceLog()

    private init() {
        // Set by systemd for what is connected to its journal (systemd.exec(5)).
        isJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
        memory = Memory()
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        var line = LogLine.text(event.message.description, all.mapValues(\.description))
        if event.level >= .warning {
            let now = (ContinuousClock.now - memory.start) / .seconds(1)
            guard let heldBack = memory.filter.withLock({ $0.admit(line, at: now) }) else { return }
            if heldBack > 0 { line += " repeated=\(heldBack)" }
        }
        let head =
            isJournal
            ? "<\(Self.number(event.level))>"
            : "\(UTCTime(seconds: Date().timeIntervalSince1970)) \(event.level) "
        FileHandle.standardError.write(Data("\(head)\(line)\n".utf8))
    }

    /// The levels of syslog(3).
    private static func number(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
