internal import ArgumentParser
internal import Foundation

/// Ends a command with one line on standard error for each problem.
enum Failure {
    /// Bad settings: systemd must not try again (EX_CONFIG of sysexits.h).
    static let configuration: Int32 = 78

    static func exit(_ error: any Error, code: Int32 = 1) -> ExitCode {
        FileHandle.standardError.write(Data("gondola: \(error)\n".utf8))
        return ExitCode(code)
    }
}
