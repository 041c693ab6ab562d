internal import Foundation

/// What the settings have been, in a folder: a file for each text, and a list of who wrote which when.
struct SettingsHistory {
    struct Entry: Codable, Hashable {
        let revision: String
        /// Seconds since 1970 (UTC).
        let time: Double
        let by: String
        let summary: String
    }

    /// How much is kept; the newest stays in any case.
    struct Limits {
        var entries = 200
        var bytes = 20_000_000
    }

    private let folder: String
    private let limits: Limits
    /// The oldest first.
    private(set) var entries: [Entry] = []

    private var indexPath: String { "\(folder)/history.jsonl" }

    /// Lines that can't be read are left out.
    init(folder: String, limits: Limits = Limits()) {
        self.folder = folder
        self.limits = limits
        let data = FileManager.default.contents(atPath: indexPath) ?? Data()
        entries = data.split(separator: UInt8(ascii: "\n")).compactMap {
            // A line that a power cut damaged tells nothing.
            try? JSONDecoder().decode(Entry.self, from: $0)
        }
    }

    /// The text of a revision; `nil` if it is not kept.
    func bytes(_ revision: String) -> Data? {
        guard entries.contains(where: { $0.revision == revision }) else { return nil }
        return FileManager.default.contents(atPath: path(revision))
    }

    mutating func add(_ entry: Entry, _ bytes: Data) throws(FileReplacement.Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            throw FileReplacement.Failure(path: folder, reason: error.localizedDescription)
        }
        if FileManager.default.contents(atPath: path(entry.revision)) != bytes {
            try FileReplacement.write(bytes, to: path(entry.revision))
        }
        entries.append(entry)
        limit()
        try writeIndex()
        removeOthers()
    }

    /// Takes the newest entry back, of something that was not done after all.
    mutating func forgetNewest() {
        entries.removeLast()
        // Where this can't be written, what is in the file is told as edited on the machine once more.
        try? writeIndex()
        removeOthers()
    }

    private func writeIndex() throws(FileReplacement.Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        for entry in entries {
            // Texts and finite numbers can always be written.
            lines += ((try? encoder.encode(entry)) ?? Data()) + [UInt8(ascii: "\n")]
        }
        try FileReplacement.write(lines, to: indexPath)
    }

    /// Forgets the oldest until the rest keeps to the limits.
    private mutating func limit() {
        entries = entries.suffix(limits.entries)
        var sizes: [String: Int] = [:]
        var total = 0
        var kept = 0
        for entry in entries.reversed() {
            if sizes[entry.revision] == nil {
                let attributes = try? FileManager.default.attributesOfItem(atPath: path(entry.revision))
                // A file that is gone takes no room.
                let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
                guard kept == 0 || total + size <= limits.bytes else { break }
                sizes[entry.revision] = size
                total += size
            }
            kept += 1
        }
        entries = entries.suffix(kept)
    }

    /// Removes the texts that no entry names.
    private func removeOthers() {
        let names = Set(entries.map { "\($0.revision).yaml" })
        // A folder that can't be read now can be cleared another time.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for file in files where file.hasSuffix(".yaml") && !names.contains(file) {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(file)")
        }
    }

    private func path(_ revision: String) -> String { "\(folder)/\(revision).yaml" }
}
