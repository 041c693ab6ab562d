/// The members of an object in a request, each taken once; what nobody takes is unknown.
struct JSONFields {
    /// Of the object; empty: the whole.
    private let path: String
    private var members: [String: JSONValue]

    init(_ value: JSONValue, at path: String = "") throws(Refusal) {
        guard case .object(let members) = value else { throw Refusal.field(path, "expected an object") }
        self.path = path
        self.members = members
    }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Takes a value; `null` and a key that is not there mean the same.
    mutating func take(_ key: String) -> JSONValue? {
        let value = members.removeValue(forKey: key)
        return value == .null ? nil : value
    }

    /// What `read` makes of the member, if there is one.
    mutating func optional<Value>(
        _ key: String, _ read: (inout JSONFields, String) throws(Refusal) -> Value
    ) throws(Refusal) -> Value? {
        guard has(key) else {
            members[key] = nil
            return nil
        }
        return try read(&self, key)
    }

    func has(_ key: String) -> Bool { (members[key] ?? .null) != .null }

    /// To be called when all that is known has been taken.
    func finish() throws(Refusal) {
        guard let key = members.keys.sorted().first else { return }
        throw Refusal.field(path(of: String(key.prefix(100))), "is not known here")
    }

    mutating func text(_ key: String, length: ClosedRange<Int> = 1...200) throws(Refusal) -> String? {
        guard let value = take(key) else { return nil }
        guard case .text(let text) = value else { throw .field(path(of: key), "expected a text") }
        guard length.contains(text.unicodeScalars.count) else {
            throw .field(path(of: key), "expected \(length.lowerBound) to \(length.upperBound) characters")
        }
        return text
    }

    mutating func neededText(_ key: String, length: ClosedRange<Int> = 1...200) throws(Refusal) -> String {
        guard let text = try text(key, length: length) else { throw .field(path(of: key), "is missing") }
        return text
    }

    mutating func number(_ key: String, in range: ClosedRange<Double>) throws(Refusal) -> Double? {
        guard let value = take(key) else { return nil }
        return try Self.number(value, at: path(of: key), in: range)
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) throws(Refusal) -> Choice?
    where Choice.RawValue == String {
        guard let value = take(key) else { return nil }
        guard case .text(let text) = value, let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw .field(path(of: key), "expected one of \(names)")
        }
        return choice
    }

    /// Each element of a list with its path; empty if there is none.
    mutating func list<Element>(
        _ key: String, count: ClosedRange<Int>,
        _ read: (_ value: JSONValue, _ path: String) throws(Refusal) -> Element
    ) throws(Refusal) -> [Element] {
        guard let value = take(key) else { return [] }
        return try Self.list(value, at: path(of: key), count: count, read)
    }

    static func list<Element>(
        _ value: JSONValue, at path: String, count: ClosedRange<Int>,
        _ read: (_ value: JSONValue, _ path: String) throws(Refusal) -> Element
    ) throws(Refusal) -> [Element] {
        guard case .list(let values) = value else { throw .field(path, "expected a list") }
        guard count.contains(values.count) else {
            throw .field(path, "expected \(count.lowerBound) to \(count.upperBound) values")
        }
        var elements: [Element] = []
        for (index, value) in values.enumerated() { elements.append(try read(value, "\(path)[\(index)]")) }
        return elements
    }

    static func number(
        _ value: JSONValue, at path: String, in range: ClosedRange<Double>
    ) throws(Refusal) -> Double {
        guard case .number(let number) = value, range.contains(number) else {
            throw .field(path, "expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    static func integer(_ value: JSONValue, at path: String, in range: ClosedRange<Int>) throws(Refusal)
        -> Int
    {
        guard case .number(let number) = value, let whole = Int(exactly: number), range.contains(whole) else {
            throw .field(path, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }
}
