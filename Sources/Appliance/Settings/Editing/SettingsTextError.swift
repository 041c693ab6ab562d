/// Why a settings file was not changed in place.
package enum SettingsTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no valid YAML to begin with.
    case notYAML(line: Int?)
    /// A path that leads nowhere, as `cameras[7].id` where there are two cameras.
    case noSuchPlace(path: String)
    /// It is written in a way that can't be changed without losing something.
    case unsuitable(line: Int?)
    /// What would be written would be refused.
    case faulty(SettingsProblem)
    /// What would be written does not mean what was asked for.
    case differs

    package var description: String {
        switch self {
        case .notYAML(let line): "\(Self.place(line))no valid YAML: mend the text by hand"
        case .noSuchPlace(let path): "\(path): there is no such place in the settings"
        case .unsuitable(let line):
            "\(Self.place(line))written in a way that can't be changed key by key: edit the text by hand"
        case .faulty(let problem): "\(problem)"
        case .differs:
            "this can't be changed key by key in the way the file is written: edit the text by hand"
        }
    }

    private static func place(_ line: Int?) -> String { line.map { "line \($0): " } ?? "" }
}
