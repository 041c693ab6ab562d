internal import Foundation
package import Imaging

/// A chart of shares over shares, both axes 0 to 1, written as SVG: it opens in any browser.
package struct UnitChart: Sendable {
    package struct Series: Sendable {
        package var label: String
        package var color: RGBColor
        /// Joined by a line in this order.
        package var line: [(x: Double, y: Double)] = []
        package var isDashed = false
        /// Dots of a radius in pixels.
        package var dots: [(x: Double, y: Double, radius: Double)] = []

        package init(label: String, color: RGBColor) {
            self.label = label
            self.color = color
        }
    }

    package var title: String
    package var xTitle: String
    package var yTitle: String
    package var series: [Series] = []

    package init(title: String, xTitle: String, yTitle: String) {
        self.title = title
        self.xTitle = xTitle
        self.yTitle = yTitle
    }

    private static let side = 400.0
    private static let left = 70.0
    private static let top = 50.0

    package var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="760" height="520" font-family="sans-serif" font-size="13">
        <rect width="760" height="520" fill="white"/>
        <text x="\(Self.number(Self.left))" y="28" font-size="16">\(Self.escaped(title))</text>
        \(grid)
        \((series.enumerated().map { Self.drawn($1, legendRow: $0) }).joined(separator: "\n"))
        </svg>

        """
    }

    private var grid: String {
        var lines: [String] = []
        for step in 0...10 {
            let share = Double(step) / 10
            let (x, y) = (Self.x(share), Self.y(share))
            let path = "M\(x) \(Self.y(0))V\(Self.y(1))M\(Self.x(0)) \(y)H\(Self.x(1))"
            lines.append("<path d=\"\(path)\" fill=\"none\" stroke=\"#ddd\"/>")
            guard step % 2 == 0 else { continue }
            lines.append("<text x=\"\(x)\" y=\"470\" text-anchor=\"middle\">\(share)</text>")
            lines.append("<text x=\"62\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(share)</text>")
        }
        let middle = Self.number(Self.top + Self.side / 2)
        lines.append(
            "<text x=\"\(Self.x(0.5))\" y=\"498\" text-anchor=\"middle\">\(Self.escaped(xTitle))</text>")
        lines.append(
            """
            <text x="22" y="\(middle)" text-anchor="middle" transform="rotate(-90 22 \(middle))">\
            \(Self.escaped(yTitle))</text>
            """)
        return lines.joined(separator: "\n")
    }

    private static func drawn(_ series: Series, legendRow: Int) -> String {
        let color = "rgb(\(series.color.red),\(series.color.green),\(series.color.blue))"
        let dashes = series.isDashed ? " stroke-dasharray=\"5 4\"" : ""
        var parts: [String] = []
        if !series.line.isEmpty {
            let points = series.line.map { "\(x($0.x)),\(y($0.y))" }.joined(separator: " ")
            parts.append(
                "<polyline points=\"\(points)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"\(dashes)/>"
            )
        }
        for dot in series.dots {
            parts.append(
                """
                <circle cx="\(x(dot.x))" cy="\(y(dot.y))" r="\(number(dot.radius))" fill="\(color)" \
                fill-opacity="0.7"/>
                """)
        }
        let row = number(top + 8 + Double(legendRow) * 22)
        parts.append("<path d=\"M490 \(row)h26\" stroke=\"\(color)\" stroke-width=\"3\"\(dashes)/>")
        parts.append("<text x=\"524\" y=\"\(row)\" dy=\"4\">\(escaped(series.label))</text>")
        return parts.joined(separator: "\n")
    }

    private static func x(_ share: Double) -> String { number(left + share * side) }
    private static func y(_ share: Double) -> String { number(top + (1 - share) * side) }

    private static func number(_ value: Double) -> String {
        String(format: "%.1f", locale: Locale(identifier: "en_US_POSIX"), value)
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}
