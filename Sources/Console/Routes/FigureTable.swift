/// Figures as comma-separated values (RFC 4180), for spreadsheets.
enum FigureTable {
    enum Cell {
        case text(String)
        case number(Double?)
    }

    static let columns = [
        "zone", "time", "seconds", "on_shelf_availability", "facings_planned", "facings_found", "compliance",
        "presence", "shelf", "position", "facings", "order", "observed_share",
    ]
    static let skuColumns = [
        "zone", "gtin", "name", "time", "seconds", "on_shelf_availability", "facings_planned",
        "facings_found",
    ]

    static func row(_ point: FigureCard) -> [Cell] {
        [
            .text(point.zone), .text(point.time), .number(point.seconds), .number(point.onShelfAvailability),
            .number(point.facingsPlanned), .number(point.facingsFound), .number(point.compliance),
            .number(point.components?.presence), .number(point.components?.shelf),
            .number(point.components?.position), .number(point.components?.facings),
            .number(point.components?.order), .number(point.observedShare),
        ]
    }

    static func row(_ point: SKUFigureCard) -> [Cell] {
        [
            .text(point.zone), .text(point.gtin), .text(point.name), .text(point.time),
            .number(point.seconds),
            .number(point.onShelfAvailability), .number(point.facingsPlanned), .number(point.facingsFound),
        ]
    }

    static func text(_ columns: [String], _ rows: [[Cell]]) -> String {
        ([columns.map { Cell.text($0) }] + rows).map { row in
            row.map(field).joined(separator: ",") + "\r\n"
        }.joined()
    }

    private static func field(_ cell: Cell) -> String {
        switch cell {
        case .number(let value): return value.map { "\($0)" } ?? ""
        case .text(let text):
            // A spreadsheet would compute what begins like this, and a product's name comes from elsewhere.
            let isFormula =
                text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
            let plain = isFormula ? "'" + text : text
            guard plain.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
                return plain
            }
            return "\"" + String(plain.flatMap { $0 == "\"" ? ["\"", "\""] : [$0] }) + "\""
        }
    }
}
