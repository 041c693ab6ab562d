package import Retail

/// Draws bays as a scalable picture: boards, products with names, keys and facings, and where everything is in millimetres.
package struct PlanogramDrawing {
    // One unit of the picture is one millimetre of shelving.
    private static let margin = 160.0
    private static let titleSize = 44.0
    private static let labelSize = 22.0
    private static let boardMM = 20.0
    private static let rulerMM = 200.0

    private var body = ""

    /// The picture of bays that stand side by side, from left to right, as SVG 1.1.
    ///
    /// Sizes of products come from the plan, then from `catalogue`; those without stand three quarters as high as their
    /// shelf.
    package static func svg(_ planograms: [Planogram], catalogue: (any SKUTable)? = nil) -> String {
        var drawing = PlanogramDrawing()
        let tallest = planograms.map { Self.top(of: $0.bay) }.max() ?? 0
        let floor = margin + titleSize + tallest
        var left = margin
        for planogram in planograms {
            drawing.draw(planogram, left: left, floor: floor, catalogue: catalogue)
            left += planogram.bay.widthMM + margin
        }
        let (width, height) = (left, floor + margin)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.inTenths) \(height.inTenths)" \
            width="\(width.inTenths)" height="\(height.inTenths)" font-family="DejaVu Sans, Arial, sans-serif">
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(drawing.body)</svg>

            """
    }

    /// What stands on the top board may reach past the bay's frame.
    private static func top(of bay: Bay) -> Double {
        bay.shelves.map { $0.surfaceMM + $0.clearanceMM }.max().map { max($0, bay.heightMM) } ?? bay.heightMM
    }

    private mutating func draw(
        _ planogram: Planogram, left: Double, floor: Double, catalogue: (any SKUTable)?
    ) {
        let bay = planogram.bay
        rectangle(
            x: left, y: floor - bay.heightMM, width: bay.widthMM, height: bay.heightMM, fill: "#f7f7f5",
            stroke: "#444444", strokeWidth: 4)
        let (plan, place) = (planogram.name ?? planogram.id, bay.name ?? Self.titled(bay.id, "bay"))
        let name = plan == place ? plan : "\(plan), \(place)"
        text(
            "\(name) – revision \(planogram.revision)", x: left, y: floor - Self.top(of: bay) - 50,
            size: Self.titleSize, anchor: "start")
        ruler(bay, left: left, floor: floor)
        for shelf in bay.shelves {
            draw(shelf, in: bay, left: left, floor: floor)
            for position in shelf.positions {
                draw(position, on: shelf, left: left, floor: floor, entry: catalogue?[position.gtin])
            }
        }
    }

    /// Ids may begin with what they name.
    private static func titled(_ id: String, _ title: String) -> String {
        id.lowercased().hasPrefix(title) ? id : "\(title) \(id)"
    }

    private mutating func ruler(_ bay: Bay, left: Double, floor: Double) {
        for tick in stride(from: 0, through: bay.widthMM, by: Self.rulerMM) {
            line(x1: left + tick, y1: floor, x2: left + tick, y2: floor + 14)
            text(tick.inTenths, x: left + tick, y: floor + 40, size: Self.labelSize, anchor: "middle")
        }
        text(
            "\(bay.widthMM.inTenths) × \(bay.heightMM.inTenths) mm", x: left + bay.widthMM / 2, y: floor + 76,
            size: Self.labelSize, anchor: "middle")
    }

    private mutating func draw(_ shelf: Shelf, in bay: Bay, left: Double, floor: Double) {
        let span = shelf.span(in: bay)
        let surface = floor - shelf.surfaceMM
        if shelf.kind == .pegs {
            // Hooks: a thin line at the height of the lowest unit.
            line(x1: left + span.xMM, y1: surface, x2: left + span.endMM, y2: surface, dashed: true)
        } else {
            rectangle(
                x: left + span.xMM, y: surface, width: span.widthMM,
                height: min(Self.boardMM, shelf.surfaceMM),
                fill: "#8d8d88", stroke: "none", strokeWidth: 0)
        }
        text(
            Self.titled(shelf.id, "shelf"), x: left - 10, y: surface - 6, size: Self.labelSize, anchor: "end")
        text(
            "\(shelf.surfaceMM.inTenths) mm", x: left - 10, y: surface + 20, size: Self.labelSize,
            anchor: "end")
    }

    private mutating func draw(
        _ position: Position, on shelf: Shelf, left: Double, floor: Double, entry: CatalogueEntry?
    ) {
        let size =
            position.presentation.unitSize
            ?? entry.map { position.presentation.orientation.turned($0.size) }
        let height = size.map { $0.heightMM * Double(position.unitsHigh) } ?? 0.75 * shelf.clearanceMM
        let bottom = floor - shelf.surfaceMM - position.presentation.raisedMM
        let frame = Frame(x: left + position.xMM, y: bottom - height, width: position.widthMM, height: height)
        // One colour a product, the same in every drawing.
        let hue = position.gtin.number.multipliedReportingOverflow(by: 2_654_435_761).partialValue >> 16 % 360
        let fill = "hsl(\(hue), 55%, 85%)"
        rectangle(
            x: frame.x, y: frame.y, width: frame.width, height: frame.height, fill: fill, stroke: "#333333",
            strokeWidth: 2.5)
        for facing in 1..<max(1, position.facings) {
            let x = frame.x + frame.width * Double(facing) / Double(position.facings)
            line(x1: x, y1: frame.y, x2: x, y2: bottom, width: 1, colour: "#999999")
        }
        for level in 1..<max(1, position.unitsHigh) {
            let y = bottom - height * Double(level) / Double(position.unitsHigh)
            line(x1: frame.x, y1: y, x2: frame.x + frame.width, y2: y, width: 1, colour: "#999999")
        }
        label(LabelText(position, name: position.name ?? entry?.path.spokenName), in: frame, over: fill)
    }

    private mutating func label(_ label: LabelText, in frame: Frame, over fill: String) {
        let fitted = label.fitted(width: frame.width - 8, height: frame.height - 8)
        let (middleX, middleY) = (frame.x + frame.width / 2, frame.y + frame.height / 2)
        let step = fitted.size * LabelText.lineHeight
        var block = ""
        for (index, line) in fitted.lines.enumerated() {
            let y = (Double(index) - Double(fitted.lines.count - 1) / 2) * step + 0.35 * fitted.size
            // The outline in the product's colour keeps the lines of facings out of the letters.
            block +=
                "<text x=\"0\" y=\"\(y.inTenths)\" font-size=\"\(fitted.size.inTenths)\" text-anchor=\"middle\" "
                + "fill=\"#111111\" stroke=\"\(fill)\" stroke-width=\"\((fitted.size * 0.35).inTenths)\" "
                + "paint-order=\"stroke\">\(line.escapedForXML)</text>"
        }
        let turn = fitted.isUpright ? "" : " rotate(-90)"
        body += "<g transform=\"translate(\(middleX.inTenths) \(middleY.inTenths))\(turn)\">\(block)</g>\n"
    }

    // MARK: Shapes

    private struct Frame {
        var x: Double
        var y: Double
        var width: Double
        var height: Double
    }

    private mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String, strokeWidth: Double
    ) {
        body +=
            "<rect x=\"\(x.inTenths)\" y=\"\(y.inTenths)\" width=\"\(width.inTenths)\" "
            + "height=\"\(height.inTenths)\" fill=\"\(fill)\" stroke=\"\(stroke)\" "
            + "stroke-width=\"\(strokeWidth.inTenths)\"/>\n"
    }

    private mutating func line(
        x1: Double, y1: Double, x2: Double, y2: Double, width: Double = 2, colour: String = "#444444",
        dashed: Bool = false
    ) {
        body +=
            "<line x1=\"\(x1.inTenths)\" y1=\"\(y1.inTenths)\" x2=\"\(x2.inTenths)\" y2=\"\(y2.inTenths)\" "
            + "stroke=\"\(colour)\" stroke-width=\"\(width.inTenths)\"\(dashed ? " stroke-dasharray=\"12 8\"" : "")/>\n"
    }

    private mutating func text(_ content: String, x: Double, y: Double, size: Double, anchor: String) {
        body +=
            "<text x=\"\(x.inTenths)\" y=\"\(y.inTenths)\" font-size=\"\(size.inTenths)\" "
            + "text-anchor=\"\(anchor)\" fill=\"#222222\">\(content.escapedForXML)</text>\n"
    }
}
