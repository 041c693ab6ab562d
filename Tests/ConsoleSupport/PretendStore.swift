package import Console
internal import Foundation
package import Imaging
internal import Retail

/// The shelves of a store that is not there: two cameras, two bays of three boards with five products each.
package struct PretendStore: Sendable {
    package struct Slot: Sendable {
        package var position: String
        package var shelf: String
        package var product: ProductCard
        package var facings: Int
        package var xMM: Double
        package var yMM: Double
        package var widthMM: Double
        package var heightMM: Double
        package var color: RGBColor
    }

    package struct Bay: Sendable {
        package var planogram: String
        package var id: String
        package var slots: [Slot]
    }

    static let size = PictureSize(width: 1280, height: 960)
    static let (bayWidth, bayHeight) = (1000.0, 1500.0)
    static let boards = [100.0, 560.0, 1020.0]
    static let clearance = 420.0
    /// The bay's lower left corner and its scale in the picture.
    static let (left, bottom, scale) = (330.0, 930.0, 0.6)

    package let cameras = ["aisle-1", "aisle-2"]
    package let bays: [String: Bay]

    package init() {
        bays = [
            "snacks": Self.bay("snacks", ["Crisps", "Nuts", "Crackers", "Pretzels", "Popcorn"], seed: 1),
            "drinks": Self.bay("drinks", ["Cola", "Lemonade", "Water", "Juice", "Iced tea"], seed: 2),
        ]
    }

    private static func bay(_ name: String, _ goods: [String], seed: Int) -> Bay {
        let brands = ["Northfield", "Alba & Sons", "Müller's", "=SUM", "Rio"]
        let varieties = ["Classic", "Light", "Family pack"]
        var slots: [Slot] = []
        for (row, surface) in boards.enumerated() {
            for column in 0..<5 {
                let number = row * 5 + column
                let digits = "0400\(seed)00\(String(format: "%06d", number))"
                let gtin = String((digits + "0000000").prefix(14))
                let brand = brands[(number + seed) % 5]
                let product = ProductCard(
                    gtin: gtin, path: [name.capitalized, goods[column], brand, "\(brand) \(goods[column])"],
                    name: "\(brand) \(goods[column]) \(varieties[row])")
                slots.append(
                    Slot(
                        position: "\(row + 1)-\(column + 1)", shelf: "\(row + 1)", product: product,
                        facings: 1 + number % 3, xMM: Double(column) * 200 + 8, yMM: surface,
                        widthMM: 184, heightMM: 260 + Double((number * 37) % 120),
                        color: RGBColor(
                            red: UInt8(60 + (number * 53 + seed * 90) % 180),
                            green: UInt8(60 + (number * 97 + seed * 40) % 180),
                            blue: UInt8(60 + (number * 29 + seed * 150) % 180))))
            }
        }
        return Bay(planogram: "plan-\(name)", id: "bay-1", slots: slots)
    }

    /// Where millimetres of the bay's front lie in the picture.
    static func point(_ xMM: Double, _ yMM: Double) -> PicturePoint {
        PicturePoint(x: left + xMM * scale, y: bottom - yMM * scale)
    }

    static func outline(_ slot: Slot) -> [PicturePoint] {
        [
            point(slot.xMM, slot.yMM), point(slot.xMM + slot.widthMM, slot.yMM),
            point(slot.xMM + slot.widthMM, slot.yMM + slot.heightMM),
            point(slot.xMM, slot.yMM + slot.heightMM),
        ]
    }

    /// The corners of the bay: lower left, lower right, upper right, upper left.
    static var corners: [PicturePoint] {
        [point(0, 0), point(bayWidth, 0), point(bayWidth, bayHeight), point(0, bayHeight)]
    }

    /// A photograph, at most `width` pixels wide; `empty` names positions where nothing stands.
    package func jpeg(of zone: String, empty: Set<String>, tick: Int, width: Int?) throws -> [UInt8] {
        var image = RGBImage(width: Self.size.width, height: Self.size.height, gray: 205)
        image.fill(
            rect(0, 0, Self.bayWidth, Self.bayHeight), color: RGBColor(red: 238, green: 236, blue: 230))
        for surface in Self.boards {
            image.fill(
                rect(0, surface - 30, Self.bayWidth, 30), color: RGBColor(red: 120, green: 120, blue: 125))
        }
        for slot in bays[zone]?.slots ?? [] where !empty.contains(slot.position) {
            let width = slot.widthMM / Double(slot.facings)
            for facing in 0..<slot.facings {
                let unit = rect(
                    slot.xMM + Double(facing) * width + 2, slot.yMM, width - 4, slot.heightMM)
                image.fill(unit, color: slot.color)
                image.draw(unit, color: RGBColor(red: 40, green: 40, blue: 45))
                image.fill(
                    rect(
                        slot.xMM + Double(facing) * width + width * 0.2, slot.yMM + slot.heightMM * 0.55,
                        width * 0.6, slot.heightMM * 0.2), color: RGBColor(red: 250, green: 250, blue: 245))
            }
        }
        // Somebody's trolley goes by at the foot of the shelf, so that each picture is another one.
        image.fill(
            PixelRect(x: Double((tick * 37) % 1200), y: 935, width: 80, height: 20),
            color: RGBColor(red: 200, green: 60, blue: 50))
        let small = min(width ?? image.width, image.width)
        if small < image.width {
            image = image.resized(
                to: PixelSize(width: small, height: max(1, image.height * small / image.width)))
        }
        return try JPEG.encode(image, quality: 80)
    }

    private func rect(_ xMM: Double, _ yMM: Double, _ widthMM: Double, _ heightMM: Double) -> PixelRect {
        let corner = Self.point(xMM, yMM + heightMM)
        return PixelRect(x: corner.x, y: corner.y, width: widthMM * Self.scale, height: heightMM * Self.scale)
    }
}
