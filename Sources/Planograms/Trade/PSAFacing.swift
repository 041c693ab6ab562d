import Retail

/// What a camera sees of a ProSpace position: how many units side by side and on each other, and their size.
struct PSAFacing {
    /// Positions that lie less above their board stand on it.
    static let leastRaiseMM = 20.0

    let facings: Int
    let unitsHigh: Int
    let widthMM: Double
    private(set) var presentation = Presentation()

    init(_ position: PSAFile.Position, product: PSAFile.Product?) {
        presentation.style = Presentation.Style(psaCode: position.style)
        presentation.orientation = position.orientation
        presentation.caps.beside = position.capsBeside
        presentation.caps.above = position.capsAbove
        presentation.caps.before = position.capsBefore
        if !position.pegID.isEmpty { presentation.pegID = position.pegID }

        // A tray shows its units; every other package is seen as one.
        let block = product?.blocks[position.style]
        let isTray = presentation.style == .tray
        let inBlock =
            isTray
            ? block?.count ?? Presentation.Block(wide: 1, high: 1, deep: 1)
            : Presentation.Block(wide: 1, high: 1, deep: 1)
        presentation.block = block?.count
        presentation.unitsDeep = position.unitsDeep * inBlock.deep
        facings = position.facings * inBlock.wide + position.capsBeside
        unitsHigh = position.unitsHigh * inBlock.high

        // The size of one piece as it stands: the file's own, else the product's, turned.
        let nominal = position.style == 0 ? product?.size : block?.size ?? product?.size
        var piece = nominal.map { position.orientation.turned($0) }
        if let own = position.blockSize, position.style != 0 { piece = own }
        if let piece, piece.widthMM > 0, piece.heightMM > 0, piece.depthMM > 0 {
            presentation.unitSize = PackageSize(
                widthMM: piece.widthMM / Double(inBlock.wide),
                heightMM: piece.heightMM / Double(inBlock.high),
                depthMM: piece.depthMM / Double(inBlock.deep))
        }
        let pieceWidth = piece?.widthMM ?? 0
        let caps = Double(position.capsBeside) * (presentation.unitSize?.depthMM ?? pieceWidth)
        let whole = pieceWidth * Double(position.facings) + caps
        // Some files give the width of one piece, others that of all: only the second can be wider than a piece.
        let isOfAll = position.widthMM > pieceWidth + 1 || (position.facings == 1 && caps == 0)
        widthMM = position.widthMM > 0 && isOfAll ? position.widthMM : max(whole, position.widthMM)
    }
}

extension Presentation.Style {
    init(psaCode code: Int) {
        let styles: [Presentation.Style] = [.unit, .tray, .case, .display, .alternate, .loose, .logStack]
        self = styles.indices.contains(code) ? styles[code] : .unit
    }
}

/// Whether a ProSpace file counts the x of positions from the planogram's left side or from their fixture's.
///
/// Both are found. What puts more positions onto their fixtures is right; a draw goes to the planogram's side.
enum PSAFrame {
    static func isRelative(_ planogram: PSAFile.Planogram) -> Bool {
        var (absolute, relative) = (0, 0)
        for fixture in planogram.fixtures where fixture.xMM > 1 {
            for position in fixture.positions {
                let slack = 1.0
                let end = fixture.xMM + fixture.widthMM
                if (fixture.xMM - slack...max(end, fixture.xMM) + slack).contains(position.xMM) {
                    absolute += 1
                }
                if (-slack...max(0, fixture.widthMM) + slack).contains(position.xMM) { relative += 1 }
            }
        }
        return relative > absolute
    }
}
