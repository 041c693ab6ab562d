internal import FoundationEssentials

/// The files that hold what the broker is shown; they are read anew at each connection.
enum CredentialFile {
    /// The first line of a text file.
    ///
    /// `setting` names the file in the error.
    static func line(_ path: String, setting: String) throws(MessagingError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unusableFile(path: path, setting: setting, reason: "it can't be read")
        }
        let line = data.prefix { $0 != 0x0a && $0 != 0x0d }
        guard !line.isEmpty, !line.contains(0), let text = String(validating: line, as: UTF8.self) else {
            throw .unusableFile(path: path, setting: setting, reason: "its first line is no text")
        }
        return text
    }

    /// Throws if a file that OpenSSL is to read can't be opened: its own complaint does not say which.
    static func check(_ path: String, setting: String) throws(MessagingError) {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw .unusableFile(path: path, setting: setting, reason: "it can't be read")
        }
    }
}
