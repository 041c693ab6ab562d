import Retail

/// Reads ProSpace (JDA, Blue Yonder) files of any version: newer ones only have more cells at the end of a record.
///
/// The places of the fields are those on which independent readers agree; none beyond Position 163, Product 269 and
/// Planogram 220 is used, where versions differ.
struct PSAReader {
    /// More than any store has; a file that claims more is broken.
    private static let mostRecords = 400_000
    /// Of one planogram: longer runs are planned in parts.
    private static let mostSegments = 200
    private static let mostFixtures = 10_000

    private let file: String
    private var scanner: PSAScanner
    private var answer = PSAFile()
    private var faults: [ImportFault] = []
    /// Millimetres to one unit of the file.
    private var unitMM = 10.0
    private var fewestCells: [String: Int] = [:]

    static func read(_ text: String, file: String) throws(ImportError) -> PSAFile {
        var reader = PSAReader(text, file: file)
        try reader.readAll()
        return reader.answer
    }

    private init(_ text: String, file: String) {
        self.file = file
        scanner = PSAScanner(Array(text.utf8))
    }

    private mutating func readAll() throws(ImportError) {
        guard scanner.next(), scanner.kind.uppercased().hasPrefix("PROSPACE SCHEMATIC FILE") else {
            throw ImportError(
                file: file, line: 1,
                "the first line is not \"PROSPACE SCHEMATIC FILE\": this is no ProSpace file")
        }
        var comment = scanner.kind
        var records = 0
        var hasProject = false
        while scanner.next() {
            records += 1
            guard records <= Self.mostRecords else {
                throw ImportError(file: file, line: scanner.line, "more than \(Self.mostRecords) records")
            }
            // A file that is wrong throughout needs no further reading.
            if faults.count > ImportError.mostFaults { break }
            refuseCut()
            if scanner.kind == "Project" {
                if hasProject { fault(0, "record", "a second Project: the file holds two files") }
                hasProject = true
            } else if !hasProject {
                throw ImportError(
                    file: file, line: scanner.line,
                    "the first record is \"\(scanner.kind.prefix(40))\", not Project")
            }
            read()
        }
        comment += scanner.comments.joined(separator: " ")
        answer.version = Self.version(in: comment)
        if faults.isEmpty {
            if !hasProject {
                faults.append(ImportFault(line: nil, field: "", reason: "the file ends before Project"))
            } else if answer.planograms.isEmpty {
                faults.append(
                    ImportFault(
                        line: nil, field: "", reason: "the file holds no Planogram: it may be cut off"))
            }
        }
        if !faults.isEmpty { throw ImportError(file: file, faults: faults) }
    }

    private mutating func read() {
        switch scanner.kind {
        case "Project": readProject()
        case "Product": readProduct()
        case "Planogram": readPlanogram()
        case "Segment": readSegment()
        case "Fixture": readFixture()
        case "Position": readPosition()
        default: answer.skipped[String(scanner.kind.prefix(40)), default: 0] += 1
        }
    }

    /// A last line that does not end and has fewer cells than all others of its kind was cut off.
    private mutating func refuseCut() {
        let fewest = fewestCells[scanner.kind]
        if scanner.isTerminated {
            fewestCells[scanner.kind] = min(fewest ?? .max, scanner.cellCount)
            return
        }
        answer.isOpenEnded = true
        if let fewest, scanner.cellCount < fewest {
            fault(
                scanner.cellCount, "last field",
                "the file is cut off here: the record has \(scanner.cellCount) fields, others have \(fewest) or more"
            )
        }
    }

    // MARK: Records

    private mutating func readProject() {
        switch scanner.text(12) {
        case "", "1": unitMM = 10
        case "0": unitMM = 25.4
        default:
            fault(
                12, "measurement",
                "\"\(scanner.text(12).prefix(40))\": expected 0 (inches) or 1 (centimetres)")
        }
        if let key = whole(3, "primary key", in: 0...2), let primary = PSAFile.PrimaryKey(rawValue: key) {
            answer.primaryKey = primary
        }
    }

    private mutating func readProduct() {
        let upc = scanner.text(1)
        let id = scanner.text(2)
        var blocks: [Int: PSAFile.Product.Block] = [:]
        // Tray, case, display and alternate: eight fields each.
        for style in 1...4 {
            let first = 46 + (style - 1) * 8
            guard let size = size(first, "block"), size.widthMM > 0 else { continue }
            let count = (3..<6).map { max(1, whole(first + $0, "units in block", in: -1...9999) ?? 1) }
            blocks[style] = PSAFile.Product.Block(
                size: size, count: Presentation.Block(wide: count[0], high: count[1], deep: count[2]))
        }
        let key = answer.key(upc: upc, id: id)
        // A price that can't be read is none: no reason to refuse a plan.
        let price = Double(scanner.text(33)).flatMap { $0 > 0 && $0 < 1e9 ? $0 : nil }
        let product = PSAFile.Product(
            upc: upc, id: id, name: scanner.text(3),
            size: size(5, "size") ?? PackageSize(widthMM: 0, heightMM: 0, depthMM: 0), price: price,
            blocks: blocks)
        if answer.products[key] == nil { answer.products[key] = product }
    }

    private mutating func readPlanogram() {
        answer.planograms.append(
            PSAFile.Planogram(
                line: scanner.line, name: scanner.text(1), key: scanner.text(2),
                widthMM: length(3, "width") ?? 0, heightMM: length(4, "height") ?? 0,
                effective: scanner.text(189), finished: scanner.text(190)))
    }

    private mutating func readSegment() {
        guard !answer.planograms.isEmpty else {
            answer.strays += 1
            return
        }
        if answer.planograms[answer.planograms.count - 1].segments.count == Self.mostSegments {
            fault(0, "record", "more than \(Self.mostSegments) segments in one planogram")
        }
        let segment = PSAFile.Segment(
            name: scanner.text(1), xMM: (length(3, "x") ?? 0) + (length(10, "offset x") ?? 0),
            widthMM: length(4, "width") ?? 0, heightMM: length(6, "height") ?? 0)
        answer.planograms[answer.planograms.count - 1].segments.append(segment)
    }

    private mutating func readFixture() {
        guard !answer.planograms.isEmpty else {
            answer.strays += 1
            return
        }
        if answer.planograms[answer.planograms.count - 1].fixtures.count == Self.mostFixtures {
            fault(0, "record", "more than \(Self.mostFixtures) fixtures in one planogram")
        }
        let fixture = PSAFile.Fixture(
            line: scanner.line, type: whole(1, "type", in: 0...99) ?? 0, xMM: length(4, "x") ?? 0,
            widthMM: length(5, "width") ?? 0, yMM: length(6, "y") ?? 0, thicknessMM: length(7, "height") ?? 0,
            depthMM: length(9, "depth") ?? 0, roomMM: length(23, "merchandisable height") ?? 0,
            locationID: whole(146, "location id", in: -1...999_999) ?? -1)
        answer.planograms[answer.planograms.count - 1].fixtures.append(fixture)
    }

    private mutating func readPosition() {
        guard let last = answer.planograms.indices.last,
            let fixture = answer.planograms[last].fixtures.indices.last
        else {
            answer.strays += 1
            return
        }
        let style = whole(13, "merchandising style", in: -1...6) ?? 0
        let code = whole(29, "orientation", in: -1...23) ?? 0
        let position = PSAFile.Position(
            line: scanner.line, upc: scanner.text(1), id: scanner.text(2), xMM: length(4, "x") ?? 0,
            widthMM: length(5, "width") ?? 0, yMM: length(6, "y") ?? 0, heightMM: length(7, "height") ?? 0,
            style: max(0, style), facings: max(1, whole(14, "facings wide", in: -1...9999) ?? 1),
            unitsHigh: max(1, whole(15, "facings high", in: -1...9999) ?? 1),
            unitsDeep: max(1, whole(16, "facings deep", in: -1...9999) ?? 1),
            capsBeside: max(0, whole(17, "x caps", in: -1...9999) ?? 0),
            capsAbove: max(0, whole(21, "y caps", in: -1...9999) ?? 0),
            capsBefore: max(0, whole(25, "z caps", in: -1...9999) ?? 0),
            orientation: Orientation(psaCode: max(0, code)), blockSize: size(33, "block size"),
            pegID: scanner.text(42))
        if position.upc.isEmpty && position.id.isEmpty { fault(1, "UPC", "the position names no product") }
        answer.planograms[last].fixtures[fixture].positions.append(position)
    }

    // MARK: Fields

    private mutating func number(_ index: Int, _ name: String) -> Double? {
        let text = scanner.text(index)
        if text.isEmpty { return nil }
        if let value = Double(text), value.isFinite, abs(value) < 1e6 { return value }
        fault(index, name, "\"\(text.prefix(40))\" is no number")
        return nil
    }

    private mutating func length(_ index: Int, _ name: String) -> Double? {
        // Inches and centimetres have at most a few decimals: what multiplying adds is noise.
        number(index, name).map { ($0 * unitMM * 1e6).rounded() / 1e6 }
    }

    /// Width, height and depth from three fields; `nil` if there is no width.
    private mutating func size(_ first: Int, _ name: String) -> PackageSize? {
        guard let width = length(first, "\(name), width"), width > 0 else { return nil }
        return PackageSize(
            widthMM: width, heightMM: max(0, length(first + 1, "\(name), height") ?? 0),
            depthMM: max(0, length(first + 2, "\(name), depth") ?? 0))
    }

    private mutating func whole(_ index: Int, _ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = number(index, name) else { return nil }
        if let whole = Int(exactly: value), range.contains(whole) { return whole }
        fault(
            index, name,
            "\(scanner.text(index)): a whole number from \(range.lowerBound) to \(range.upperBound) is expected"
        )
        return nil
    }

    private mutating func fault(_ index: Int, _ name: String, _ reason: String) {
        faults.append(
            ImportFault(
                line: scanner.line, field: "\(scanner.kind.prefix(40)) field \(index) (\(name))",
                reason: reason))
    }

    /// The version in `; Version 2024.4.0` or `;V8.0.1.2`.
    private static func version(in comments: String) -> String {
        guard let start = comments.firstMatch(of: /(?i)[; ]v(?:ersion)? *([0-9][0-9.]*)/) else { return "" }
        return String(start.1)
    }
}

extension Orientation {
    /// ProSpace's codes 0 to 23: pairs of a face and the same face turned by 90 degrees, then by 180 and 270.
    init(psaCode code: Int) {
        let faces: [Face] = [.front, .left, .top, .back, .right, .bottom]
        self.init(faces[code % 12 / 2], quarterTurns: code % 2 + (code >= 12 ? 2 : 0))
    }
}
