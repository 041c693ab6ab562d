/// The settings file, as text and as values.
package struct SettingsDocument: Sendable, Hashable, Encodable {
    package var revision: String
    package var yaml: String
    /// The values of the file, as they are written: what is not there is at its standard.
    package var values: JSONValue
    /// What is in the file and does not hold yet, since it needs a restart; usually empty.
    package var pending: [String]

    package init(revision: String, yaml: String, values: JSONValue, pending: [String]) {
        self.revision = revision
        self.yaml = yaml
        self.values = values
        self.pending = pending
    }
}

/// What somebody wants the settings to be: a text, or single values that are written into the present text.
package enum SettingsChange: Sendable, Hashable {
    case yaml(String)
    /// Values by their paths, as `cameras[0].interval_seconds`; `nil` takes the key out. Comments stay.
    case values([String: JSONValue?])
}

/// Whether changed settings would hold, and what they would do.
package struct SettingsCheck: Sendable, Hashable, Encodable {
    /// What a change touches: `controls` (at once), `restart` (all stops for a moment)...
    package struct Effect: Sendable, Hashable, Encodable {
        package var path: String
        package var from: String?
        package var to: String?
        /// For people: what happens when it is saved.
        package var effect: String

        package init(path: String, from: String?, to: String?, effect: String) {
            self.path = path
            self.from = from
            self.to = to
            self.effect = effect
        }
    }

    package var problems: [FieldProblem]
    package var effects: [Effect]
    /// Unified, against the present text.
    package var diff: String
    package var yaml: String
    /// The values of `yaml`, for the form; `nil` if it can't be read as YAML.
    package var values: JSONValue?

    package init(
        problems: [FieldProblem], effects: [Effect], diff: String, yaml: String, values: JSONValue? = nil
    ) {
        self.problems = problems
        self.effects = effects
        self.diff = diff
        self.yaml = yaml
        self.values = values
    }
}

/// One state of the settings that was saved.
package struct SettingsRevision: Sendable, Hashable, Encodable {
    package var revision: String
    package var time: String
    package var by: String
    /// For people: what was done.
    package var summary: String

    package init(revision: String, time: String, by: String, summary: String) {
        self.revision = revision
        self.time = time
        self.by = by
        self.summary = summary
    }
}

package struct SettingsRevisionDetail: Sendable, Hashable, Encodable {
    package var revision: SettingsRevision
    package var yaml: String
    /// Unified, against the one before.
    package var diff: String

    package init(revision: SettingsRevision, yaml: String, diff: String) {
        self.revision = revision
        self.yaml = yaml
        self.diff = diff
    }
}

/// A value of JSON.
package indirect enum JSONValue: Sendable, Hashable, Encodable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let whole = Int(exactly: value) {
                try container.encode(whole)
            } else {
                try container.encode(value)
            }
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
