internal import Foundation
internal import Logging
internal import Monitoring
internal import Retail

/// Keeps what is open, and what nobody wants to hear of, in a file, so that a restart neither loses nor repeats it.
actor StateKeeper {
    private struct State: Codable {
        var schemaVersion = 1
        var deviations: [String: [Deviation]] = [:]
        /// Absent in the files of earlier versions.
        var suppressions: [String: [Suppression]]?

        enum CodingKeys: String, CodingKey {
            case deviations, suppressions
            case schemaVersion = "schema_version"
        }
    }

    /// For so many seconds it may stay in memory that what is open was seen once more: flash wears out.
    private static let patience = 300.0

    private let path: String?
    private let logger: Logger
    private var state: State
    private var written: [String: Double] = [:]

    /// Reads what an earlier run kept.
    ///
    /// A file that can't be read is set aside, not overwritten.
    init(path: String?, logger: Logger) {
        self.path = path
        self.logger = logger
        state = State()
        guard let path, let data = FileManager.default.contents(atPath: path) else { return }
        do {
            state = try JSONDecoder().decode(State.self, from: data)
        } catch {
            let aside = path + ".unreadable"
            // The older of two unreadable files is of no more use.
            try? FileManager.default.removeItem(atPath: aside)
            try? FileManager.default.moveItem(atPath: path, toPath: aside)
            logger.warning("state file unreadable, starting without it", metadata: ["kept_as": "\(aside)"])
        }
    }

    /// What the camera's zones knew when the last run ended.
    func snapshot(of camera: String) -> ZoneMonitor.Snapshot {
        ZoneMonitor.Snapshot(
            open: state.deviations[camera] ?? [], suppressions: state.suppressions?[camera] ?? [])
    }

    /// Writes the file if what is open has changed, or was last written a while ago.
    ///
    /// `time` is in seconds since 1970 (UTC).
    func keep(_ snapshot: ZoneMonitor.Snapshot, of camera: String, at time: Double) {
        let before = self.snapshot(of: camera)
        guard before != snapshot else { return }
        state.deviations[camera] = snapshot.open
        state.suppressions = (state.suppressions ?? [:]).merging([camera: snapshot.suppressions]) { $1 }
        let isOld = abs(time - (written[camera] ?? -.infinity)) > Self.patience
        guard isOld || Self.essence(before) != Self.essence(snapshot) else { return }
        written[camera] = time
        write()
    }

    private func write() {
        guard let path else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try encoder.encode(state).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            logger.error("state not kept", metadata: ["file": "\(path)", "cause": "\(error)"])
        }
    }

    /// What may not be lost: all but how often, and how surely, each was seen last.
    private static func essence(_ snapshot: ZoneMonitor.Snapshot) -> [String] {
        snapshot.open.map { "\($0.id) \($0.severity) \($0.acknowledged ?? 0) \($0.finding.facingsFound)" }
            + snapshot.suppressions.map { "\($0)" }
    }
}
