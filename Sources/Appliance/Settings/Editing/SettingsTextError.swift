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
        case .notYAML(let line), .unsuitable(let line): (line.map { "line \($0): " } ?? "") + reason
        case .noSuchPlace(let path): "\(path): \(reason)"
        case .faulty(let problem): "\(problem)"
        case .differs: reason
        }
    }

    /// What is wrong, without its place.
    var reason: String {
        switch self {
        case .notYAML: "no valid YAML: mend the text by hand"
        case .noSuchPlace: "there is no such place in the settings"
        case .unsuitable: "written in a way that can't be changed key by key: edit the text by hand"
        case .faulty(let problem): problem.reason
        case .differs:
            "this can't be changed key by key in the way the file is written: edit the text by hand"
        }
    }
}
