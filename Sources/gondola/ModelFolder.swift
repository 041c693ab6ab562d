internal import Foundation

/// Where the shipped models lie: below the working folder in a checkout, in `/usr/share/gondola` once installed.
enum ModelFolder {
    static func path(of name: String) -> String {
        let here = "models/\(name)"
        return FileManager.default.fileExists(atPath: here) ? here : "/usr/share/gondola/models/\(name)"
    }
}
