internal import Console

/// What happens when changed settings are saved, value by value, for people.
struct SettingsEffects {
    let list: [SettingsCheck.Effect]

    /// `from` and `to`: what the texts give; `nil` for one that is wrong.
    init(_ old: String, _ new: String, from: Settings?, to: Settings?) {
        // Of a text that is no YAML no value is known: there is nothing to compare.
        guard let before = try? SettingsText(old).values, let after = try? SettingsText(new).values else {
            list = []
            return
        }
        var isLive = false
        if let from, let to {
            let controls = ControlChanges(from: from, to: to)
            isLive = controls.areAll && !controls.controls.isEmpty
        }
        let isSame = from != nil && from == to
        list = ValueChange.all(from: before, to: after).map { change in
            let effect =
                isSame
                ? "nothing changes: it means what it meant"
                : isLive ? "at once: the cameras go on" : Self.effect(of: change)
            return SettingsCheck.Effect(
                path: change.path.description, from: change.old.map(Self.text), to: change.new.map(Self.text),
                effect: effect)
        }
    }

    private static let restart = "all stops for about a second and starts anew"

    /// A line for people, of a few changes.
    static func summary(_ effects: [SettingsCheck.Effect]) -> String {
        guard !effects.isEmpty else { return "comments or layout changed" }
        let shown = effects.prefix(3).map { effect in
            switch (effect.from, effect.to) {
            case (nil, let to?): "\(effect.path) added: \(shortened(to, 40))"
            case (let from?, nil): "\(effect.path) removed: \(shortened(from, 40))"
            case (let from, let to):
                "\(effect.path): \(shortened(from ?? "", 40)) → \(shortened(to ?? "", 40))"
            }
        }
        let rest = effects.count > 3 ? ["and \(effects.count - 3) more"] : []
        return (shown + rest).joined(separator: "; ")
    }

    private static func effect(of change: ValueChange) -> String {
        [own(change), restart].compactMap(\.self).joined(separator: "; ")
    }

    /// What a change brings beside the new start.
    private static func own(_ change: ValueChange) -> String? {
        let steps = change.path.steps
        guard case .key(let part) = steps.first else { return nil }
        let last: String? = if case .key(let name) = steps.last { name } else { nil }
        switch part {
        case "store", "device":
            return "all MQTT topics change: what listens to the old ones hears nothing more"
        case "zones": return zone(change, key: steps.count > 2 ? steps[2] : nil)
        case "cameras" where steps.count == 2 && change.new == nil: return "the camera is let go"
        case "cameras" where steps.count == 2: return "the camera is opened"
        case "cameras" where last == "id":
            return "it counts as another camera, whose right view is learned anew"
        case "mqtt": return "the connection to the broker is made anew"
        case "console":
            return last == "folder"
                ? "accounts, tokens and history are those of the new folder"
                : "the console is served anew: open it at its new address if that changes"
        case "models", "catalogue": return "it is loaded first, while the old one goes on"
        case "planograms": return "what stands where is judged by the new plans"
        case "state_file": return "what is open is forgotten, unless the file is moved along"
        case "figures" where last == "file": return "the figures until now stay in the old file"
        case "figures" where last == "keep_days" || last == "limit_mb":
            return "what is beyond the limit is deleted"
        case "recording" where last == "limit_mb": return "frames beyond the limit are deleted"
        case "pictures" where change.new != nil: return "pictures are kept that show whoever is in view"
        default: return nil
        }
    }

    private static func zone(_ change: ValueChange, key: SettingsPath.Step?) -> String? {
        guard case .key(let key) = key else {
            return change.new == nil
                ? "its open deviations close and its topics are cleared" : "the zone is watched from now on"
        }
        switch key {
        case "id": return "it counts as another zone: open deviations of the old one close"
        case "camera", "points", "corners", "picture_size", "lens":
            return "the zone lies elsewhere in the picture; moves that were followed are forgotten"
        case "planogram", "bay":
            return "the zone is judged by another plan; deviations of positions that it does not have close"
        case "outline", "masks": return "slots that can be seen no more are not observed"
        default: return nil
        }
    }

    /// As it would stand in the file, but no longer than a line.
    private static func text(_ value: JSONValue) -> String { shortened(YAMLTree(value).inline, 200) }

    private static func shortened(_ text: String, _ length: Int) -> String {
        text.count > length ? text.prefix(length - 1) + "…" : text
    }
}
