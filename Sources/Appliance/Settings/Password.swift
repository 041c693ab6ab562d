internal import Foundation

/// The broker's password: in the file that the settings name, or in what systemd hands over.
enum Password {
    /// The name under which the unit loads it (systemd.exec(5), LoadCredential).
    private static let credential = "mqtt-password"

    /// The file that holds it; `nil` if the settings name none and systemd hands over none.
    static func path(_ mqtt: Settings.MQTTSettings) -> String? {
        if let path = mqtt.passwordPath { return path }
        guard mqtt.username != nil || mqtt.usernamePath != nil,
            let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
        else { return nil }
        let path = "\(folder)/\(credential)"
        // The unit hands over an empty one where there is no password.
        return firstLine(of: path) == nil ? nil : path
    }

    /// What the broker is told of who this is, as far as this user can read it: nobody else may know it.
    static func secrets(_ mqtt: Settings.MQTTSettings) -> [String] {
        [mqtt.username, mqtt.usernamePath.flatMap(firstLine), path(mqtt).flatMap(firstLine)].compactMap(
            \.self)
    }

    private static func firstLine(of path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap {
            String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
        }
    }
}
