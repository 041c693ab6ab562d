internal import Console
package import Retail
internal import Yams

/// Writes zones into the text of a settings file, whose comments and order stay.
///
/// Pixels and millimetres are written to a tenth. What comes out is read again and must be the zone that was meant.
package enum ZoneText {
    /// The keys of a registration.
    private static let registration: Set<String> = ["planogram", "bay", "picture_size", "points", "corners"]

    /// A zone as an item of the list `zones`, each line indented by `indent`.
    package static func item(_ zone: Zone, indent: String = "  ") -> [String] {
        tree(rounded(zone, keeping: nil), over: nil, keys: nil).blockItem(at: indent.utf8.count)
    }

    /// `text` with `zone` in place of the one with its id, or as a new one.
    ///
    /// Keys at their standard are left out unless they stand there already.
    package static func written(_ zone: Zone, into text: String) throws(SettingsTextError) -> String {
        try written(zone, into: text, keys: nil)
    }

    /// `text` with the registration of `zone`: its planogram, bay, picture size and points; all else of a zone that is there stays.
    package static func registered(_ zone: Zone, into text: String) throws(SettingsTextError) -> String {
        try written(zone, into: text, keys: registration)
    }

    /// `text` without the zone, its comments and those right above it.
    package static func removed(_ id: String, from text: String) throws(SettingsTextError) -> String {
        var document = try Document(text)
        guard let place = document.place(of: id) else { throw .noSuchPlace(path: "zones: \(id)") }
        document.items.remove(at: place)
        return try document.text(dropsComments: true)
    }

    private static func written(
        _ zone: Zone, into text: String, keys: Set<String>?
    ) throws(SettingsTextError) -> String {
        var document = try Document(text)
        guard let place = document.place(of: zone.id) else {
            let zone = rounded(zone, keeping: nil)
            document.items.append(tree(zone, over: nil, keys: nil))
            return try check(try document.text(), holds: zone, keys: nil)
        }
        let old = (tree: document.items[place], zone: Self.zone(document.nodes[place], at: place).zone)
        let zone = rounded(zone, keeping: old.zone)
        document.items[place] = tree(zone, over: old, keys: keys)
        return try check(try document.text(), holds: zone, keys: keys)
    }

    /// Throws unless the zone is read from `text` as it is meant.
    private static func check(
        _ text: String, holds zone: Zone, keys: Set<String>?
    ) throws(SettingsTextError) -> String {
        let document = try Document(text)
        guard let place = document.place(of: zone.id) else { throw .differs }
        let (found, problems) = Self.zone(document.nodes[place], at: place)
        if let problem = problems.first { throw .faulty(problem) }
        guard found == zone || (keys != nil && found.isRegistered(as: zone)) else { throw .differs }
        return text
    }

    private static func zone(_ node: Node, at place: Int) -> (zone: Zone, problems: [SettingsProblem]) {
        var reader = SettingsReader(node, path: "zones[\(place)]")
        let zone = reader.zone()
        return (zone, reader.finish())
    }
}

/// The zones of a settings file.
private struct Document {
    private let settings: SettingsText
    private let root: YAMLTree
    let nodes: [Node]
    var items: [YAMLTree]

    init(_ text: String) throws(SettingsTextError) {
        settings = SettingsText(text)
        root = try settings.tree
        let list = try settings.root?.mapping?["zones"]
        let sequence = list?.sequence
        guard list == nil || sequence != nil || list?.null != nil else {
            throw .unsuitable(line: list?.mark?.line)
        }
        nodes = sequence.map { Array($0) } ?? []
        guard case .list(let items) = root[SettingsPath([.key("zones")])] else {
            items = []
            return
        }
        self.items = items
        // Within brackets there is no room for lines of comments, and no line that could stay as it is.
        if let mark = sequence?.mark, !items.isEmpty, settings.character(mark) == "[" {
            throw .unsuitable(line: mark.line)
        }
    }

    func place(of id: String) -> Int? {
        items.firstIndex { item in
            guard case .scalar(let name, _) = item[SettingsPath([.key("id")])] else { return false }
            return name == id
        }
    }

    func text(dropsComments: Bool = false) throws(SettingsTextError) -> String {
        var settings = settings
        try settings.become(
            try root.with(.list(items), at: SettingsPath([.key("zones")])), dropsComments: dropsComments)
        return settings.text
    }
}

extension Zone {
    /// Whether it is the same part of a picture of the same bay.
    fileprivate func isRegistered(as other: Zone) -> Bool {
        id == other.id && planogram == other.planogram && bay == other.bay && pointPairs == other.pointPairs
            && corners == other.corners && pictureSize == other.pictureSize
    }
}
