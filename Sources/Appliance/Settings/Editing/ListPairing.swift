internal import Console

/// Which item of an old list becomes which of a new one.
enum ListPairing {
    /// For each new item the old one that it takes the place of, in rising order; `nil`: it is added.
    ///
    /// Items that are the same stay; between those, items with the same `id` belong together, and then items in their order.
    static func pairs(_ old: [YAMLTree], _ new: [YAMLTree]) -> [Int?] {
        let (oldValues, newValues) = (old.map(\.json), new.map(\.json))
        var pairs = [Int?](repeating: nil, count: new.count)
        // The longest common subsequence of items that are the same or have the same name.
        func fit(_ first: Int, _ second: Int) -> Bool {
            if oldValues[first] == newValues[second] { return true }
            guard let name = id(oldValues[first]) else { return false }
            return name == id(newValues[second])
        }
        var lengths = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
        for first in old.indices.reversed() {
            for second in new.indices.reversed() {
                lengths[first][second] =
                    fit(first, second)
                    ? lengths[first + 1][second + 1] + 1
                    : max(lengths[first + 1][second], lengths[first][second + 1])
            }
        }
        var (first, second) = (0, 0)
        while first < old.count, second < new.count {
            if fit(first, second) {
                pairs[second] = first
                (first, second) = (first + 1, second + 1)
            } else if lengths[first + 1][second] >= lengths[first][second + 1] {
                first += 1
            } else {
                second += 1
            }
        }
        pairRest(&pairs, oldValues, newValues)
        return pairs
    }

    /// Between two of those, items belong together in their order, unless some were added or removed that have other names.
    private static func pairRest(_ pairs: inout [Int?], _ old: [JSONValue], _ new: [JSONValue]) {
        var (oldStart, newStart) = (0, 0)
        while newStart <= new.count {
            let newEnd = pairs[newStart...].firstIndex { $0 != nil } ?? new.count
            let oldEnd = newEnd < new.count ? pairs[newEnd] ?? old.count : old.count
            let isRenaming = newEnd - newStart == oldEnd - oldStart
            var next = oldStart
            for index in newStart..<newEnd where next < oldEnd {
                guard isRenaming || id(old[next]) == nil || id(new[index]) == nil else { continue }
                pairs[index] = next
                next += 1
            }
            (oldStart, newStart) = (oldEnd + 1, newEnd + 1)
        }
    }

    private static func id(_ value: JSONValue) -> JSONValue? {
        guard case .object(let members) = value else { return nil }
        return members["id"]
    }
}
