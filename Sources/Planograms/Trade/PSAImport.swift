import Retail

/// Makes planograms of a ProSpace file: a bay of each segment, a shelf of each fixture.
struct PSAImport {
    private let psa: PSAFile
    private let options: ImportOptions
    private var plan = ImportedPlan(format: .psa)
    private var passedOver: [String: Int] = [:]
    private var laidOut = 0
    private var squeezed = 0

    static func plan(
        _ text: String, file: String, options: ImportOptions
    ) throws(ImportError) -> ImportedPlan {
        var importer = PSAImport(psa: try PSAReader.read(text, file: file), options: options)
        try importer.convert(file: file)
        return importer.plan
    }

    private init(psa: PSAFile, options: ImportOptions) {
        self.psa = psa
        self.options = options
    }

    private mutating func convert(file: String) throws(ImportError) {
        var ids: Set<String> = []
        for (index, source) in psa.planograms.enumerated() {
            var id = source.name.isEmpty ? source.key : source.name
            if id.isEmpty {
                id = psa.planograms.count == 1 ? options.fallbackID : "\(options.fallbackID)-\(index + 1)"
            }
            guard ids.insert(id).inserted else {
                throw ImportError(
                    file: file, line: source.line, field: "Planogram field 1 (name)",
                    "\"\(id.prefix(40))\" is the name of another planogram in this file: give each its own")
            }
            try convert(source, id: id, file: file)
        }
        note(psa.version.isEmpty ? "version: not given" : "version: \(psa.version)")
        for (kind, count) in psa.skipped.sorted(by: { $0.key < $1.key }) {
            note("\(count) rows of kind \"\(kind)\" skipped")
        }
        for (kind, count) in passedOver.sorted(by: { $0.key < $1.key }) { note("\(count) \(kind) skipped") }
        if psa.strays > 0 {
            note("\(psa.strays) rows skipped that stand before the planogram or fixture they belong to")
        }
        if squeezed > 0 { note("\(squeezed) positions cut to where the next one begins") }
        if psa.isOpenEnded { note("the last line has no line end: make sure that the file is whole") }
    }

    private mutating func convert(_ source: PSAFile.Planogram, id: String, file: String) throws(ImportError) {
        let bays = bayDrafts(source)
        guard bays.allSatisfy({ $0.draft.widthMM > 0 && $0.draft.heightMM > 0 }) else {
            throw ImportError(
                file: file, line: source.line, field: "Planogram fields 3 and 4 (width, height)",
                "planogram \"\(id.prefix(40))\" has no size, and a segment of it has none either")
        }
        try refuseWidthless(source, file: file)
        let isRelative = PSAFrame.isRelative(source)
        if isRelative { note("\(id): x of positions is taken from the left end of their fixture") }
        var drafts = bays.map(\.draft)
        for fixture in source.fixtures {
            guard let kind = Shelf.Kind(psaFixture: fixture.type) else {
                passedOver["fixtures of type \(fixture.type)", default: 0] += 1
                continue
            }
            let pieces = PSAFixturePieces(
                fixture, kind: kind, bays: bays.map { ($0.xMM, $0.draft.widthMM) },
                positions: fixture.positions.map {
                    draft($0, on: fixture, kind: kind, shiftMM: isRelative ? fixture.xMM : 0)
                })
            for (bay, shelves) in pieces.shelves { drafts[bay].shelves += shelves }
        }
        let validity = options.validity ?? self.validity(of: source, id: id)
        var builder = BayBuilder(planogram: id, options: options)
        for draft in drafts {
            try draft.refuseTooMany(file: file)
            guard !draft.shelves.isEmpty else {
                note("\(id): bay \(draft.id) has no shelf and is left out")
                continue
            }
            plan.planograms.append(
                Planogram(
                    id: id, revision: options.revision, name: source.name.isEmpty ? nil : source.name,
                    validity: validity, bay: builder.bay(draft)))
        }
        plan.unplaced += builder.unplaced
        plan.lines.merge(builder.lines) { first, _ in first }
        squeezed += builder.squeezed
    }

    /// A position takes its width from itself or from its product's row.
    private func refuseWidthless(_ source: PSAFile.Planogram, file: String) throws(ImportError) {
        let faults = source.fixtures.flatMap(\.positions).compactMap { position -> ImportFault? in
            let product = psa.product(upc: position.upc, id: position.id)
            guard PSAFacing(position, product: product).widthMM <= 0 else { return nil }
            return ImportFault(
                line: position.line, field: "Position field 5 (width)",
                reason:
                    "the position has no width, and \(product == nil ? "no Product row has its key" : "neither has its Product row")"
            )
        }
        if !faults.isEmpty { throw ImportError(file: file, faults: faults) }
    }

    /// The segments from left to right, or the planogram as one bay; with the place of each.
    private func bayDrafts(_ source: PSAFile.Planogram) -> [(xMM: Double, draft: BayDraft)] {
        guard !source.segments.isEmpty else {
            return [(0, BayDraft(id: "1", widthMM: source.widthMM, heightMM: source.heightMM))]
        }
        let isPlaced =
            source.segments.count == 1 || Set(source.segments.map(\.xMM)).count == source.segments.count
        var cursor = 0.0
        let segments = isPlaced ? source.segments.sorted { $0.xMM < $1.xMM } : source.segments
        return segments.enumerated().map { index, segment in
            let x = isPlaced ? segment.xMM : cursor
            let width = segment.widthMM > 0 ? segment.widthMM : source.widthMM / Double(segments.count)
            cursor += width
            return (
                x,
                BayDraft(
                    id: String(index + 1), name: segment.name.isEmpty ? nil : segment.name, widthMM: width,
                    heightMM: segment.heightMM > 0 ? segment.heightMM : source.heightMM)
            )
        }
    }

    private func draft(
        _ position: PSAFile.Position, on fixture: PSAFile.Fixture, kind: Shelf.Kind, shiftMM: Double
    ) -> PositionDraft {
        let product = psa.product(upc: position.upc, id: position.id)
        let face = PSAFacing(position, product: product)
        var draft = PositionDraft(
            line: position.line,
            keys: [position.upc, position.id, product?.upc, product?.id].compactMap(\.self).filter {
                !$0.isEmpty
            })
        if let name = product?.name, !name.isEmpty { draft.name = name }
        draft.worth.value = product?.price
        draft.xMM = position.xMM + shiftMM
        draft.widthMM = face.widthMM
        draft.facings = face.facings
        draft.unitsHigh = face.unitsHigh
        draft.presentation = face.presentation
        let surface = fixture.yMM + fixture.thicknessMM
        // Some files count the height of what hangs or stands on other products from the fixture.
        let y = position.yMM >= fixture.yMM ? position.yMM : fixture.yMM + position.yMM
        let raised = y - surface
        draft.presentation.raisedMM = kind == .pegs ? y : raised > PSAFacing.leastRaiseMM ? raised : 0
        return draft
    }

    private mutating func validity(of source: PSAFile.Planogram, id: String) -> Validity {
        Validity(
            from: date(source.effective, "effective", of: id).map {
                UTCTime(seconds: Double($0.daysSince1970) * 86400)
            },
            to: date(source.finished, "finished", of: id).map {
                UTCTime(seconds: Double($0.daysSince1970 + 1) * 86400)
            })
    }

    /// A date that can be read in one way only.
    private mutating func date(_ text: String, _ name: String, of id: String) -> CalendarDay? {
        guard !text.isEmpty, text != "0" else { return nil }
        if let date = TradeDate.day(text) { return date }
        note(
            "\(id): date \(name) \"\(text.prefix(40))\" can be read in more than one way, or none: give it yourself"
        )
        return nil
    }

    private mutating func note(_ text: String) { plan.notes.append(text) }
}

extension Shelf.Kind {
    /// `nil` for what holds no products: obstructions, signs, space for other planograms.
    init?(psaFixture type: Int) {
        switch type {
        case 0, 3: self = .shelf
        case 1: self = .chest
        case 2: self = .bin
        case 4, 5, 6, 9: self = .bar
        case 7, 8: self = .pegs
        case 12: self = .gravityFeed
        default: return nil
        }
    }
}
