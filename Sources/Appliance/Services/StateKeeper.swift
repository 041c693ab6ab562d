internal import Foundation
internal import Logging
internal import Retail

/// Keeps the open deviations in a file, so that a restart neither loses nor repeats them.
actor StateKeeper {
    private struct State: Codable, Equatable {
        var schemaVersion = 1
        var deviations: [String: [Deviation]] = [:]

        enum CodingKeys: String, CodingKey {
            case deviations
            case schemaVersion = "schema_version"
        }
    }

    private let path: String?
    private let logger: Logger
    private var state: State

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

    /// What was open in the camera's zones when the last run ended.
    func deviations(of camera: String) -> [Deviation] { state.deviations[camera] ?? [] }

    /// Writes the file if what is open has changed.
    func keep(_ deviations: [Deviation], of camera: String) {
        guard state.deviations[camera] ?? [] != deviations else { return }
        state.deviations[camera] = deviations
        guard let path else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try encoder.encode(state).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            logger.error("state not kept", metadata: ["file": "\(path)", "cause": "\(error)"])
        }
    }
}
