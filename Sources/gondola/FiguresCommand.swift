internal import ArgumentParser
internal import Foundation
internal import Records
internal import Retail

/// The subcommand `gondola figures`.
struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Show what the daemon kept of the zones' figures: as a table, as CSV, as a chart.",
        discussion: "docs/deviations.md says what each figure is.")

    enum Step: String, ExpressibleByArgument, CaseIterable {
        case fiveMinutes = "5min"
        case hour, day, all

        var seconds: Double {
            switch self {
            case .fiveMinutes: 300
            case .hour: 3600
            case .day: 86_400
            case .all: 1e10
            }
        }
    }

    @Argument(help: "The file that figures.file in the settings names.")
    var file: String

    @Option(help: "Only this zone.")
    var zone: String?

    @Option(
        help: "From this time on: a day as 2026-12-01, or a time as 2026-12-01T05:00:00Z. All, if not given.")
    var from: String?

    @Option(help: "Up to this time.")
    var to: String?

    @Option(help: "What a row stands for: 5min, hour, day or all.")
    var step = Step.day

    @Option(help: "Time zone of days and of what is printed, such as Europe/Berlin.")
    var timeZone = "GMT"

    @Flag(help: "Print CSV.")
    var csv = false

    @Option(help: "File for a chart (SVG).")
    var chart: String?

    func run() async throws {
        do {
            guard let place = TimeZone(identifier: timeZone) else {
                throw ValidationError(
                    "--time-zone: nobody knows \"\(timeZone)\": expected one as Europe/Berlin")
            }
            let (from, to) = (
                try time(from, "--from", in: place) ?? 0, try time(to, "--to", in: place) ?? 1e10
            )
            let offset = Double(place.secondsFromGMT(for: Date(timeIntervalSince1970: max(from, 1e9))))
            let points = try await FigureStore(reading: file).series(
                zone: zone, from: from, to: to, step: step.seconds, offset: offset)
            let table = FigureTable(points, in: place)
            print(csv ? table.csv : table.text, terminator: "")
            if let chart { try ResultFile.write(Data(table.svg.utf8), to: chart) }
        } catch {
            throw Failure.exit(error)
        }
    }

    /// Seconds since 1970 (UTC); a day begins at its midnight in `place`.
    private func time(_ text: String?, _ option: String, in place: TimeZone) throws -> Double? {
        guard let text else { return nil }
        if let day = CalendarDay(text) {
            let midnight = Double(day.daysSince1970) * 86_400
            return midnight - Double(place.secondsFromGMT(for: Date(timeIntervalSince1970: midnight)))
        }
        guard let time = UTCTime(text) else {
            throw ValidationError("\(option) \(text): expected 2026-12-01 or 2026-12-01T05:00:00Z")
        }
        return time.seconds
    }
}
