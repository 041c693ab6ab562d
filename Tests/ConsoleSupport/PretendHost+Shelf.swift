package import Console
internal import Retail
internal import Synchronization

extension PretendHost {
    func slots(of zone: String) -> [SlotState] {
        let open = state.withLock { $0.deviations.filter { $0.zone == zone && $0.closed == nil } }
        return (store.bays[zone]?.slots ?? []).map { slot in
            let deviation = open.first { $0.finding.position == slot.position }
            return SlotState(
                position: slot.position, shelf: slot.shelf,
                state: deviation?.finding.kind ?? (slot.position == "3-5" ? "not_observed" : "ok"),
                isOpen: deviation != nil, severity: deviation?.severity, deviation: deviation?.id,
                expected: slot.product, facings: slot.facings,
                facingsFound: deviation?.finding.facingsFound ?? slot.facings,
                outline: PretendStore.outline(slot),
                xMM: slot.xMM, yMM: slot.yMM, widthMM: slot.widthMM, heightMM: slot.heightMM)
        }
    }

    package func shelf(zone: String) async throws(HostFault) -> ShelfState {
        guard let draft = state.withLock({ $0.zones.first { $0.id == zone } }) else {
            throw .notFound("There is no zone \(zone).")
        }
        return ShelfState(
            zone: zone, camera: draft.camera, planogram: draft.planogram, bay: draft.bay ?? "bay-1",
            widthMM: PretendStore.bayWidth, heightMM: PretendStore.bayHeight, pictureSize: PretendStore.size,
            seenAt: text(captured), figures: figure(zone: zone, at: now(), seconds: nil),
            slots: slots(of: zone),
            hints: [])
    }

    package func slot(zone: String, position: String) async throws(HostFault) -> SlotDetail {
        guard let slot = slots(of: zone).first(where: { $0.position == position }) else {
            throw .notFound("There is no slot \(position) in \(zone).")
        }
        let open = state.withLock { state in
            state.deviations.filter {
                $0.zone == zone && $0.closed == nil && $0.finding.position == position
            }
        }
        let seen = SeenCard(
            levels: zip(["department", "category", "brand", "product"], slot.expected.path).enumerated().map {
                SeenCard.Level(level: $1.0, name: $1.1, probability: 0.995 - 0.03 * Double($0))
            }, gtin: slot.expected.gtin, name: slot.expected.name)
        return SlotDetail(
            slot: slot,
            units: (slot.facingsFound ?? 0) == 0
                ? [] : [.init(seen: seen, confidence: 0.91, outline: slot.outline)],
            lookAlikes: (store.bays[zone]?.slots ?? []).prefix(2).map(\.product),
            evidence: (0..<12).map { evidence(at: $0, open.first) }, opensAt: 4.6, closesAt: -4.6, open: open)
    }

    private func evidence(at step: Int, _ open: DeviationCard?) -> SlotDetail.EvidencePoint {
        let slope = open == nil ? 0.1 : 1.0
        return .init(
            time: text(now() - Double(12 - step) * 300), kind: open?.finding.kind ?? "out_of_stock",
            evidence: slope * Double(step) - 4)
    }

    package func confirm(
        zone: String, position: String, gtin: String, by user: String
    ) async throws(HostFault) -> Int {
        guard slots(of: zone).contains(where: { $0.position == position }) else {
            throw .notFound("There is no slot \(position) in \(zone).")
        }
        return state.withLock { state in
            state.references[gtin, default: 3] += 1
            return state.references[gtin, default: 0]
        }
    }

    package func deviations(_ filter: DeviationFilter) async throws(HostFault) -> DeviationPage {
        let all = state.withLock { $0.deviations }.filter { card in
            (filter.state == .all || (filter.state == .open) == (card.closed == nil))
                && (filter.zone ?? card.zone) == card.zone
                && (filter.kind ?? card.finding.kind) == card.finding.kind
                && (filter.severity ?? card.severity) == card.severity
                && (UTCTime(card.since)?.seconds ?? 0) >= filter.from ?? -.infinity
                && (UTCTime(card.since)?.seconds ?? 0) < filter.to ?? .infinity
        }
        let rest = filter.cursor.map { cursor in all.drop { $0.id != cursor }.dropFirst() } ?? all[...]
        let page = Array(rest.prefix(filter.limit))
        return DeviationPage(items: page, nextCursor: rest.count > filter.limit ? page.last?.id : nil)
    }

    package func deviation(_ id: String) async throws(HostFault) -> DeviationCard {
        guard let card = state.withLock({ $0.deviations.first { $0.id == id } }) else {
            throw .notFound("There is no deviation \(id).")
        }
        return card
    }

    package func picture(ofDeviation id: String) async throws(HostFault) -> HostPicture {
        let card = try await deviation(id)
        return try picture(of: card.camera, width: 400, at: UTCTime(card.since)?.seconds ?? 0)
    }

    package func acknowledge(_ id: String, by user: String) async throws(HostFault) -> DeviationCard {
        let time = text(now())
        let card = try await update(id) { $0.acknowledged = time }
        send(.deviation(change: "updated", card))
        return card
    }

    package func suppress(_ id: String, until: Double, by user: String) async throws(HostFault) {
        let time = text(now())
        let card = try await update(id) { $0.closed = $0.closed ?? time }
        send(.deviation(change: "closed", card))
    }

    private func update(
        _ id: String, _ body: @Sendable (inout DeviationCard) -> Void
    ) async throws(HostFault) -> DeviationCard {
        let card: DeviationCard? = state.withLock { state in
            guard let at = state.deviations.firstIndex(where: { $0.id == id }) else { return nil }
            body(&state.deviations[at])
            return state.deviations[at]
        }
        guard let card else { throw .notFound("There is no deviation \(id).") }
        return card
    }
}
