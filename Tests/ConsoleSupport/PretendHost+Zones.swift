package import Console
internal import Retail
internal import Synchronization

extension PretendHost {
    package func planograms() async -> [PlanogramCard] {
        store.bays.values.sorted { $0.planogram < $1.planogram }.map { bay in
            PlanogramCard(
                id: bay.planogram, name: nil, revision: 1,
                bays: [
                    .init(
                        id: bay.id, name: nil, widthMM: PretendStore.bayWidth,
                        heightMM: PretendStore.bayHeight,
                        positions: bay.slots.count)
                ])
        }
    }

    package func bayPlan(planogram: String, bay: String) async throws(HostFault) -> BayPlan {
        guard let found = store.bays.values.first(where: { $0.planogram == planogram && $0.id == bay }) else {
            throw .notFound("There is no bay \(bay) in \(planogram).")
        }
        return BayPlan(
            planogram: planogram, bay: bay, name: nil, widthMM: PretendStore.bayWidth,
            heightMM: PretendStore.bayHeight,
            shelves: PretendStore.boards.enumerated().map { index, surface in
                .init(
                    id: "\(index + 1)", surfaceMM: surface, clearanceMM: PretendStore.clearance,
                    slots: found.slots.filter { $0.shelf == "\(index + 1)" }.map { slot in
                        .init(
                            position: slot.position, gtin: slot.product.gtin, name: slot.product.name,
                            xMM: slot.xMM,
                            yMM: slot.yMM, widthMM: slot.widthMM, heightMM: slot.heightMM,
                            facings: slot.facings)
                    })
            })
    }

    package func zones() async throws(HostFault) -> ZoneList {
        state.withLock { ZoneList(revision: $0.revision, zones: $0.zones) }
    }

    package func check(_ zone: ZoneDraft) async -> ZoneCheck {
        var problems: [FieldProblem] = []
        if !store.cameras.contains(zone.camera) {
            problems.append(FieldProblem(path: "camera", reason: "there is no camera of this name"))
        }
        let bay = store.bays.values.first { $0.planogram == zone.planogram }
        if bay == nil {
            problems.append(FieldProblem(path: "planogram", reason: "there is no such planogram"))
        }
        if zone.corners.count != 4, zone.points.count < 4 {
            problems.append(
                FieldProblem(path: "corners", reason: "expected four corners, or four points or more"))
        }
        for (index, point) in zone.corners.enumerated()
        where !(0...Double(zone.pictureSize.width)).contains(point.x) {
            problems.append(FieldProblem(path: "corners[\(index)]", reason: "is outside the picture"))
        }
        guard let bay, problems.isEmpty else { return ZoneCheck(problems: problems) }
        return ZoneCheck(
            problems: [], residualsMM: zone.points.map { _ in 2.5 },
            medianResidualMM: zone.points.isEmpty ? nil : 2.5,
            boards: PretendStore.boards.map {
                [PretendStore.point(0, $0), PretendStore.point(PretendStore.bayWidth, $0)]
            }, bayOutline: PretendStore.corners,
            slots: bay.slots.map { slot in
                OverlaySlot(
                    position: slot.position, shelf: slot.shelf, gtin: slot.product.gtin,
                    name: slot.product.name,
                    outline: PretendStore.outline(slot), visibleShare: 1)
            })
    }

    package func propose(
        camera: String, zone: String?, planogram: String?
    ) async throws(HostFault) -> ZoneProposal {
        guard store.cameras.contains(camera) else { throw .notFound("There is no camera \(camera).") }
        let name = camera == "aisle-1" ? "snacks" : "drinks"
        if let planogram, planogram != "plan-\(name)" {
            throw .invalid("No bay of \(planogram) explains what the camera sees.", fields: [])
        }
        let draft = ZoneDraft(
            id: zone ?? name, camera: camera, planogram: "plan-\(name)", bay: "bay-1",
            pictureSize: PretendStore.size, corners: PretendStore.corners, outline: PretendStore.corners)
        return ZoneProposal(
            zone: draft, check: await check(draft),
            summary: "bay-1 of plan-\(name): 14 of 15 products stand as planned",
            capturedAt: text(captured))
    }

    package func dryRun(_ zone: ZoneDraft) async throws(HostFault) -> DryRun {
        let problems = await check(zone).problems
        guard problems.isEmpty else { throw .invalid("The zone can't be used.", fields: problems) }
        let name = zone.planogram == "plan-snacks" ? "snacks" : "drinks"
        let open = state.withLock { $0.deviations.filter { $0.zone == name && $0.closed == nil } }
        return DryRun(
            capturedAt: text(captured), figures: figure(zone: zone.id, at: now(), seconds: nil),
            findings: open.map(\.finding), slots: slots(of: name), warnings: [])
    }

    package func save(
        _ zone: ZoneDraft, over revision: String, by user: String
    ) async throws(HostFault) -> ZoneList {
        let problems = await check(zone).problems
        guard problems.isEmpty else { throw .invalid("The zone can't be saved.", fields: problems) }
        return try change(over: revision, by: user, summary: "zone \(zone.id)") { zones throws(HostFault) in
            zones = zones.filter { $0.id != zone.id } + [zone]
        }
    }

    package func removeZone(
        _ id: String, over revision: String, by user: String
    ) async throws(HostFault) -> ZoneList {
        try change(over: revision, by: user, summary: "zone \(id) removed") { zones throws(HostFault) in
            guard zones.contains(where: { $0.id == id }) else { throw .notFound("There is no zone \(id).") }
            zones.removeAll { $0.id == id }
        }
    }

    private func change(
        over revision: String, by user: String, summary: String,
        _ body: (inout [ZoneDraft]) throws(HostFault) -> Void
    ) throws(HostFault) -> ZoneList {
        let list = try state.withLock { state throws(HostFault) in
            guard state.revision == revision else { throw .changedMeanwhile(revision: state.revision) }
            try body(&state.zones)
            state.save(state.yaml, by: user, summary: summary, now: now())
            return ZoneList(revision: state.revision, zones: state.zones)
        }
        send(.settings(revision: list.revision))
        return list
    }
}
