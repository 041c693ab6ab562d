internal import Yams

/// One thing wrong with a settings file, with its place.
package struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    package let line: Int?
    /// Such as `cameras[0].v4l2.width`.
    package let key: String
    package let reason: String

    package var description: String {
        let place = [line.map { "line \($0)" }, key.isEmpty ? nil : key].compactMap(\.self).joined(
            separator: ": ")
        return place.isEmpty ? reason : "\(place): \(reason)"
    }
}

/// Reads one YAML mapping key by key: takes what is asked for, notes every problem, and knows what nobody asked for.
///
/// After a problem it hands out the default, so that reading goes on and all problems are reported together.
struct SettingsReader {
    private let mapping: Node.Mapping
    private let path: String
    private let line: Int?
    private(set) var problems: [SettingsProblem] = []
    private var asked: Set<String> = []

    init(_ node: Node, path: String) {
        self.path = path
        line = node.mark?.line
        if let mapping = node.mapping {
            self.mapping = mapping
        } else {
            mapping = Node.Mapping([])
            problems.append(SettingsProblem(line: line, key: path, reason: "expected keys with values"))
        }
    }

    /// Notes a problem with `key`, or with the mapping as a whole.
    mutating func report(_ key: String?, _ reason: String) {
        let node = key.flatMap { mapping[Node($0)] }
        let place = [path.isEmpty ? nil : path, key].compactMap(\.self).joined(separator: ".")
        problems.append(SettingsProblem(line: node?.mark?.line ?? line, key: place, reason: reason))
    }

    /// Notes a problem with one item of the list `key`.
    mutating func report(_ key: String, item: Int, _ reason: String) {
        let items = mapping[Node(key)]?.sequence
        let node = items.flatMap { item < $0.count ? $0[item] : nil }
        problems.append(
            SettingsProblem(
                line: node?.mark?.line ?? line, key: "\(child(key))[\(item)]", reason: reason))
    }

    /// Takes over what a reader of a part found.
    mutating func adopt(_ found: [SettingsProblem]) { problems += found }

    /// Every problem of this mapping, unknown keys among them; `known` are keys that need not be asked for.
    ///
    /// Call it last.
    mutating func finish(known: [String] = []) -> [SettingsProblem] {
        asked.formUnion(known)
        for key in mapping.keys {
            let name = key.string ?? "?"
            if !asked.contains(name) {
                report(name, "unknown key: known here are \(asked.sorted().joined(separator: ", "))")
            }
        }
        return problems
    }

    /// Whether the file gives `key`.
    func contains(_ key: String) -> Bool { mapping[Node(key)] != nil }

    mutating func text(_ key: String, default fallback: String? = nil) -> String {
        guard let node = node(key, required: fallback == nil) else { return fallback ?? "" }
        guard let text = node.scalar?.string, !text.isEmpty else {
            report(key, "expected a text")
            return fallback ?? ""
        }
        return text
    }

    /// A name that may stand in an MQTT topic: letters, digits, '-', '_' and '.', at most 64.
    mutating func identifier(_ key: String) -> String {
        let name = text(key)
        if contains(key), !name.isEmpty, !Self.isIdentifier(name) {
            report(key, "expected at most 64 letters, digits, '-', '_' or '.'")
        }
        return name
    }

    /// Whether `identifier` takes this name.
    static func isIdentifier(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int {
        guard let node = node(key, required: fallback == nil) else { return fallback ?? range.lowerBound }
        guard let value = node.int, range.contains(value) else {
            report(key, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
            return fallback ?? range.lowerBound
        }
        return value
    }

    mutating func number(_ key: String, in range: ClosedRange<Double>, default fallback: Double) -> Double {
        guard let node = node(key, required: false) else { return fallback }
        guard let value = node.float, range.contains(value) else {
            report(key, "expected a number from \(range.lowerBound) to \(range.upperBound)")
            return fallback
        }
        return value
    }

    mutating func flag(_ key: String, default fallback: Bool) -> Bool {
        guard let node = node(key, required: false) else { return fallback }
        guard let value = node.bool else {
            report(key, "expected true or false")
            return fallback
        }
        return value
    }

    /// One of the words that `Word` knows.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Word
    ) -> Word where Word.RawValue == String {
        guard let node = node(key, required: false) else { return fallback }
        if let word = node.scalar.flatMap({ Word(rawValue: $0.string) }) { return word }
        report(key, "expected one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        return fallback
    }

    /// Exactly `count` numbers, such as `[1920, 1080]`.
    mutating func numbers(_ key: String, count: Int) -> [Double] { numbers(key, counts: count...count) }

    /// As many numbers as `counts` allows.
    mutating func numbers(_ key: String, counts: ClosedRange<Int>) -> [Double] {
        guard let node = node(key, required: true) else { return [] }
        let values = node.sequence?.compactMap(\.float) ?? []
        guard counts.contains(values.count), node.sequence?.count == values.count,
            values.allSatisfy(\.isFinite)
        else {
            let count =
                counts.count == 1 ? "\(counts.upperBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
            report(key, "expected \(count) numbers in brackets")
            return []
        }
        return values
    }

    /// A list of pairs of numbers, such as `[[0, 0], [640, 0]]`; none if the key is not there.
    mutating func pairs(_ key: String) -> [(Double, Double)] {
        guard let node = node(key, required: false) else { return [] }
        guard let items = node.sequence else {
            report(key, "expected a list of points, each as [x, y]")
            return []
        }
        return items.enumerated().map { index, item in
            let values = item.sequence?.compactMap(\.float) ?? []
            guard values.count == 2, item.sequence?.count == 2, values.allSatisfy(\.isFinite) else {
                report(key, item: index, "expected a point as [x, y]")
                return (0, 0)
            }
            return (values[0], values[1])
        }
    }

    /// Names with whole numbers, or with true and false for 1 and 0; none if the key is not there.
    mutating func integers(_ key: String) -> [String: Int] {
        guard let node = node(key, required: false) else { return [:] }
        var found: [String: Int] = [:]
        for (name, value) in node.mapping ?? [:] {
            guard let name = name.string, let number = value.int ?? value.bool.map({ $0 ? 1 : 0 }),
                Int32(exactly: number) != nil
            else {
                report(key, "expected names with whole numbers, true or false")
                return [:]
            }
            found[name] = number
        }
        if node.mapping == nil { report(key, "expected names with whole numbers, true or false") }
        return found
    }

    /// The text of a key that may have keys of its own in its place; `nil` if it has, or is not there.
    mutating func word(_ key: String) -> String? { node(key, required: false)?.scalar?.string }

    /// A part with keys of its own; `nil` if it is not there.
    mutating func part(_ key: String) -> SettingsReader? {
        node(key, required: false).map { SettingsReader($0, path: child(key)) }
    }

    /// A list of parts.
    mutating func parts(_ key: String, required: Bool = true) -> [SettingsReader] {
        guard let node = node(key, required: required) else { return [] }
        guard let items = node.sequence else {
            report(key, "expected a list")
            return []
        }
        return items.enumerated().map { SettingsReader($1, path: "\(child(key))[\($0)]") }
    }

    /// A list of texts.
    mutating func texts(_ key: String) -> [String] {
        guard let node = node(key, required: true) else { return [] }
        guard let items = node.sequence, !items.isEmpty else {
            report(key, "expected a list of texts")
            return []
        }
        return items.compactMap { $0.scalar?.string }
    }

    private func child(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private mutating func node(_ key: String, required: Bool) -> Node? {
        asked.insert(key)
        if let node = mapping[Node(key)] { return node }
        if required { report(key, "is missing") }
        return nil
    }
}
