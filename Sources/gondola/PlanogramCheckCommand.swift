internal import ArgumentParser
internal import Foundation
internal import Planograms
internal import Retail

/// The subcommand `gondola planogram check`.
struct PlanogramCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report what of a planogram can't stand on the shelf, or can't be recognised.",
        discussion: "Ends with 1 if there are errors; warnings alone are no failure.")

    @OptionGroup var source: PlanogramOptions

    @Flag(help: "Print one JSON object instead of lines.")
    var json = false

    private struct Report: Encodable {
        struct Fault: Encodable {
            let line: Int?
            let field: String
            let reason: String
        }

        let file: String
        var format: String?
        var planograms = 0
        var bays = 0
        var positions = 0
        /// Why the file can't be read at all.
        var faults: [Fault] = []
        var issues: [PlacementIssue] = []
        var notes: [String] = []
    }

    func run() throws {
        var report = Report(file: source.file)
        do {
            let catalogue = try source.readCatalogue()
            let plan = try source.read(catalogue: catalogue)
            report.format = plan.format.rawValue
            report.planograms = plan.ids.count
            report.bays = plan.planograms.count
            report.positions = plan.planograms.reduce(0) { $0 + $1.bay.shelves.joinedPositions.count }
            report.notes = plan.notes
            report.issues = PlacementCheck(plan, catalogue: catalogue).issues
        } catch let error as ImportError {
            guard json else { throw Failure.exit(error) }
            report.faults = error.faults.map {
                Report.Fault(line: $0.line, field: $0.field, reason: $0.reason)
            }
        } catch {
            throw Failure.exit(error)
        }
        let errors = report.issues.count { $0.severity == .error } + report.faults.count
        if json {
            print(String(decoding: try ResultFile.json(report, isIndented: true), as: UTF8.self))
        } else {
            for note in report.notes { print("note: \(note)") }
            for issue in report.issues { print(issue) }
            print(
                "\(report.format ?? ""): \(report.planograms) planograms, \(report.bays) bays, \(report.positions) positions: "
                    + "\(errors) errors, \(report.issues.count - errors) warnings")
        }
        if errors > 0 { throw ExitCode(1) }
    }
}
