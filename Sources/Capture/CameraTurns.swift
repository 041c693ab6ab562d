internal import Synchronization

/// Whose turn it is among cameras that can't stream at once, as several on one USB controller can't.
///
/// Cameras of one group are opened one after the other, in the order in which they ask. While a group is not shared its
/// cameras stream at once.
package final class CameraTurns: Sendable {
    /// A camera's stream or turn, or its wait for a turn.
    package struct Ticket: Sendable {
        fileprivate let group: String
        fileprivate let number: Int
    }

    private struct Group {
        /// Since when its cameras take turns; `nil`: they stream at once.
        var sharedSince: ContinuousClock.Instant?
        /// Cameras that stream at once; nobody's turn begins before they have stopped.
        var streaming: Set<Int> = []
        /// Who waits, and first whose turn it is.
        var line: [Int] = []
        var begun: ContinuousClock.Instant?
        var tickets = 0
    }

    private let groups = Mutex([String: Group]())
    private let longestTurn: Duration
    private let report: @Sendable (_ group: String) -> Void

    /// A turn or stream that does not end for `longestTurn` is that of a camera whose driver hangs: nobody waits for it.
    ///
    /// `report` is called when the cameras of a group begin to take turns.
    package init(
        longestTurn: Duration = .seconds(30), report: @escaping @Sendable (_ group: String) -> Void = { _ in }
    ) {
        self.longestTurn = longestTurn
        self.report = report
    }

    package func isShared(_ group: String) -> Bool { groups.withLock { $0[group]?.sharedSince != nil } }

    /// Lets the cameras of a group take turns from now on.
    package func share(_ group: String) {
        let isNew = groups.withLock { groups in
            let isNew = groups[group]?.sharedSince == nil
            if isNew { groups[group, default: Group()].sharedSince = .now }
            return isNew
        }
        if isNew { report(group) }
    }

    /// Lets the cameras of a group take turns if that helps one for which there is no room: if others of it stream.
    ///
    /// Returns whether they take turns then.
    func shareIfOthersStream(_ group: String) -> Bool {
        if groups.withLock({ $0[group]?.streaming.isEmpty == false }) { share(group) }
        return isShared(group)
    }

    /// Notes that a camera of the group streams, until `end`.
    func stream(in group: String) -> Ticket {
        let number = groups.withLock { groups in
            let number = Self.newNumber(&groups, group)
            groups[group]?.streaming.insert(number)
            return number
        }
        return Ticket(group: group, number: number)
    }

    /// Waits for a turn, which lasts until `end`; `nil` when `context` asks to stop first.
    func begin(in group: String, context: CameraContext) -> Ticket? {
        let number = groups.withLock { groups in
            let number = Self.newNumber(&groups, group)
            groups[group]?.line.append(number)
            return number
        }
        let ticket = Ticket(group: group, number: number)
        while !isTurn(of: ticket) {
            guard context.sleep(until: .now.advanced(by: .milliseconds(20))) else {
                end(ticket)
                return nil
            }
        }
        return ticket
    }

    func end(_ ticket: Ticket) {
        groups.withLock { groups in
            guard var group = groups[ticket.group] else { return }
            group.streaming.remove(ticket.number)
            if group.line.first == ticket.number { group.begun = nil }
            group.line.removeAll { $0 == ticket.number }
            groups[ticket.group] = group
        }
    }

    private func isTurn(of ticket: Ticket) -> Bool {
        groups.withLock { groups in
            guard var group = groups[ticket.group] else { return false }
            defer { groups[ticket.group] = group }
            if let begun = group.begun, begun.duration(to: .now) > longestTurn {
                group.line.removeFirst()
                group.begun = nil
            }
            if let since = group.sharedSince, since.duration(to: .now) > longestTurn { group.streaming = [] }
            guard group.line.first == ticket.number, group.begun == nil, group.streaming.isEmpty else {
                return false
            }
            group.begun = .now
            return true
        }
    }

    private static func newNumber(_ groups: inout [String: Group], _ group: String) -> Int {
        groups[group, default: Group()].tickets += 1
        return groups[group]?.tickets ?? 0
    }
}
