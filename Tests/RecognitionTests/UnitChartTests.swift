import Foundation
import Imaging
import Recognition
import Testing

struct UnitChartTests {
    private static func chart() -> UnitChart {
        var chart = UnitChart(title: "salt & pepper", xTitle: "x < 1", yTitle: "y")
        var series = UnitChart.Series(label: "one", color: RGBColor(red: 1, green: 2, blue: 3))
        series.line = [(0, 0), (0.5, 1), (1, 0.25)]
        series.dots = [(1, 1, 4)]
        chart.series = [series]
        return chart
    }

    @Test func `shares fall where the axes say`() {
        let svg = Self.chart().svg
        #expect(svg.contains("points=\"70.0,450.0 270.0,50.0 470.0,350.0\""))
        #expect(svg.contains("<circle cx=\"470.0\" cy=\"50.0\" r=\"4.0\" fill=\"rgb(1,2,3)\""))
    }

    @Test func `texts are escaped and every element is closed`() {
        let svg = Self.chart().svg
        #expect(svg.contains("salt &amp; pepper") && svg.contains("x &lt; 1"))
        #expect(svg.components(separatedBy: "<text").count == svg.components(separatedBy: "</text>").count)
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    }
}
