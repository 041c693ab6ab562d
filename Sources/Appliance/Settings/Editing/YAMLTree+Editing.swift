internal import Console

/// Values at a place.
extension YAMLTree {
    subscript(path: SettingsPath) -> YAMLTree? {
        var tree = self
        for step in path.steps {
            switch (step, tree) {
            case (.key(let name), .map(let pairs)):
                guard let value = pairs.first(where: { $0.key == name })?.value else { return nil }
                tree = value
            case (.item(let index), .list(let items)) where index < items.count: tree = items[index]
            default: return nil
            }
        }
        return tree
    }

    /// With `value` at `path`, which may be a new key of a map or one item more of a list; `nil` takes it out.
    func with(_ value: YAMLTree?, at path: SettingsPath) throws(SettingsTextError) -> YAMLTree {
        try with(value, at: path.steps[...], of: path)
    }

    /// Gives a map's key a value, or takes it out; a new one comes after those that `order` names before it.
    mutating func put(_ value: YAMLTree?, at key: String, in order: [String]) {
        guard case .map(var pairs) = self else { return }
        let place = pairs.firstIndex { $0.key == key }
        switch (value, place) {
        case (nil, nil): return
        case (nil, let place?): pairs.remove(at: place)
        case (let value?, let place?): pairs[place].value = value
        case (let value?, nil):
            let before = order.prefix { $0 != key }
            let last = pairs.lastIndex { before.contains($0.key) }
            pairs.insert((key, value), at: last.map { $0 + 1 } ?? pairs.count)
        }
        self = .map(pairs)
    }

    private func with(
        _ value: YAMLTree?, at steps: ArraySlice<SettingsPath.Step>, of path: SettingsPath
    ) throws(SettingsTextError) -> YAMLTree {
        guard let step = steps.first else { return value ?? .scalar("null", isPlain: true) }
        let rest = steps.dropFirst()
        switch (step, isNothing ? Self.holder(of: step) : self) {
        case (.key(let name), .map(var pairs)):
            if let place = pairs.firstIndex(where: { $0.key == name }) {
                if value == nil, rest.isEmpty {
                    pairs.remove(at: place)
                } else {
                    pairs[place].value = try pairs[place].value.with(value, at: rest, of: path)
                }
            } else if value != nil {
                pairs.append((name, try YAMLTree.nothing.with(value, at: rest, of: path)))
            }
            return .map(pairs)
        case (.item(let index), .list(var items)) where index < items.count:
            if value == nil, rest.isEmpty {
                items.remove(at: index)
            } else {
                items[index] = try items[index].with(value, at: rest, of: path)
            }
            return .list(items)
        case (.item(let index), .list(let items)) where index == items.count && value != nil:
            return .list(items + [try YAMLTree.nothing.with(value, at: rest, of: path)])
        default:
            throw .noSuchPlace(path: path.description)
        }
    }

    private static let nothing = YAMLTree.scalar("null", isPlain: true)

    private static func holder(of step: SettingsPath.Step) -> YAMLTree {
        switch step {
        case .key: .map([])
        case .item: .list([])
        }
    }

    private var isNothing: Bool { json == .null }
}
