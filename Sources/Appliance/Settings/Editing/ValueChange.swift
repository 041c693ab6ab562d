internal import Console

/// One value that differs between two states of the settings.
struct ValueChange {
    let path: SettingsPath
    /// `nil`: it was not there.
    let old: JSONValue?
    /// `nil`: it is not there any more.
    let new: JSONValue?

    /// What differs, in the order of the paths.
    ///
    /// Items of a list belong together by their `id`; other lists are one value. A path has the number that an item has now,
    /// or had if it is gone.
    static func all(from old: JSONValue, to new: JSONValue) -> [ValueChange] {
        changes(old, new, at: SettingsPath([])).sorted { $0.path < $1.path }
    }

    private static func changes(
        _ old: JSONValue?, _ new: JSONValue?, at path: SettingsPath
    ) -> [ValueChange] {
        guard old != new else { return [] }
        switch (old ?? empty(like: new), new ?? empty(like: old)) {
        case (.object(let before), .object(let after)) where isOpen(path, old, new):
            return Set(before.keys).union(after.keys).flatMap { name in
                changes(before[name], after[name], at: path + .key(name))
            }
        case (.list(let before), .list(let after)) where (before + after).allSatisfy({ id(of: $0) != nil }):
            let (oldNames, newNames) = (before.map(id), after.map(id))
            let gone = before.indices.filter { !newNames.contains(oldNames[$0]) }.map {
                ValueChange(path: path + .item($0), old: before[$0], new: nil)
            }
            return gone
                + after.indices.flatMap { index -> [ValueChange] in
                    guard let partner = oldNames.firstIndex(of: newNames[index]) else {
                        return [ValueChange(path: path + .item(index), old: nil, new: after[index])]
                    }
                    return changes(before[partner], after[index], at: path + .item(index))
                }
        default: return [ValueChange(path: path, old: old, new: new)]
        }
    }

    /// Whether the members of an object are told one by one: not those of an item that comes or goes as a whole.
    private static func isOpen(_ path: SettingsPath, _ old: JSONValue?, _ new: JSONValue?) -> Bool {
        if old != nil && new != nil { return true }
        if case .item = path.steps.last { return false }
        return true
    }

    private static func empty(like value: JSONValue?) -> JSONValue {
        switch value {
        case .object: .object([:])
        case .list: .list([])
        default: .null
        }
    }

    private static func id(of value: JSONValue) -> String? {
        guard case .object(let members) = value, case .text(let name) = members["id"] else { return nil }
        return name
    }
}
