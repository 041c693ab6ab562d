/// Figures in the text format of Prometheus, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
package struct MetricsText: Sendable {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What a name stands for, as the format calls it.
    private enum Kind: String {
        case counter, gauge, histogram
    }

    /// One line of a family: labels and a value.
    package typealias Sample = (labels: [String: String], value: Double)

    package private(set) var text = ""

    package init() {}

    /// A number that only grows; its name ends with `_total`.
    package mutating func counter(_ name: String, _ help: String, _ samples: [Sample]) {
        add(.counter, name, help, samples)
    }

    /// A number that goes up and down.
    package mutating func gauge(_ name: String, _ help: String, _ samples: [Sample]) {
        add(.gauge, name, help, samples)
    }

    /// Times, one histogram for each value of `label`; the name ends with the unit.
    package mutating func histogram(
        _ name: String, _ help: String, label: String, _ histograms: [(value: String, times: Histogram)]
    ) {
        guard !histograms.isEmpty else { return }
        head(.histogram, name, help)
        for (value, times) in histograms {
            var below = 0
            for (bound, count) in zip(Histogram.bounds, times.counts) {
                below += count
                line("\(name)_bucket", [label: value, "le": Self.number(bound)], Double(below))
            }
            line("\(name)_bucket", [label: value, "le": "+Inf"], Double(times.count))
            line("\(name)_sum", [label: value], times.sum)
            line("\(name)_count", [label: value], Double(times.count))
        }
    }

    private mutating func add(_ kind: Kind, _ name: String, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        head(kind, name, help)
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    private mutating func head(_ kind: Kind, _ name: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: [String: String], _ value: Double) {
        let written = labels.sorted { $0.key < $1.key }.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(
            separator: ",")
        text += "\(name)\(written.isEmpty ? "" : "{\(written)}") \(Self.number(value))\n"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        // Whole numbers without a fraction, as far as a Double holds them exactly.
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
