package import Retail

/// Many small pictures on one, in rows from the upper left.
///
/// Pictures that belong together form a group and stand side by side, close to each other.
package struct ContactSheet: Sendable {
    /// Each picture is fitted into a cell of this size, whole and unstretched.
    package let cell: PixelSize
    /// Groups in a row.
    package let columns: Int
    /// A missing picture leaves its cell empty.
    package private(set) var groups: [[RGBImage?]] = []

    package init(cell: PixelSize, columns: Int) {
        precondition(columns > 0 && cell.width > 0 && cell.height > 0)
        self.cell = cell
        self.columns = columns
    }

    package mutating func add(_ group: [RGBImage?]) { groups.append(group) }

    private static let gapInGroup = 4
    private static let gap = 16

    /// The sheet; cells are as wide as the largest group needs.
    package var picture: RGBImage {
        let largest = max(1, groups.map(\.count).max() ?? 1)
        let pitchX = largest * (cell.width + Self.gapInGroup) - Self.gapInGroup + Self.gap
        let pitchY = cell.height + Self.gap
        let rows = max(1, (groups.count + columns - 1) / columns)
        var sheet = RGBImage(
            width: min(columns, max(1, groups.count)) * pitchX + Self.gap, height: rows * pitchY + Self.gap,
            gray: 235)
        for (place, group) in groups.enumerated() {
            let top = Self.gap + place / columns * pitchY
            for (member, picture) in group.enumerated() {
                let left = Self.gap + place % columns * pitchX + member * (cell.width + Self.gapInGroup)
                sheet.fill(
                    PixelRect(
                        x: Double(left), y: Double(top), width: Double(cell.width),
                        height: Double(cell.height)),
                    color: RGBColor(red: 205, green: 205, blue: 205))
                guard let picture, picture.width > 0, picture.height > 0 else { continue }
                let fitted = picture.fitted(into: cell)
                sheet.paste(
                    fitted, x: left + (cell.width - fitted.width) / 2,
                    y: top + (cell.height - fitted.height) / 2)
            }
        }
        return sheet
    }
}

extension RGBImage {
    /// The whole picture at the largest size that fits, unstretched.
    package func fitted(into size: PixelSize) -> RGBImage {
        let scale = min(Double(size.width) / Double(width), Double(size.height) / Double(height))
        return resized(
            to: PixelSize(
                width: max(1, min(size.width, Int((Double(width) * scale).rounded()))),
                height: max(1, min(size.height, Int((Double(height) * scale).rounded())))))
    }
}
