/// One thing about a planogram that a merchandiser should look at.
package struct PlacementIssue: Hashable, Sendable, Encodable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable, Encodable {
        /// The product's key is no GTIN.
        case noGTIN = "no_gtin"
        case wrongCheckDigit = "wrong_check_digit"
        case overlap
        case outsideBay = "outside_bay"
        /// The catalogue does not have the product: it can't be recognised.
        case unknownGTIN = "unknown_gtin"
        case tooWide = "too_wide"
        case tooHigh = "too_high"
        case tooDeep = "too_deep"
        /// The facings need more width than the position has.
        case facingsDoNotFit = "facings_do_not_fit"
        case outsideShelf = "outside_shelf"
        case emptyShelf = "empty_shelf"
        /// The plan and the catalogue have different sizes for a product.
        case sizeDiffers = "size_differs"

        package var severity: Severity {
            switch self {
            case .noGTIN, .wrongCheckDigit, .overlap, .outsideBay, .unknownGTIN, .tooWide, .tooHigh: .error
            case .tooDeep, .facingsDoNotFit, .outsideShelf, .emptyShelf, .sizeDiffers: .warning
            }
        }

        /// Whether the native form has no place for it, so that nothing is imported while it lasts.
        package var preventsImport: Bool {
            switch self {
            case .noGTIN, .wrongCheckDigit, .overlap, .outsideBay: true
            default: false
            }
        }
    }

    package enum Severity: String, Sendable, Encodable {
        case error, warning
    }

    package let kind: Kind
    package let severity: Severity
    package let planogram: String
    package let bay: String
    package let shelf: String
    /// `nil` if it concerns the shelf.
    package let position: String?
    /// Of the file that was imported; `nil` if it has none.
    package let line: Int?
    package let gtin: String?
    /// What is wrong, with the figures.
    package let message: String

    package var description: String {
        let place = ["bay \(bay)", "shelf \(shelf)", position.map { "position \($0)" }].compactMap(\.self)
        let source = [line.map { "line \($0)" }, gtin].compactMap(\.self).joined(separator: ", ")
        return "\(severity.rawValue): \(planogram): \(place.joined(separator: ", "))"
            + (source.isEmpty ? "" : " (\(source))") + ": \(kind.rawValue): \(message)"
    }
}
