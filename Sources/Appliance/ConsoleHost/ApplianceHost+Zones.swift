internal import Console
internal import Foundation
internal import Imaging
internal import Planograms
internal import Retail

extension ApplianceHost {
    func planograms() async -> [PlanogramCard] {
        guard let running = shown else { return [] }
        let now = UTCTime(seconds: Date().timeIntervalSince1970)
        // A plan whose time has not come or is over is drawn as its last version.
        let current = running.plans.compactMap { $0.running(at: now) ?? $0.versions.last }
        var cards: [PlanogramCard] = []
        for planogram in current {
            let bay = PlanogramCard.BayCard(
                id: planogram.bay.id, name: planogram.bay.name, widthMM: planogram.bay.widthMM,
                heightMM: planogram.bay.heightMM,
                positions: planogram.bay.shelves.reduce(0) { $0 + $1.positions.count })
            if let index = cards.firstIndex(where: { $0.id == planogram.id }) {
                cards[index].bays.append(bay)
            } else {
                cards.append(
                    PlanogramCard(
                        id: planogram.id, name: planogram.name, revision: planogram.revision, bays: [bay]))
            }
        }
        return cards
    }

    func bayPlan(planogram: String, bay: String) async throws(HostFault) -> BayPlan {
        let running = try running()
        let now = UTCTime(seconds: Date().timeIntervalSince1970)
        guard
            let versions = running.plans.first(where: {
                $0.versions[0].id == planogram && $0.versions[0].bay.id == bay
            }),
            let plan = versions.running(at: now) ?? versions.versions.last
        else { throw .notFound("there is no bay \"\(bay)\" of a planogram \"\(planogram)\"") }
        let naming = running.naming
        return BayPlan(
            planogram: planogram, bay: bay, name: plan.bay.name, widthMM: plan.bay.widthMM,
            heightMM: plan.bay.heightMM,
            shelves: plan.bay.shelves.map { shelf in
                BayPlan.Board(
                    id: shelf.id, surfaceMM: shelf.surfaceMM, clearanceMM: shelf.clearanceMM,
                    slots: shelf.positions.map { position in
                        BayPlan.PlannedSlotCard(
                            position: position.id, gtin: "\(position.gtin)",
                            name: naming.product(position.gtin).name, xMM: position.xMM, yMM: shelf.surfaceMM,
                            widthMM: position.widthMM, heightMM: shelf.clearanceMM, facings: position.facings)
                    })
            })
    }

    func zones() async throws(HostFault) -> ZoneList {
        let document = try await settings()
        return ZoneList(revision: document.revision, zones: try zones(in: document))
    }

    func check(_ zone: ZoneDraft) async -> ZoneCheck {
        guard let running = shown else {
            return ZoneCheck(problems: [FieldProblem(path: "", reason: "the appliance is starting")])
        }
        return ZoneReview(running).check(zone)
    }

    func propose(
        camera: String, zone: String?, planogram: String?
    ) async throws(HostFault) -> ZoneProposal {
        let running = try running()
        guard running.camera(camera) != nil else { throw .notFound("there is no camera \"\(camera)\"") }
        guard let frame = showcase.frame(of: camera) else {
            throw .unavailable("camera \"\(camera)\" has not delivered a picture yet")
        }
        let result = await inBackground { () -> Result<ZoneDraft, ZoneTrouble> in
            do {
                return .success(try running.proposal(for: camera, zone: zone, planogram: planogram, frame))
            } catch { return .failure(ZoneTrouble(reason: "\(error)")) }
        }
        switch result {
        case .failure(let trouble): throw .invalid(trouble.reason, fields: [])
        case .success(let draft):
            let check = ZoneReview(running).check(draft)
            let seen = check.slots.filter { $0.visibleShare >= 0.75 }.count
            return ZoneProposal(
                zone: draft, check: check,
                summary: "planogram \(draft.planogram)\(draft.bay.map { ", bay \($0)" } ?? ""): "
                    + "\(seen) of \(check.slots.count) positions are in view",
                capturedAt: UTCTime(seconds: frame.wallSeconds).description)
        }
    }

    func dryRun(_ draft: ZoneDraft) async throws(HostFault) -> DryRun {
        let running = try running()
        let (zone, problems) = ZoneReview(running).zone(of: draft)
        guard let zone, problems.isEmpty, let plan = ZoneReview(running).plan(of: draft) else {
            throw .invalid("the zone can't be tried as it is", fields: problems)
        }
        guard let frame = showcase.frame(of: draft.camera) else {
            throw .unavailable("camera \"\(draft.camera)\" has not delivered a picture yet")
        }
        let result = await inBackground { () -> Result<DryRun, ZoneTrouble> in
            do {
                return .success(try ZoneTrial(running).run(zone, plan, on: frame))
            } catch { return .failure(ZoneTrouble(reason: "\(error)")) }
        }
        switch result {
        case .success(let run): return run
        case .failure(let trouble): throw .invalid(trouble.reason, fields: [])
        }
    }

    func save(_ draft: ZoneDraft, over revision: String, by user: String) async throws(HostFault) -> ZoneList
    {
        let running = try running()
        let (zone, problems) = ZoneReview(running).zone(of: draft)
        let blocking = problems + ZoneReview(running).check(draft).problems.filter { !problems.contains($0) }
        guard let zone, blocking.isEmpty else {
            throw .invalid("the zone can't be saved as it is", fields: blocking)
        }
        let document = try await apply(
            .zone(zone), over: revision, by: user, summary: "zone \(zone.id) drawn")
        return ZoneList(revision: document.revision, zones: try zones(in: document))
    }

    func removeZone(_ id: String, over revision: String, by user: String) async throws(HostFault) -> ZoneList
    {
        guard try await zones().zones.contains(where: { $0.id == id }) else {
            throw .notFound("there is no zone \"\(id)\"")
        }
        let document = try await apply(
            .withoutZone(id), over: revision, by: user, summary: "zone \(id) removed")
        return ZoneList(revision: document.revision, zones: try zones(in: document))
    }

    private func zones(in document: SettingsDocument) throws(HostFault) -> [ZoneDraft] {
        do {
            return try editor.settings(of: document.yaml).zones.map(ZoneDraft.init)
        } catch {
            throw .unavailable("the settings file has a fault, and the old settings run: \(error)")
        }
    }
}

/// Why a zone could not be found or tried.
private struct ZoneTrouble: Error, Sendable {
    let reason: String
}

extension RunningAppliance {
    /// The zone that explains the picture best, as people would draw it.
    fileprivate func proposal(
        for camera: String, zone id: String?, planogram: String?, _ frame: Frame
    ) throws -> ZoneDraft {
        let now = UTCTime(seconds: Date().timeIntervalSince1970)
        let proposer = ZoneProposer(
            settings, perception.perception, plans.compactMap { $0.running(at: now) })
        let taken = Set(settings.zones.map(\.id))
        let name = id ?? (1...).lazy.map { "\(camera)-\($0)" }.first { !taken.contains($0) } ?? camera
        let found = try proposer.registered(
            zone: name, camera: camera, planogram: planogram, picture: try frame.decoded())
        var draft = ZoneDraft(found.zone)
        let whole = ShelfRect(
            xMM: 0, yMM: 0, widthMM: found.plan.bay.widthMM, heightMM: found.plan.bay.heightMM)
        let corners = try Registration(zone: found.zone).outline(of: whole)
        // Four handles are easier to drag than points somewhere on the shelf.
        if corners.count == 4, found.zone.lens == nil { (draft.corners, draft.points) = (corners, []) }
        if let old = settings.zones.first(where: { $0.id == name }), old.pictureSize == found.zone.pictureSize
        {
            let kept = ZoneDraft(old)
            (draft.outline, draft.masks) = (kept.outline, kept.masks)
            (draft.maxResidualMM, draft.followShare) = (kept.maxResidualMM, kept.followShare)
            draft.priceTags = kept.priceTags
        }
        return draft
    }

    func masks(of camera: String) -> CameraMasks {
        CameraMasks(settings.zones.filter { $0.camera == camera })
    }
}

extension ZoneDraft {
    init(_ zone: Zone) {
        self.init(
            id: zone.id, camera: zone.camera, planogram: zone.planogram, bay: zone.bay,
            pictureSize: PictureSize(zone.pictureSize), corners: zone.corners.map(PicturePoint.init),
            points: zone.pointPairs.map { pair in
                Pair(
                    pixel: PicturePoint(pair.pixel), mm: PicturePoint(x: pair.shelf.xMM, y: pair.shelf.yMM))
            }, outline: zone.outline.map(PicturePoint.init),
            masks: zone.masks.map {
                Mask(kind: $0.kind.rawValue, outline: $0.outline.map(PicturePoint.init))
            }, maxResidualMM: zone.residualLimitMM, followShare: zone.followShare,
            priceTags: zone.priceTags.rawValue)
    }
}
