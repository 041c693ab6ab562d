internal import CSystemd
internal import Dispatch

/// What systemd is told of this process, and asks of it (sd_notify(3)); without systemd nothing is told.
///
/// The one place that calls libsystemd, which is on every machine with systemd and costs one MiB of memory.
enum ServiceManager {
    /// Everything has started, or started anew after `reloading`.
    static func ready(_ status: String) { tell("READY=1\nSTATUS=\(line(status))") }

    /// Settings are being read anew; `ready` has to follow.
    static func reloading() {
        // The manager tells a late answer from an early one by the monotonic clock, which this is on Linux.
        let microseconds = DispatchTime.now().uptimeNanoseconds / 1000
        tell("RELOADING=1\nMONOTONIC_USEC=\(microseconds)\nSTATUS=reading the settings anew")
    }

    static func stopping() { tell("STOPPING=1\nSTATUS=delivering what is decided") }

    /// One line for `systemctl status`.
    static func status(_ text: String) { tell("STATUS=\(line(text))") }

    /// Says that all stages go on.
    static func feedWatchdog() { tell("WATCHDOG=1") }

    /// How long the manager waits for `feedWatchdog` before it starts the daemon anew; `nil`: it does not ask for it.
    static var watchdogLimit: Duration? {
        var microseconds: UInt64 = 0
        // Safe: the call writes one number.
        guard unsafe sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return .microseconds(Int64(clamping: microseconds))
    }

    private static func tell(_ words: String) {
        // Safe: the text lives as long as the call. Its result does not matter: nobody else could be told.
        _ = unsafe sd_notify(0, words)
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }
}
