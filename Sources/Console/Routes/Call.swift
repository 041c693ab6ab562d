internal import Hummingbird
internal import Retail

/// One request to the API, after everything that can be checked before it is understood.
struct Call: Sendable {
    let console: Console
    let connection: Connection
    let request: Request
    let visitor: Visitor?
    /// From the path.
    let names: [String: String]
    /// From behind the question mark.
    let query: [String: String]
    let body: JSONValue?
    /// From `If-Match`; only where a route needs it.
    let revision: String

    var host: any ConsoleHost { console.host }
    /// Who asks, for those who are told of changes.
    var user: String { visitor?.name ?? "-" }

    func name(_ name: String) -> String { names[name] ?? "" }

    func fields() throws(Refusal) -> JSONFields { try JSONFields(body ?? .object([:])) }

    func text(_ name: String) throws(Refusal) -> String? {
        guard let text = query[name] else { return nil }
        guard (1...200).contains(text.unicodeScalars.count) else {
            throw .field(name, "expected 1 to 200 characters")
        }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = query[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw .field(name, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws(Refusal) -> Choice?
    where Choice.RawValue == String {
        guard let text = query[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .field(name, "expected one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// Seconds since 1970 (UTC).
    func time(_ name: String) throws(Refusal) -> Double? {
        guard let text = query[name] else { return nil }
        guard let time = UTCTime(text) else {
            throw .field(name, "expected a time as 2026-12-01T05:00:00Z")
        }
        return time.seconds
    }
}

/// How a request has come.
struct Connection: Sendable {
    /// Over the loopback listener.
    var isLocal: Bool
    var isSecure: Bool
    /// Of the other side; without its port.
    var address: String

    /// By which tries are counted: a network hands whoever has one IPv6 address a block of them.
    var neighbourhood: String {
        guard address.contains(":") else { return address }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(
            separator: ":")
    }
}

/// Somebody who has shown who they are.
struct Visitor: Sendable {
    enum Way: Sendable {
        case session(key: String, secret: String)
        case token(id: String)
    }

    var name: String
    var role: Role
    var way: Way

    /// By which their streams go.
    var owner: String {
        switch way {
        case .session(let key, _): "session:\(key)"
        case .token(let id): "token:\(id)"
        }
    }
}
