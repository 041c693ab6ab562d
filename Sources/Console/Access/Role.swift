/// What somebody may do; each role may do what those before it may.
package enum Role: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// Sees everything but accounts, tokens and the audit log.
    case viewer
    /// Also acknowledges, suppresses, confirms, accepts views, and tries out zones.
    case `operator`
    /// Also changes zones, settings, accounts and tokens.
    case admin

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .operator: 1
        case .admin: 2
        }
    }
}
