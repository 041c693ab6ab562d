internal import Console
internal import Foundation
internal import Planograms
internal import Retail

/// Tells what is wrong with a zone that somebody draws, at the point where it is wrong, and how well it fits.
struct ZoneReview {
    private let settings: Settings
    private let plans: [PlanogramVersions]
    private let naming: Naming
    private let now: UTCTime

    init(_ running: RunningAppliance) {
        settings = running.settings
        plans = running.plans
        naming = running.naming
        now = UTCTime(seconds: Date().timeIntervalSince1970)
    }

    /// The zone that a draft means, and what is wrong with it; `nil` if it can't be one at all.
    func zone(of draft: ZoneDraft) -> (zone: Zone?, problems: [FieldProblem]) {
        var problems = names(of: draft)
        guard (1...16384).contains(draft.pictureSize.width), (1...16384).contains(draft.pictureSize.height)
        else {
            problems.append(
                FieldProblem(path: "picture_size", reason: "expected 1 to 16384 pixels each way"))
            return (nil, problems)
        }
        var zone = Zone(
            id: draft.id, camera: draft.camera, planogram: draft.planogram, bay: draft.bay, pointPairs: [],
            pictureSize: PixelSize(width: draft.pictureSize.width, height: draft.pictureSize.height))
        // What a technician does not draw stays as the settings have it.
        let old = settings.zones.first { $0.id == draft.id }
        if old?.pictureSize == zone.pictureSize { zone.lens = old?.lens }
        zone.corners = draft.corners.map(PixelPoint.init)
        zone.pointPairs = draft.points.map {
            PointPair(pixel: PixelPoint($0.pixel), shelf: ShelfPoint(xMM: $0.mm.x, yMM: $0.mm.y))
        }
        zone.outline = draft.outline.map(PixelPoint.init)
        zone.residualLimitMM = draft.maxResidualMM
        zone.followShare = draft.followShare
        problems += choices(of: draft, into: &zone)
        problems += polygons(of: draft)
        return (problems.contains { $0.path == "id" } ? nil : zone, problems)
    }

    /// What is wrong with a draft, and where its registration puts the plan.
    func check(_ draft: ZoneDraft) -> ZoneCheck {
        var (zone, problems) = zone(of: draft)
        guard let zone, let bay = plan(of: draft)?.bay else {
            return ZoneCheck(problems: problems)
        }
        let placed = zone.placed(in: bay)
        let registration: Registration
        do {
            registration = try Registration(zone: placed)
        } catch {
            if !problems.contains(where: { $0.path.hasPrefix("corners") || $0.path.hasPrefix("points") }) {
                problems.append(Self.problem(error, isCorners: !draft.corners.isEmpty))
            }
            return ZoneCheck(problems: problems)
        }
        let cover = ZoneCover(placed, registration)
        let residuals = draft.points.isEmpty ? [] : registration.residualsMM
        return ZoneCheck(
            problems: problems, residualsMM: residuals,
            medianResidualMM: residuals.isEmpty ? nil : residuals.sorted()[residuals.count / 2],
            boards: bay.shelves.map { shelf in
                let span = shelf.span ?? Shelf.Span(xMM: 0, widthMM: bay.widthMM)
                return [span.xMM, span.endMM].compactMap {
                    registration.pixel(at: ShelfPoint(xMM: $0, yMM: shelf.surfaceMM)).map(PicturePoint.init)
                }
            }.filter { $0.count == 2 },
            bayOutline: registration.outline(
                of: ShelfRect(xMM: 0, yMM: 0, widthMM: bay.widthMM, heightMM: bay.heightMM)),
            slots: bay.slots.map { slot in
                OverlaySlot(
                    position: slot.position.id, shelf: slot.shelf.id, gtin: "\(slot.position.gtin)",
                    name: naming.product(slot.position.gtin).name,
                    outline: registration.outline(of: slot.place),
                    visibleShare: cover.visibleShare(of: slot.place))
            })
    }

    /// The plan that runs now in the bay that the draft names.
    func plan(of draft: ZoneDraft) -> Planogram? {
        let bays = plans.filter { $0.versions[0].id == draft.planogram }
        let chosen =
            bays.count == 1 && draft.bay == nil
            ? bays[0] : bays.first { $0.versions[0].bay.id == draft.bay }
        return chosen?.running(at: now)
    }

    private func names(of draft: ZoneDraft) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if !SettingsReader.isIdentifier(draft.id) || Self.reserved.contains(draft.id) {
            problems.append(
                FieldProblem(
                    path: "id", reason: "expected letters, digits, '-', '_' or '.', at most 64 of them"))
        }
        if !settings.cameras.contains(where: { $0.id == draft.camera }) {
            let known = settings.cameras.map(\.id).joined(separator: ", ")
            problems.append(
                FieldProblem(
                    path: "camera", reason: "there is no camera \"\(draft.camera)\"; there are \(known)"))
        }
        let bays = plans.filter { $0.versions[0].id == draft.planogram }.map { $0.versions[0].bay.id }
        if bays.isEmpty {
            let known = Set(plans.map { $0.versions[0].id }).sorted().joined(separator: ", ")
            problems.append(
                FieldProblem(
                    path: "planogram",
                    reason: "no planogram has the id \"\(draft.planogram)\"; there are \(known)"))
        } else if draft.bay.map({ !bays.contains($0) }) ?? (bays.count > 1) {
            problems.append(
                FieldProblem(
                    path: "bay",
                    reason: "choose one of the bays of planogram \"\(draft.planogram)\": "
                        + bays.joined(separator: ", ")))
        } else if plan(of: draft) == nil {
            problems.append(
                FieldProblem(path: "planogram", reason: "no version of this planogram holds now"))
        }
        return problems
    }

    /// What the API calls its own.
    private static let reserved = ["check", "propose", "dry-run"]

    private func choices(of draft: ZoneDraft, into zone: inout Zone) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if !(0.1...1000).contains(draft.maxResidualMM) {
            problems.append(FieldProblem(path: "max_residual_mm", reason: "expected 0.1 to 1000"))
        }
        if !(0...0.5).contains(draft.followShare) {
            problems.append(FieldProblem(path: "follow_share", reason: "expected 0 to 0.5"))
        }
        if let tags = Zone.PriceTags(rawValue: draft.priceTags) {
            zone.priceTags = tags
        } else {
            let words = Zone.PriceTags.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append(FieldProblem(path: "price_tags", reason: "expected one of \(words)"))
        }
        for (index, mask) in draft.masks.enumerated() {
            if let kind = ZoneMask.Kind(rawValue: mask.kind) {
                zone.masks.append(ZoneMask(kind: kind, outline: mask.outline.map(PixelPoint.init)))
            } else {
                problems.append(
                    FieldProblem(path: "masks[\(index)].kind", reason: "expected privacy or ignore"))
            }
        }
        return problems
    }

    private func polygons(of draft: ZoneDraft) -> [FieldProblem] {
        let size = draft.pictureSize
        var problems: [FieldProblem] = []
        if draft.corners.isEmpty == draft.points.isEmpty {
            problems.append(
                FieldProblem(
                    path: "corners",
                    reason: "put the bay's four corners into the picture, or four points or more")
            )
        } else if draft.points.isEmpty, draft.corners.count != 4 {
            problems.append(FieldProblem(path: "corners", reason: "a bay has four corners"))
        } else if draft.corners.count == 4 {
            problems += crossings(of: draft.corners, "corners", "the bay's corners")
        }
        for (index, pair) in draft.points.enumerated()
        where !Self.isInside(pair.pixel, size, beyond: 0) {
            problems.append(
                FieldProblem(path: "points[\(index)].pixel", reason: "this point is outside the picture"))
        }
        for (index, corner) in draft.corners.enumerated()
        // A bay may reach beyond the picture, but what is much further off is a slip.
        where !Self.isInside(corner, size, beyond: 0.5) {
            problems.append(
                FieldProblem(path: "corners[\(index)]", reason: "this corner is far outside the picture"))
        }
        if !draft.outline.isEmpty { problems += polygon(draft.outline, "outline", size) }
        for (index, mask) in draft.masks.enumerated() {
            problems += polygon(mask.outline, "masks[\(index)].outline", size)
        }
        return problems
    }

    private func polygon(_ points: [PicturePoint], _ path: String, _ size: PictureSize) -> [FieldProblem] {
        guard points.count >= 3 else {
            return [FieldProblem(path: path, reason: "a polygon needs at least three points")]
        }
        let outside = points.indices.filter { !Self.isInside(points[$0], size, beyond: 0) }
        return outside.map {
            FieldProblem(path: "\(path)[\($0)]", reason: "this point is outside the picture")
        } + crossings(of: points, path, "the outline")
    }

    private func crossings(of points: [PicturePoint], _ path: String, _ what: String) -> [FieldProblem] {
        let polygon = Polygon(points.map(PixelPoint.init))
        guard let (first, second) = polygon.crossing else { return [] }
        return [
            FieldProblem(
                path: "\(path)[\(first)]",
                reason: "\(what) cross: the line from here crosses the one from point \(second + 1)")
        ]
    }

    private static func isInside(_ point: PicturePoint, _ size: PictureSize, beyond share: Double) -> Bool {
        let (wide, high) = (Double(size.width), Double(size.height))
        return (-share * wide...wide * (1 + share)).contains(point.x)
            && (-share * high...high * (1 + share)).contains(point.y)
    }

    /// Why there is no registration, at the point that is to blame.
    private static func problem(_ error: PlanogramError, isCorners: Bool) -> FieldProblem {
        if case .poorFit(_, let number, _, _, _) = error {
            return FieldProblem(path: "points[\(number - 1)].pixel", reason: "\(error)")
        }
        return FieldProblem(path: isCorners ? "corners" : "points", reason: "\(error)")
    }
}

extension PixelPoint {
    init(_ point: PicturePoint) { self.init(x: point.x, y: point.y) }
}
