internal import Console
internal import Foundation
internal import Imaging
internal import Logging
internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

extension ApplianceHost {
    func shelf(zone id: String) async throws(HostFault) -> ShelfState {
        let (running, snapshot) = try await snapshot(of: id)
        let naming = running.naming
        let bay = snapshot.planogram?.bay
        return ShelfState(
            zone: id, camera: snapshot.zone.camera, planogram: snapshot.zone.planogram,
            bay: bay?.id ?? snapshot.zone.bay ?? "", widthMM: bay?.widthMM ?? 0, heightMM: bay?.heightMM ?? 0,
            pictureSize: PictureSize(snapshot.zone.pictureSize),
            seenAt: snapshot.look.map { UTCTime(seconds: $0.time).description },
            figures: snapshot.look.map { FigureCard($0.figures, zone: id, at: $0.time) },
            slots: SlotStates(snapshot, naming).all,
            hints: snapshot.open.filter(\.finding.place.isWholeBay).map {
                DeviationCard($0, camera: snapshot.zone.camera, naming)
            })
    }

    func slot(zone id: String, position: String) async throws(HostFault) -> SlotDetail {
        let (running, snapshot) = try await snapshot(of: id)
        let naming = running.naming
        guard let state = SlotStates(snapshot, naming).all.first(where: { $0.position == position }) else {
            throw .notFound("zone \"\(id)\" has no position \"\(position)\"")
        }
        let settings = running.settings.monitoring.evidence
        return SlotDetail(
            slot: state,
            units: Self.units(in: state, snapshot).map { unit in
                let box = unit.detection.box
                let (right, bottom) = (box.x + box.width, box.y + box.height)
                let corners = [(box.x, bottom), (right, bottom), (right, box.y), (box.x, box.y)]
                let scale = Double(snapshot.zone.pictureSize.width) / Double(snapshot.look?.size.width ?? 1)
                return SlotDetail.Unit(
                    seen: naming.seen(unit.identification ?? .unknown),
                    confidence: min(max(unit.detection.probability, 0), 1),
                    outline: corners.map {
                        PicturePoint(PixelPoint(x: $0.0 * scale, y: $0.1 * scale))
                    })
            }, lookAlikes: running.lookAlikes(of: state.expected.gtin),
            evidence: snapshot.evidence.flatMap { moment in
                moment.standings.filter { $0.place.position == position && $0.place.shelf == state.shelf }.map
                {
                    SlotDetail.EvidencePoint(
                        time: UTCTime(seconds: moment.time).description, kind: $0.kind.rawValue,
                        evidence: $0.evidence)
                }
            }, opensAt: settings.opensAt, closesAt: settings.closesAt,
            open: snapshot.open.filter { $0.finding.place.position == position }.map {
                DeviationCard($0, camera: snapshot.zone.camera, naming)
            })
    }

    func confirm(
        zone id: String, position: String, gtin: String, by user: String
    ) async throws(HostFault) -> Int {
        let (running, snapshot) = try await snapshot(of: id)
        guard let state = SlotStates(snapshot, running.naming).all.first(where: { $0.position == position })
        else { throw .notFound("zone \"\(id)\" has no position \"\(position)\"") }
        guard let key = try? GTIN(gtin), running.perception.catalogue[key] != nil else {
            throw .invalid(
                "the catalogue does not know this product",
                fields: [FieldProblem(path: "gtin", reason: "\"\(gtin)\" is not in the catalogue")])
        }
        guard let frame = showcase.frame(of: snapshot.zone.camera), let look = snapshot.look,
            let unit = Self.units(in: state, snapshot).max(by: {
                $0.detection.probability < $1.detection.probability
            })
        else { throw .unavailable("no product is seen in this slot now") }
        let result = await inBackground { () -> Result<Int, HostFault> in
            do {
                return .success(
                    try Enrolment(running).add(unit.detection.box, of: frame, seenIn: look.size, as: key))
            } catch { return .failure(.unavailable("the reference was not added: \(error)")) }
        }
        let count = try result.get()
        logger.notice(
            "reference added", metadata: ["gtin": "\(gtin)", "zone": "\(id)", "position": "\(position)"])
        return count
    }

    private func snapshot(
        of zone: String
    ) async throws(HostFault) -> (RunningAppliance, ZoneSnapshot) {
        let running = try running()
        guard let snapshot = await running.zone(zone) else { throw .notFound("there is no zone \"\(zone)\"") }
        return (running, snapshot)
    }

    /// The products that stand in a slot, from left to right.
    private static func units(in slot: SlotState, _ snapshot: ZoneSnapshot) -> [SeenObject] {
        guard let look = snapshot.look else { return [] }
        let registration = snapshot.registration.scaled(to: look.size)
        return look.objects.filter { object in
            guard object.detection.objectClass == .product,
                let center = registration.shelfRect(for: object.detection.box)?.center
            else { return false }
            return (slot.xMM...(slot.xMM + slot.widthMM)).contains(center.xMM)
                && (slot.yMM...(slot.yMM + slot.heightMM)).contains(center.yMM)
        }.sorted { $0.detection.box.x < $1.detection.box.x }
    }
}

extension RunningAppliance {
    private static let mostLookAlikes = 6

    /// Products that look like this one, the most similar first.
    fileprivate func lookAlikes(of gtin: String) -> [ProductCard] {
        guard let gtin = try? GTIN(gtin) else { return [] }
        return perception.perception.lookAlikes(of: gtin, most: Self.mostLookAlikes).map(naming.product)
    }
}
