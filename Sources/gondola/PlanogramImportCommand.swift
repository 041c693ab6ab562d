internal import ArgumentParser
internal import Foundation
internal import Planograms
internal import Retail

/// The subcommand `gondola planogram import`.
struct PlanogramImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn a planogram of the trade into the form that the daemon reads.",
        discussion: """
            Writes one file for each planogram of the source, with all its bays. If anything can't be taken over, says what \
            and where, and writes nothing.
            """)

    @OptionGroup var source: PlanogramOptions

    @Option(help: "The file to write; a folder if it ends with / or there are several planograms.")
    var out: String

    @Option(help: "Version of the content, counted up with each change.")
    var revision = 1

    @Option(help: "First moment at which it holds: RFC 3339, or a day of this computer's calendar.")
    var validFrom: String?

    @Option(help: "First moment at which it holds no more; of a day, the end.")
    var validTo: String?

    func validate() throws {
        guard (1...9999).contains(revision) else { throw ValidationError("--revision must be 1 to 9999") }
        if let validity = try validity, let from = validity.from, let to = validity.to, from >= to {
            throw ValidationError("--valid-to must be after --valid-from")
        }
    }

    func run() throws {
        do {
            let validity = try validity
            let catalogue = try source.readCatalogue()
            let plan = try source.read(catalogue: catalogue) { options in
                options.revision = revision
                options.validity = validity
            }
            for note in plan.notes { print("note: \(note)") }
            let issues = PlacementCheck(plan, catalogue: catalogue).issues
            let faults = issues.filter(\.kind.preventsImport)
            guard faults.isEmpty else {
                throw PlanogramRefusal(file: source.file, issues: faults)
            }
            try write(plan)
            if !issues.isEmpty {
                print("\(issues.count) things to look at: gondola planogram check \(source.file)")
            }
        } catch {
            throw Failure.exit(error)
        }
    }

    private func write(_ plan: ImportedPlan) throws {
        let isFolder = out.hasSuffix("/") || plan.ids.count > 1 || isDirectory(out)
        if isFolder { try ResultFile.makeFolder(out) }
        // All are made before the first is written, so that a fault leaves nothing behind.
        let files = try plan.ids.map { id in
            let bays = plan.planograms.filter { $0.id == id }
            let path =
                isFolder
                ? URL(fileURLWithPath: out).appendingPathComponent(id.asFileName + ".json").path : out
            return (path, bays, try PlanogramFile.encode(bays, file: path))
        }
        for (path, bays, data) in files {
            try ResultFile.write(data, to: path)
            let positions = bays.reduce(0) { $0 + $1.bay.shelves.joinedPositions.count }
            print("\(path): \"\(bays[0].id)\", \(bays.count) bays, \(positions) positions")
        }
    }

    private func isDirectory(_ path: String) -> Bool {
        // What can't be looked at is made a file of, which then says why it can't be written.
        let values = try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory == true
    }

    /// `nil`: what the file says.
    private var validity: Validity? {
        get throws {
            guard validFrom != nil || validTo != nil else { return nil }
            return Validity(
                from: try validFrom.map { try moment($0, option: "--valid-from", dayOffset: 0) },
                to: try validTo.map { try moment($0, option: "--valid-to", dayOffset: 1) })
        }
    }

    private func moment(_ text: String, option: String, dayOffset: Int) throws -> UTCTime {
        if let time = UTCTime(text) { return time }
        if let day = CalendarDay(text) {
            var parts = DateComponents()
            (parts.year, parts.month, parts.day) = (day.year, day.month, day.day + dayOffset)
            if let date = Calendar(identifier: .gregorian).date(from: parts) {
                return UTCTime(seconds: date.timeIntervalSince1970)
            }
        }
        throw ValidationError("\(option) \(text): expected as 2026-12-01 or 2026-12-01T06:00:00+01:00")
    }
}

/// A planogram that was read and can't be written.
struct PlanogramRefusal: Error, CustomStringConvertible {
    let file: String
    let issues: [PlacementIssue]

    var description: String {
        let lines = issues.prefix(50).map { "\(file): \($0)" }
        let rest = issues.count > 50 ? ["\(file): and \(issues.count - 50) more"] : []
        return (lines + rest + ["\(file): nothing was imported"]).joined(separator: "\n")
    }
}

extension [Shelf] {
    var joinedPositions: [Position] { flatMap(\.positions) }
}

extension String {
    /// A name that is no path: planograms are called what people like.
    fileprivate var asFileName: String {
        let name = String(map { $0.isLetter || $0.isNumber || "-_. ".contains($0) ? $0 : "-" }.prefix(100))
        return name.hasPrefix(".") ? "-" + name.dropFirst() : name
    }
}
