internal import Foundation

/// Figures over time as lines from 0 to 1, in SVG.
package struct FigureChart: Sendable {
    /// One figure of one zone.
    package struct Line: Sendable {
        package let label: String
        /// Times in seconds since 1970 (UTC), shares 0...1; `nil` breaks the line.
        package let points: [(time: Double, share: Double?)]

        package init(label: String, points: [(time: Double, share: Double?)]) {
            self.label = label
            self.points = points
        }
    }

    /// Colours that stay apart for people who see colours differently, after Okabe and Ito (2008).
    private static let colours = [
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
    ]
    private static let width = 900.0
    private static let height = 320.0
    private static let left = 60.0
    private static let top = 50.0

    private let title: String
    private let lines: [Line]
    private let from: Double
    private let to: Double
    private let timeText: @Sendable (Double) -> String

    /// A chart whose axis runs from `from` to `to`; `timeText` writes the times under it.
    package init(
        title: String, lines: [Line], from: Double, to: Double,
        timeText: @escaping @Sendable (Double) -> String
    ) {
        self.title = title
        self.lines = lines
        self.from = from
        self.to = max(to, from + 1)
        self.timeText = timeText
    }

    package var svg: String {
        let total = Self.top + Self.height + 50 + 22 * Double(lines.count)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="1000" height="\(Self.number(total))" \
            font-family="sans-serif" font-size="13">
            <rect width="1000" height="\(Self.number(total))" fill="white"/>
            <text x="\(Self.number(Self.left))" y="28" font-size="16">\(Self.escaped(title))</text>
            \(grid)
            \(lines.enumerated().map { drawn($1, number: $0) }.joined(separator: "\n"))
            </svg>

            """
    }

    private var grid: String {
        var parts: [String] = []
        for step in 0...5 {
            let share = Double(step) / 5
            parts.append(
                "<path d=\"M\(x(from)) \(y(share))H\(x(to))\" stroke=\"#ddd\"/>"
                    + "<text x=\"\(Self.number(Self.left - 8))\" y=\"\(y(share))\" dy=\"4\" text-anchor=\"end\">"
                    + "\(share)</text>")
        }
        for step in 0...6 {
            let time = from + (to - from) * Double(step) / 6
            let anchor = step == 0 ? "start" : step == 6 ? "end" : "middle"
            parts.append(
                "<path d=\"M\(x(time)) \(y(0))v5\" stroke=\"#888\"/>"
                    + "<text x=\"\(x(time))\" y=\"\(Self.number(Self.top + Self.height + 20))\" "
                    + "text-anchor=\"\(anchor)\">\(Self.escaped(timeText(time)))</text>")
        }
        return parts.joined(separator: "\n")
    }

    private func drawn(_ line: Line, number: Int) -> String {
        let colour = Self.colours[number % Self.colours.count]
        let pieces = line.points.split { $0.share == nil }
        var parts = pieces.map { piece -> String in
            let places = piece.map { (x($0.time), y($0.share ?? 0)) }
            // A stretch that stands alone would be a line without length.
            guard places.count > 1 else {
                return "<circle cx=\"\(places[0].0)\" cy=\"\(places[0].1)\" r=\"3\" fill=\"\(colour)\"/>"
            }
            let path = places.map { "\($0.0),\($0.1)" }.joined(separator: " ")
            return "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"/>"
        }
        let row = Self.top + Self.height + 46 + 22 * Double(number)
        parts.append(
            "<path d=\"M\(Self.number(Self.left)) \(Self.number(row))h26\" stroke=\"\(colour)\" stroke-width=\"3\"/>"
                + "<text x=\"\(Self.number(Self.left + 34))\" y=\"\(Self.number(row))\" dy=\"4\">"
                + "\(Self.escaped(line.label))</text>")
        return parts.joined(separator: "\n")
    }

    private func x(_ time: Double) -> String {
        Self.number(Self.left + (time - from) / (to - from) * Self.width)
    }

    private func y(_ share: Double) -> String { Self.number(Self.top + (1 - share) * Self.height) }

    private static func number(_ value: Double) -> String {
        String(format: "%.1f", locale: Locale(identifier: "en_US_POSIX"), value)
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}
