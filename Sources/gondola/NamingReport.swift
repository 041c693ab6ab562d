internal import Recognition
internal import Retail

/// The figures of recognition, printed and as JSON.
struct NamingReport {
    private let measurement: NamingMeasurement

    init(_ measurement: NamingMeasurement) { self.measurement = measurement }

    /// Prints the tables and notes the same figures.
    func add(to figures: inout Measurements) {
        let byLooks = measurement.byLooks
        if measurement.strangers > 0 {
            print("\nleft out: \(measurement.strangers) labelled products whose GTIN is not in the catalogue")
        }
        guard byLooks.crops > 0 else {
            return print("\nno labelled product has a GTIN that is in the catalogue: nothing can be named")
        }
        figures["crops"] = Double(byLooks.crops)
        figures["skus"] = Double(measurement.catalogue.count)
        print("\nnamed \(byLooks.crops) products out of \(measurement.catalogue.count) SKUs")
        var sets = [("by looks alone", byLooks, "looks", "")]
        if measurement.bySize.crops > 0 {
            sets.append(("with measured sizes", measurement.bySize, "measured", "measured_"))
        }
        if measurement.wellSeen.crops > 0 {
            let crops = measurement.wellSeen.crops
            figures["seen_crops"] = Double(crops)
            sets.append(("with measured sizes, \(crops) well seen", measurement.wellSeen, "seen", "seen_"))
        }
        var reliability: [[String: Measurements.Value]] = []
        for (title, score, name, prefix) in sets {
            report(score, title: title, prefix: prefix, in: &figures)
            reliability += rows(of: score, set: name)
        }
        figures.note("reliability", rows: reliability)
        reportConfusions(in: &figures)
    }

    private func report(
        _ score: ClassificationScore, title: String, prefix: String, in figures: inout Measurements
    ) {
        let error = score.skuReliability.error
        print(
            """
            \(title): top-1 \(score.top1Share.threeDecimals) top-5 \(score.top5Share.threeDecimals), \
            calibration error of top-1 \(error.threeDecimals)
            """)
        figures["\(prefix)top1"] = score.top1Share
        figures["\(prefix)top5"] = score.top5Share
        figures["\(prefix)top1_ece"] = error
        print("  level       answered   right  calibration error")
        for level in TreeLevel.allCases {
            let answered = score.answered[level.rawValue]
            let right = answered > 0 ? Double(score.correct[level.rawValue]) / Double(answered) : 0
            let share = score.crops > 0 ? Double(answered) / Double(score.crops) : 0
            let error = score.reliability[level.rawValue].error
            print(
                " ", level.name.rightPadded(to: 11), share.threeDecimals.leftPadded(to: 8),
                right.threeDecimals.leftPadded(to: 7), error.threeDecimals.leftPadded(to: 10))
            figures["\(prefix)\(level.name)_answered"] = share
            figures["\(prefix)\(level.name)_right"] = right
            figures["\(prefix)\(level.name)_ece"] = error
        }
    }

    /// The bins that hold answers; `of` is "top1" for the most probable SKU, or a level of the answer.
    private func rows(of score: ClassificationScore, set: String) -> [[String: Measurements.Value]] {
        let tables =
            [("top1", score.skuReliability)]
            + TreeLevel.allCases.map { ($0.name, score.reliability[$0.rawValue]) }
        return tables.flatMap { name, reliability in
            reliability.bins.enumerated().filter { $0.element.answers > 0 }.map { place, bin in
                let count = Double(reliability.bins.count)
                return [
                    "set": .text(set), "of": .text(name), "above": .number(Double(place) / count),
                    "up_to": .number(Double(place + 1) / count), "answers": .number(Double(bin.answers)),
                    "mean_probability": .number(bin.meanProbability), "right": .number(bin.rightShare),
                ]
            }
        }
    }

    private func reportConfusions(in figures: inout Measurements) {
        let confusions = measurement.confusions
        let wrong = TreeLevel.allCases.reduce(0) { $0 + confusions.count(at: $1) }
        print("\n\(wrong) of \(measurement.cases.count) answers, with measured sizes where known, are wrong;")
        print("by the level of their first wrong name:")
        var rows: [[String: Measurements.Value]] = []
        for level in TreeLevel.allCases {
            let pairs = confusions.pairs(at: level)
            print("  \(level.name): \(confusions.count(at: level))")
            figures["parted_at_\(level.name)"] = Double(confusions.count(at: level))
            for (pair, count) in pairs.prefix(10) {
                let answer = pair.answer.names.last ?? ""
                print("  \("\(count)".leftPadded(to: 5))x \(pair.truth) taken for \(answer)")
            }
            rows += pairs.map { pair, count in
                [
                    "level": .text(level.name), "truth": .text(pair.truth.description),
                    "answer": .text(pair.answer.description), "count": .number(Double(count)),
                ]
            }
        }
        figures.note("confusions", rows: rows)
    }
}
