package import Console

/// Why the settings were not read, changed or put back.
package enum SettingsEditorError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(path: String)
    case notWritable(path: String, reason: String)
    /// The history can't be kept, and what is not kept is not done.
    case noHistory(path: String, reason: String)
    /// Somebody else has changed the file; `revision` is the present one.
    case changedMeanwhile(revision: String)
    case invalid([FieldProblem])
    case noSuchRevision(String)

    package var description: String {
        switch self {
        case .unreadable(let path):
            "\(path): no such file, or it may not be read"
        case .notWritable(let path, let reason):
            "\(path) can't be written by the daemon (\(reason)): its user needs to be able to write the settings file and "
                + "the folder that it is in; or edit the file on the machine"
        case .noHistory(let path, let reason):
            "\(path) can't be written (\(reason)): the history of the settings is kept there (console.folder)"
        case .changedMeanwhile: "the settings were changed meanwhile: look at them anew"
        case .invalid(let problems):
            problems.map { problem in
                [
                    problem.line.map { "line \($0)" }, problem.path.isEmpty ? nil : problem.path,
                    problem.reason,
                ]
                .compactMap(\.self).joined(separator: ": ")
            }.joined(separator: "\n")
        case .noSuchRevision(let revision): "there is no revision \(revision) of the settings any more"
        }
    }

    /// As the console tells it.
    package var hostFault: HostFault {
        switch self {
        case .unreadable, .notWritable, .noHistory: .unavailable(description)
        case .changedMeanwhile(let revision): .changedMeanwhile(revision: revision)
        case .invalid(let problems): .invalid("the settings can't be used like this", fields: problems)
        case .noSuchRevision: .notFound(description)
        }
    }
}
