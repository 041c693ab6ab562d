internal import Foundation
internal import Retail
internal import Yams

/// A settings file that can't be used, with every reason at once.
package struct SettingsError: Error, CustomStringConvertible {
    package let path: String
    package let problems: [SettingsProblem]

    package var description: String { problems.map { "\(path): \($0)" }.joined(separator: "\n") }
}

extension Settings {
    /// Reads and checks the YAML file at `path`.
    ///
    /// Relative paths in it are relative to its folder; those that begin with `$CREDENTIALS_DIRECTORY/` are
    /// files that systemd has handed to the service (`LoadCredential=`).
    package static func read(path: String) throws(SettingsError) -> Settings {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError(
                path: path,
                problems: [
                    SettingsProblem(
                        line: nil, key: "",
                        reason: "no such file, or it may not be read: give a settings file with --config")
                ])
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try parse(
            String(decoding: data, as: UTF8.self), path: path, folder: folder,
            credentials: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"])
    }

    /// Checks the YAML `text` of the file at `path`, reporting every problem in it.
    package static func parse(
        _ text: String, path: String, folder: String, credentials: String? = nil
    ) throws(SettingsError) -> Settings {
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch {
            throw SettingsError(
                path: path,
                problems: [SettingsProblem(line: line(of: error), key: "", reason: "no valid YAML")])
        }
        guard let root else {
            throw SettingsError(
                path: path, problems: [SettingsProblem(line: nil, key: "", reason: "the file is empty")])
        }
        var reader = SettingsReader(root, path: "")
        let settings = Settings(&reader, folder: folder, credentials: credentials)
        let problems = reader.finish()
        guard problems.isEmpty else {
            throw SettingsError(path: path, problems: problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
        }
        return settings
    }

    static func line(of error: any Error) -> Int? {
        switch error {
        case YamlError.scanner(_, _, let mark, _), YamlError.parser(_, _, let mark, _),
            YamlError.composer(_, _, let mark, _):
            mark.line
        default: nil
        }
    }

    private init(_ reader: inout SettingsReader, folder: String, credentials: String?) {
        func place(_ path: String) -> String {
            let credential = "$CREDENTIALS_DIRECTORY/"
            if path.hasPrefix(credential) {
                // Without systemd it stays as it is, and is told as a file that can't be read.
                return credentials.map { "\($0)/\(path.dropFirst(credential.count))" } ?? path
            }
            return path.hasPrefix("/") || path.isEmpty ? path : "\(folder)/\(path)"
        }
        store = reader.identifier("store")
        device = reader.identifier("device")
        logLevel = reader.logLevel("log_level")
        models = reader.models("models", place: place)
        cataloguePath = place(reader.text("catalogue"))
        planogramPaths = reader.texts("planograms").map(place)
        cameras = reader.parts("cameras").map { part in
            var part = part
            let camera = part.camera(place: place)
            reader.adopt(part.finish())
            return camera
        }
        zones = reader.parts("zones", required: false).map { part in
            var part = part
            let zone = part.zone()
            reader.adopt(part.finish())
            return zone
        }
        mqtt = reader.mqtt("mqtt", place: place)
        monitoring = reader.monitoring("monitoring")
        figures = reader.figures("figures", place: place)
        severity = reader.severity("severity")
        statePath = reader.contains("state_file") ? place(reader.text("state_file")) : nil
        recording = reader.recording("recording", place: place)
        picturesPath = reader.contains("pictures") ? place(reader.text("pictures")) : nil
        evidencePath = reader.contains("evidence") ? place(reader.text("evidence")) : nil
        console = reader.console("console", place: place)
        checkNames(&reader)
    }

    /// What no single key can tell: names given twice, zones without their camera.
    private func checkNames(_ reader: inout SettingsReader) {
        if cameras.isEmpty { reader.report("cameras", "at least one camera is needed") }
        for id in Self.repeated(cameras.map(\.id)) {
            reader.report("cameras", "two cameras are called \"\(id)\"")
        }
        for id in Self.repeated(zones.map(\.id)) { reader.report("zones", "two zones are called \"\(id)\"") }
        for zone in zones where !cameras.contains(where: { $0.id == zone.camera }) {
            reader.report("zones", "zone \"\(zone.id)\": there is no camera \"\(zone.camera)\"")
        }
    }

    private static func repeated(_ names: [String]) -> Set<String> {
        var seen: Set<String> = []
        return Set(names.filter { !seen.insert($0).inserted })
    }
}
