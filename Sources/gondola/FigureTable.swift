internal import Foundation
internal import Records
internal import Retail

/// Figures over time, for people, for spreadsheets and as a picture.
struct FigureTable {
    private static let columns: [(name: String, short: String, value: @Sendable (FigurePoint) -> Double?)] = [
        ("on_shelf_availability", "osa", { $0.onShelfAvailability }),
        ("facings_planned", "planned", { $0.facingsPlanned }),
        ("facings_found", "found", { $0.facingsFound }),
        ("compliance", "compl", { $0.compliance }),
        ("presence", "pres", { $0.components?.presence }),
        ("shelf", "shelf", { $0.components?.shelf }),
        ("position", "posit", { $0.components?.position }),
        ("facings", "facings", { $0.components?.facings }),
        ("order", "order", { $0.components?.order }),
        ("observed_share", "seen", { $0.observedShare }),
    ]

    private let points: [FigurePoint]
    private let place: TimeZone

    init(_ points: [FigurePoint], in place: TimeZone) {
        self.points = points
        self.place = place
    }

    var text: String {
        guard !points.isEmpty else { return "no figures in this range\n" }
        let width = max(4, points.map(\.zone.count).max() ?? 4)
        var lines = [
            "zone".rightPadded(to: width) + "  from             " + "hours".leftPadded(to: 8)
                + Self.columns.map { $0.short.leftPadded(to: 9) }.joined() + "  largest brand"
        ]
        for point in points {
            let figures = Self.columns.map { column in
                (column.value(point).map { String(format: "%.3g", $0) } ?? "-").leftPadded(to: 9)
            }
            let brand = point.shareOfShelf.max { ($0.value, $1.key) < ($1.value, $0.key) }
            lines.append(
                point.zone.rightPadded(to: width) + "  " + Self.time(point.start, in: place) + " "
                    + (point.seconds / 3600).oneDecimal.leftPadded(to: 8) + figures.joined()
                    + (brand.map { "  \($0.key) \($0.value.threeDecimals)" } ?? ""))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Brands in columns of their own, after the others.
    var csv: String {
        let brands = Set(points.flatMap(\.shareOfShelf.keys)).sorted()
        let header =
            ["zone", "from", "seconds"] + Self.columns.map(\.name) + brands.map { "share_of_shelf \($0)" }
        let rows = points.map { point in
            [point.zone, Self.time(point.start, in: place), "\(Int(point.seconds))"]
                + Self.columns.map { $0.value(point).map(\.fourDecimals) ?? "" }
                + brands.map { point.shareOfShelf[$0].map(\.fourDecimals) ?? "" }
        }
        return ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// Availability and compliance of each zone.
    var svg: String {
        let zones = Set(points.map(\.zone)).sorted()
        let lines = zones.flatMap { zone -> [FigureChart.Line] in
            let own = points.filter { $0.zone == zone }
            return [
                FigureChart.Line(
                    label: "\(zone): on-shelf availability",
                    points: own.map { ($0.start, $0.onShelfAvailability) }),
                FigureChart.Line(label: "\(zone): compliance", points: own.map { ($0.start, $0.compliance) }),
            ]
        }
        return FigureChart(
            title: "Figures by zone", lines: lines, from: points.map(\.start).min() ?? 0,
            to: points.map(\.start).max() ?? 1, timeText: { [place] in Self.time($0, in: place) }
        ).svg
    }

    /// As the clock of the place shows it.
    private static func time(_ seconds: Double, in place: TimeZone) -> String {
        let local = seconds + Double(place.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)))
        return String(UTCTime(seconds: local).description.prefix(16)).replacingOccurrences(of: "T", with: " ")
    }

    private static func quoted(_ field: String) -> String {
        field.contains { ",\"\r\n".contains($0) }
            ? "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : field
    }
}
