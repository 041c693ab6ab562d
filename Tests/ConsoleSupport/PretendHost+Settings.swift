package import Console
internal import Synchronization

extension PretendHost {
    package var settingsSchema: String {
        """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {
          "store": {"type": "string"}, "device": {"type": "string"},
          "cameras": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"},
            "interval_seconds": {"type": "number", "minimum": 0.1}}}},
          "console": {"type": "object", "properties": {"port": {"type": "integer"}}}}}
        """
    }

    package func settings() async throws(HostFault) -> SettingsDocument {
        state.withLock { Self.document($0) }
    }

    private static func document(_ state: PretendState) -> SettingsDocument {
        SettingsDocument(
            revision: state.revision, yaml: state.yaml,
            values: .object([
                "store": .text("market-square"), "device": .text("till-side"),
                "cameras": .list([
                    .object(["id": .text("aisle-1"), "interval_seconds": .number(4)]),
                    .object(["id": .text("aisle-2"), "interval_seconds": .number(4)]),
                ]), "console": .object(["port": .number(8080)]),
            ]), pending: [])
    }

    /// Pretends to understand: lines with a colon are settings, and "wrong" is always wrong.
    private func problems(_ yaml: String) -> [FieldProblem] {
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        var problems = lines.enumerated().compactMap { index, line in
            line.contains("wrong")
                ? FieldProblem(path: "store", line: index + 1, reason: "\"wrong\" is never right") : nil
        }
        if !yaml.contains("store:") { problems.append(FieldProblem(path: "store", reason: "is missing")) }
        return problems
    }

    private func text(of change: SettingsChange, over yaml: String) -> String {
        switch change {
        case .yaml(let text): text
        case .values(let values):
            yaml
                + values.sorted { $0.key < $1.key }.map { key, value in
                    "# \(key): \(value.map { "\($0)" } ?? "taken out")\n"
                }.joined()
        }
    }

    package func check(_ change: SettingsChange) async -> SettingsCheck {
        let old = state.withLock { $0.yaml }
        let new = text(of: change, over: old)
        return SettingsCheck(
            problems: problems(new),
            effects: old == new
                ? [] : [.init(path: "store", from: nil, to: nil, effect: "All cameras stop for a moment.")],
            diff: Self.difference(old, new), yaml: new)
    }

    package func save(
        _ change: SettingsChange, over revision: String, by user: String
    ) async throws(HostFault) -> SettingsDocument {
        let new = text(of: change, over: state.withLock { $0.yaml })
        let found = problems(new)
        guard found.isEmpty else { throw .invalid("The settings can't be used.", fields: found) }
        return try keep(new, over: revision, by: user, summary: "settings changed")
    }

    private func keep(
        _ yaml: String, over revision: String, by user: String, summary: String
    ) throws(HostFault) -> SettingsDocument {
        let document = try state.withLock { state throws(HostFault) in
            guard state.revision == revision else { throw .changedMeanwhile(revision: state.revision) }
            state.save(yaml, by: user, summary: summary, now: now())
            return Self.document(state)
        }
        send(.settings(revision: document.revision))
        return document
    }

    package func settingsHistory() async throws(HostFault) -> [SettingsRevision] {
        state.withLock { $0.saved.map(\.card) }
    }

    package func settingsRevision(_ revision: String) async throws(HostFault) -> SettingsRevisionDetail {
        let saved = state.withLock { $0.saved }
        guard let at = saved.firstIndex(where: { $0.card.revision == revision }) else {
            throw .notFound("There is no revision \(revision).")
        }
        let before = at + 1 < saved.count ? saved[at + 1].yaml : ""
        return SettingsRevisionDetail(
            revision: saved[at].card, yaml: saved[at].yaml, diff: Self.difference(before, saved[at].yaml))
    }

    package func restoreSettings(
        _ revision: String, over current: String, by user: String
    ) async throws(HostFault) -> SettingsDocument {
        let old = try await settingsRevision(revision)
        return try keep(old.yaml, over: current, by: user, summary: "back to \(revision)")
    }

    /// Lines that went and lines that came, as one piece.
    private static func difference(_ old: String, _ new: String) -> String {
        var (gone, come) = (old.split(separator: "\n")[...], new.split(separator: "\n")[...])
        var first = 1
        while let line = gone.first, line == come.first {
            (gone, come) = (gone.dropFirst(), come.dropFirst())
            first += 1
        }
        while let line = gone.last, line == come.last { (gone, come) = (gone.dropLast(), come.dropLast()) }
        guard !gone.isEmpty || !come.isEmpty else { return "" }
        return "--- before\n+++ after\n@@ -\(first),\(gone.count) +\(first),\(come.count) @@\n"
            + gone.map { "-\($0)\n" }.joined() + come.map { "+\($0)\n" }.joined()
    }
}
