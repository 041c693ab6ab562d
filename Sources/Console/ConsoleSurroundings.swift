internal import Foundation

/// What the console takes from the world around it; tests bring their own.
package struct ConsoleSurroundings: Sendable {
    package enum Listener: Sendable, Hashable {
        case local, remote
    }

    /// Seconds since 1970 (UTC).
    package var now: @Sendable () -> Double = { Date().timeIntervalSince1970 }
    /// The cost N of scrypt for new passwords; 32768 takes 32 MiB and about 0.1 s for each.
    package var passwordCost = 32_768
    /// Between two signs of life in a stream of events.
    package var pulse = Duration.seconds(15)
    /// A request's body is to be there after so long.
    package var bodyPatience = Duration.seconds(30)
    /// Is told each port that is listened on.
    package var listening: @Sendable (Listener, Int) -> Void = { _, _ in }

    package init() {}
}
