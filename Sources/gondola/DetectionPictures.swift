internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// What the detector gets wrong at the threshold it works with, to look at.
///
/// The worst pictures whole, the worst misses and false detections as contact sheets, and precision over recall.
struct DetectionPictures {
    private let evaluation: DetectionEvaluation
    private let outcomes: [PictureOutcome]
    private let pictures: LabelledPictures
    private let threshold: Double

    init(_ measurement: DetectionMeasurement, _ pictures: LabelledPictures, threshold: Double) {
        evaluation = measurement.evaluation
        outcomes = evaluation.outcomes(at: threshold)
        self.pictures = pictures
        self.threshold = threshold
    }

    private static let missed = RGBColor(red: 235, green: 20, blue: 30)
    private static let wrong = RGBColor(red: 255, green: 140, blue: 0)
    private static let hit = RGBColor(red: 40, green: 220, blue: 60)

    /// Writes all into the folder `out`, and prints what is on them.
    func write(to out: String) throws {
        try writeCurves(to: "\(out)/precision-recall.svg")
        try writeWorstPictures(to: out)
        try writeMisses(to: "\(out)/detection-missed.jpg")
        try writeFalseDetections(to: "\(out)/detection-false.jpg")
    }

    private func writeWorstPictures(to out: String) throws {
        let ranked = outcomes.indices.compactMap { place in outcomes[place].f1.map { (place, $0) } }
            .sorted { $0.1 < $1.1 }.prefix(10)
        guard !ranked.isEmpty else { return }
        print("\npictures with the lowest F1 at score \(threshold): red missed, orange false, green found")
        for (rank, (place, f1)) in ranked.enumerated() {
            let outcome = outcomes[place]
            let file = String(format: "detection-worst-%02d.jpg", rank + 1)
            var picture = try pictures.read(evaluation.dataset.images[place])
            let line = max(1, picture.width / 900)
            for detection in outcome.hits { picture.draw(detection.box, color: Self.hit, thickness: line) }
            for detection in outcome.wrong {
                picture.draw(detection.box, color: Self.wrong, thickness: 3 * line)
            }
            for miss in outcome.misses { picture.draw(miss.box, color: Self.missed, thickness: 3 * line) }
            try JPEG.write(picture, path: "\(out)/\(file)")
            print(
                """
                  \(file): \(evaluation.dataset.images[place].fileName), F1 \(f1.threeDecimals), \
                \(outcome.hits.count) found, \(outcome.misses.count) missed, \(outcome.wrong.count) false
                """)
        }
    }

    private func writeMisses(to path: String) throws {
        let all = outcomes.enumerated().flatMap { place, outcome in outcome.misses.map { (place, $0) } }
        let worst = all.sorted { left, right in
            let (one, other) = (left.1.visibleShare ?? 1, right.1.visibleShare ?? 1)
            return one != other ? one > other : left.1.box.area > right.1.box.area
        }.prefix(Self.sheetCells)
        guard !worst.isEmpty else { return print("\nnothing was missed") }
        try writeSheet(worst.map { ($0.0, $0.1.box) }, color: Self.missed, to: path)
        print("\n\(path), row by row: the \(worst.count) most visible of \(all.count) missed objects")
        for (rank, (place, miss)) in worst.enumerated() {
            let share = miss.visibleShare.map { ", \($0.threeDecimals) of it visible" } ?? ""
            print("  \(self.rank(rank)) \(miss.objectClass.name) \(self.place(miss.box, place))\(share)")
        }
    }

    private func writeFalseDetections(to path: String) throws {
        let all = outcomes.enumerated().flatMap { place, outcome in outcome.wrong.map { (place, $0) } }
        let worst = all.sorted { $0.1.score > $1.1.score }.prefix(Self.sheetCells)
        guard !worst.isEmpty else { return print("\nnothing was detected falsely") }
        try writeSheet(worst.map { ($0.0, $0.1.box) }, color: Self.wrong, to: path)
        print("\n\(path), row by row: the \(worst.count) surest of \(all.count) false detections")
        for (rank, (place, detection)) in worst.enumerated() {
            print(
                """
                  \(self.rank(rank)) \(detection.objectClass.name) \(self.place(detection.box, place)), \
                score \(detection.score.threeDecimals)
                """)
        }
    }

    private static let sheetCells = 24

    /// Each box with a good part of its surroundings, in the order given.
    private func writeSheet(_ boxes: [(place: Int, box: PixelRect)], color: RGBColor, to path: String) throws
    {
        var crops = [RGBImage?](repeating: nil, count: boxes.count)
        for (place, members) in Dictionary(grouping: boxes.indices, by: { boxes[$0].place }) {
            let picture = try pictures.read(evaluation.dataset.images[place])
            for member in members {
                let box = boxes[member].box
                var marked = picture
                marked.draw(box, color: color, thickness: max(1, Int(max(box.width, box.height) / 50)))
                // A third of the box on all sides shows what it stands among.
                crops[member] = marked.part(
                    under: PixelRect(
                        x: box.x - box.width / 3, y: box.y - box.height / 3, width: box.width * 5 / 3,
                        height: box.height * 5 / 3))
            }
        }
        var sheet = ContactSheet(cell: PixelSize(width: 200, height: 200), columns: 6)
        for crop in crops { sheet.add([crop]) }
        try JPEG.write(sheet.picture, path: path)
    }

    private func writeCurves(to path: String) throws {
        var chart = UnitChart(
            title: "Precision over recall at overlap 0.50", xTitle: "recall", yTitle: "precision")
        for objectClass in evaluation.labelledClasses {
            guard let score = evaluation.score(of: objectClass) else { continue }
            var series = UnitChart.Series(
                label: "\(objectClass.name), AP50 \(score.ap50.threeDecimals)", color: objectClass.color)
            let reached = score.precisions50.prefix { $0 > 0 }
            series.line = reached.enumerated().map { (Double($0) / 100, $1) }
            let hits = outcomes.reduce(0) { $0 + $1.hits.count { $0.objectClass == objectClass } }
            let wrong = outcomes.reduce(0) { $0 + $1.wrong.count { $0.objectClass == objectClass } }
            if hits > 0 {
                series.dots = [
                    (Double(hits) / Double(score.objects), Double(hits) / Double(hits + wrong), 5)
                ]
            }
            chart.series.append(series)
        }
        try ResultFile.write(Data(chart.svg.utf8), to: path)
        print("\n\(path): each class's curve, a dot where it stands at score \(threshold)")
    }

    private func rank(_ place: Int) -> String { "\(place + 1)".leftPadded(to: 2) }

    private func place(_ box: PixelRect, _ image: Int) -> String {
        let numbers = [box.x, box.y, box.width, box.height].map { "\(Int($0.rounded()))" }
        return """
            at \(numbers[0]),\(numbers[1]) \(numbers[2])x\(numbers[3]) \
            in \(evaluation.dataset.images[image].fileName)
            """
    }
}
