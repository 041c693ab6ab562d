internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// The wrong names given with most confidence, and how far probabilities can be trusted, to look at.
struct NamingPictures {
    private let measurement: NamingMeasurement
    private let pictures: LabelledPictures
    private let references: String?

    init(_ measurement: NamingMeasurement, _ pictures: LabelledPictures, references: String?) {
        self.measurement = measurement
        self.pictures = pictures
        self.references = references
    }

    /// Writes all into the folder `out`, and prints what is on them.
    func write(to out: String) throws {
        guard !measurement.cases.isEmpty else { return }
        try writeReliability(to: "\(out)/reliability.svg")
        try writeWorst(to: "\(out)/naming-worst.jpg")
    }

    private func writeWorst(to path: String) throws {
        let wrong = measurement.cases.filter { $0.product.wrongProbability != nil }
        let worst = wrong.sorted { ($0.product.wrongProbability ?? 0) > ($1.product.wrongProbability ?? 0) }
            .prefix(24)
        guard !worst.isEmpty else { return print("\nnothing was named wrongly") }
        let catalogue = measurement.catalogue
        var sheet = ContactSheet(cell: PixelSize(width: 130, height: 150), columns: 3)
        print("\n\(path), row by row: the \(worst.count) surest of \(wrong.count) wrong names")
        if references != nil {
            print("side by side: the product, the right SKU, the likeliest SKU of the answer")
        }
        for (rank, item) in worst.enumerated() {
            let crop = try pictures.read(item.image).part(under: item.box)
            let right = catalogue.entry(at: item.truth)
            let mistaken = item.product.mistakenFor.map(catalogue.entry)
            sheet.add(references == nil ? [crop] : [crop, try reference(right), try reference(mistaken)])
            print(
                """
                  \("\(rank + 1)".leftPadded(to: 2)) \(item.image.fileName): \(item.product.truth) \
                taken for \(item.product.answer.path), probability of the first wrong name \
                \((item.product.wrongProbability ?? 0).threeDecimals)
                """)
        }
        try JPEG.write(sheet.picture, path: path)
    }

    /// The SKU's picture in the folder of references; a SKU may have none there.
    private func reference(_ entry: CatalogueEntry?) throws -> RGBImage? {
        guard let entry, let references else { return nil }
        let path = "\(references)/\(entry.gtin).jpg"
        return FileManager.default.fileExists(atPath: path) ? try JPEG.read(path: path) : nil
    }

    private func writeReliability(to path: String) throws {
        let hasSizes = measurement.bySize.crops > 0
        let score = hasSizes ? measurement.bySize : measurement.byLooks
        var chart = UnitChart(
            title: "Reliability, " + (hasSizes ? "with measured sizes" : "by looks alone"),
            xTitle: "probability given", yTitle: "share that is right")
        var ideal = UnitChart.Series(
            label: "as often as said", color: RGBColor(red: 150, green: 150, blue: 150))
        ideal.line = [(0, 0), (1, 1)]
        ideal.isDashed = true
        chart.series.append(ideal)
        let tables =
            [("most probable SKU", score.skuReliability)]
            + TreeLevel.allCases.map { ("answered \($0.name)", score.reliability[$0.rawValue]) }
        for ((name, reliability), color) in zip(tables, Self.colors) {
            var series = UnitChart.Series(
                label: "\(name), ECE \(reliability.error.threeDecimals)", color: color)
            let bins = reliability.bins.filter { $0.answers > 0 }
            series.line = bins.map { ($0.meanProbability, $0.rightShare) }
            series.dots = bins.map { bin in
                let share = Double(bin.answers) / Double(reliability.answers)
                return (bin.meanProbability, bin.rightShare, 2 + 8 * share.squareRoot())
            }
            chart.series.append(series)
        }
        try ResultFile.write(Data(chart.svg.utf8), to: path)
        print("\n\(path): share of right answers over their probability; larger dots hold more answers")
    }

    private static let colors = [
        RGBColor(red: 20, green: 20, blue: 20), RGBColor(red: 70, green: 110, blue: 220),
        RGBColor(red: 0, green: 160, blue: 160), RGBColor(red: 60, green: 160, blue: 60),
        RGBColor(red: 220, green: 140, blue: 0), RGBColor(red: 210, green: 40, blue: 60),
    ]
}
