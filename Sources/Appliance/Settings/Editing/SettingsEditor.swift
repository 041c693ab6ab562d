package import Console
internal import Foundation
internal import Retail

/// The one who changes the settings file while the appliance runs, and keeps what it has been.
///
/// It writes nothing that could not be read again. Whether the appliance can run with it is for the appliance to say, which
/// has what was there put back if it can't.
package actor SettingsEditor {
    private let path: String
    private let folder: String
    private var history: SettingsHistory
    private let now: @Sendable () -> Double
    /// What was last replaced, which need not be in the history.
    private var replaced: (revision: String, bytes: Data)?

    /// `now` is in seconds since 1970 (UTC).
    package init(
        path: String, historyFolder: String,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) {
        self.path = path
        folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        history = SettingsHistory(folder: historyFolder)
        self.now = now
    }

    // MARK: What there is

    package func document() throws(SettingsEditorError) -> SettingsDocument {
        Self.document(try present())
    }

    /// The newest first.
    package func revisions() throws(SettingsEditorError) -> [SettingsRevision] {
        _ = try present()
        return history.entries.reversed().map(Self.revision)
    }

    package func detail(_ revision: String) throws(SettingsEditorError) -> SettingsRevisionDetail {
        _ = try present()
        guard let place = history.entries.lastIndex(where: { $0.revision == revision }),
            let bytes = history.bytes(revision)
        else { throw .noSuchRevision(revision) }
        let before = place > 0 ? history.entries[place - 1].revision : nil
        let old = before.flatMap(history.bytes).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let yaml = String(decoding: bytes, as: UTF8.self)
        return SettingsRevisionDetail(
            revision: Self.revision(history.entries[place]), yaml: yaml,
            diff: UnifiedDiff.text(old, yaml, from: before ?? "nothing", to: revision))
    }

    // MARK: What would be

    package func check(_ edit: SettingsEdit) -> SettingsCheck {
        do throws(SettingsEditorError) {
            let bytes = try present()
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(SettingsTextError) {
                return check(try edit.applied(to: text), over: text)
            } catch {
                return SettingsCheck(problems: [Self.problem(error)], effects: [], diff: "", yaml: text)
            }
        } catch {
            let problem = FieldProblem(path: "", reason: error.description)
            return SettingsCheck(problems: [problem], effects: [], diff: "", yaml: "")
        }
    }

    private func check(_ new: String, over old: String) -> SettingsCheck {
        let (settings, problems) = read(new)
        return SettingsCheck(
            problems: problems,
            effects: SettingsEffects(old, new, from: read(old).settings, to: settings).list,
            diff: UnifiedDiff.text(old, new, from: "present", to: "wanted"), yaml: new,
            values: try? SettingsText(new).values)
    }

    /// The settings that `text` gives, or everything that is wrong with it.
    private func read(_ text: String) -> (settings: Settings?, problems: [FieldProblem]) {
        do throws(SettingsError) {
            let settings = try settings(of: text)
            let faults = settings.registrationFaults().map { zone, fault in
                let place = SettingsPath([.key("zones"), .item(zone)])
                return FieldProblem(
                    path: "\(place)", line: SettingsText(text).line(of: place), reason: fault)
            }
            return (settings, faults)
        } catch {
            return (
                nil, error.problems.map { FieldProblem(path: $0.key, line: $0.line, reason: $0.reason) }
            )
        }
    }

    /// The settings that a text gives, as if it were the file's.
    package nonisolated func settings(of text: String) throws(SettingsError) -> Settings {
        try Settings.parse(
            text, path: path, folder: folder,
            credentials: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"])
    }

    // MARK: Changes

    /// Writes the settings as they are wanted, unless the present ones are no longer those of `revision`.
    ///
    /// `summary`: what was done, for people; `nil`: it is told by what has changed.
    package func save(
        _ edit: SettingsEdit, over revision: String, by user: String, summary: String? = nil
    ) throws(SettingsEditorError) -> SettingsDocument {
        let bytes = try present()
        guard Self.revision(of: bytes) == revision else {
            throw .changedMeanwhile(revision: Self.revision(of: bytes))
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let wanted: String
        do throws(SettingsTextError) {
            wanted = try edit.applied(to: text)
        } catch {
            throw .invalid([Self.problem(error)])
        }
        let check = check(wanted, over: text)
        guard check.problems.isEmpty else { throw .invalid(check.problems) }
        let new = Data(wanted.utf8)
        guard new != bytes else { return Self.document(bytes) }
        try write(
            new, over: bytes, by: user,
            summary: summary ?? edit.summary ?? SettingsEffects.summary(check.effects))
        return Self.document(new)
    }

    /// Writes what the settings were once.
    package func restore(
        _ revision: String, over current: String, by user: String
    ) throws(SettingsEditorError) -> SettingsDocument {
        _ = try present()
        guard let bytes = history.bytes(revision),
            let entry = history.entries.last(where: { $0.revision == revision })
        else { throw .noSuchRevision(revision) }
        return try save(
            .change(.yaml(String(decoding: bytes, as: UTF8.self))), over: current, by: user,
            summary: "restored as it was at \(UTCTime(seconds: entry.time.rounded()))")
    }

    /// Puts the settings of `revision` back, without a look at them: the appliance ran with them a moment ago.
    package func revert(to revision: String, reason: String) throws(SettingsEditorError) {
        let present = try present()
        guard Self.revision(of: present) != revision else { return }
        let kept = replaced?.revision == revision ? replaced?.bytes : nil
        guard let bytes = kept ?? history.bytes(revision) else { throw .noSuchRevision(revision) }
        try write(bytes, over: present, by: Self.machine, summary: "put back: \(reason)")
    }

    private func write(
        _ new: Data, over old: Data, by user: String, summary: String
    ) throws(SettingsEditorError) {
        // First, so that nothing is done that nobody can look up.
        try remember(new, time: now(), by: user, summary: summary)
        do throws(FileReplacement.Failure) {
            try FileReplacement.write(new, to: path)
        } catch {
            history.forgetNewest()
            throw .notWritable(path: error.path, reason: error.reason)
        }
        replaced = (Self.revision(of: old), old)
    }

    // MARK: Revisions

    /// Who has changed a file that was not changed here.
    private static let machine = "machine"

    /// The file as it is; what somebody changed with an editor becomes a revision.
    private func present() throws(SettingsEditorError) -> Data {
        let bytes = try read()
        // Who only looks can do so without a history.
        try? notice(bytes)
        return bytes
    }

    private func read() throws(SettingsEditorError) -> Data {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
        return bytes
    }

    private func notice(_ bytes: Data) throws(SettingsEditorError) {
        let last = history.entries.last
        guard last?.revision != Self.revision(of: bytes) else { return }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        // Without a time of the file it was now, as far as anybody knows.
        let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? now()
        try remember(
            bytes, time: max(time, last?.time ?? 0), by: Self.machine,
            summary: last == nil ? "as found at the beginning" : "edited on the machine")
    }

    private func remember(
        _ bytes: Data, time: Double, by user: String, summary: String
    ) throws(SettingsEditorError) {
        let entry = SettingsHistory.Entry(
            revision: Self.revision(of: bytes), time: time, by: user, summary: summary)
        do throws(FileReplacement.Failure) {
            try history.add(entry, bytes)
        } catch {
            throw .noHistory(path: error.path, reason: error.reason)
        }
    }

    private static func revision(of bytes: Data) -> String {
        let digits = String(bytes.stableHash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func revision(_ entry: SettingsHistory.Entry) -> SettingsRevision {
        SettingsRevision(
            revision: entry.revision, time: "\(UTCTime(seconds: entry.time.rounded()))", by: entry.by,
            summary: entry.summary)
    }

    private static func document(_ bytes: Data) -> SettingsDocument {
        let yaml = String(decoding: bytes, as: UTF8.self)
        // A file that is no YAML has a text and no values.
        let values = (try? SettingsText(yaml).values) ?? .object([:])
        return SettingsDocument(revision: revision(of: bytes), yaml: yaml, values: values, pending: [])
    }

    private static func problem(_ error: SettingsTextError) -> FieldProblem {
        switch error {
        case .notYAML(let line), .unsuitable(let line):
            FieldProblem(path: "", line: line, reason: error.reason)
        case .noSuchPlace(let path): FieldProblem(path: path, reason: error.reason)
        case .faulty(let problem):
            FieldProblem(path: problem.key, line: problem.line, reason: problem.reason)
        case .differs: FieldProblem(path: "", reason: error.reason)
        }
    }
}
