import Console
import Testing

struct MetricsTextTests {
    @Test("numbers come with their help, their type and their labels")
    func plainFamilies() {
        var text = MetricsText()
        text.gauge("gondola_healthy", "1 if all is well.", [([:], 1)])
        text.counter("gondola_frames_total", "Pictures.", [(["camera": "a"], 12), (["camera": "b"], 0.5)])
        #expect(
            text.text == """
                # HELP gondola_healthy 1 if all is well.
                # TYPE gondola_healthy gauge
                gondola_healthy 1
                # HELP gondola_frames_total Pictures.
                # TYPE gondola_frames_total counter
                gondola_frames_total{camera="a"} 12
                gondola_frames_total{camera="b"} 0.5

                """)
    }

    @Test("a family without samples is left out, for the format forbids an empty one")
    func emptyFamily() {
        var text = MetricsText()
        text.gauge("gondola_temperature_celsius", "Sensors.", [])
        text.histogram("gondola_stage_seconds", "Times.", label: "stage", [])
        #expect(text.text.isEmpty)
    }

    @Test("quotes, backslashes and line ends in a label are escaped")
    func hostileLabels() {
        var text = MetricsText()
        text.gauge("g", "h", [(["name": "a\"b\\c\nd"], 1)])
        #expect(text.text.hasSuffix("g{name=\"a\\\"b\\\\c\\nd\"} 1\n"))
    }

    @Test("numbers that are none have the format's words")
    func specialNumbers() {
        var text = MetricsText()
        text.gauge("g", "h", [([:], .nan), ([:], .infinity), ([:], -.infinity), ([:], 1e300)])
        #expect(text.text.hasSuffix("g NaN\ng +Inf\ng -Inf\ng 1e+300\n"))
    }

    @Test("a histogram's buckets grow, and the last one holds all")
    func histogram() {
        var times = Histogram()
        for seconds in [0.0005, 0.001, 0.003, 1000] { times.add(seconds: seconds) }
        var text = MetricsText()
        text.histogram("t_seconds", "Times.", label: "stage", [(value: "look", times: times)])
        let lines = text.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("t_seconds_bucket{le=\"0.001\",stage=\"look\"} 2"))
        #expect(lines.contains("t_seconds_bucket{le=\"0.005\",stage=\"look\"} 3"))
        #expect(lines.contains("t_seconds_bucket{le=\"30\",stage=\"look\"} 3"))
        #expect(lines.contains("t_seconds_bucket{le=\"+Inf\",stage=\"look\"} 4"))
        #expect(lines.contains("t_seconds_count{stage=\"look\"} 4"))
        #expect(lines.contains("t_seconds_sum{stage=\"look\"} 1000.0045"))
        #expect(lines.count == 2 + Histogram.bounds.count + 3)
    }
}
