internal import Capture
internal import Foundation
package import Imaging
internal import Planograms
internal import Recognition
package import Retail

/// Finds out from recognised products which bay a camera sees, and where: a zone for a technician to confirm.
package struct ZoneProposer {
    /// A zone that explains a picture.
    package struct Proposal {
        package let zone: Zone
        /// One line for people: what was found, and how sure it is.
        package let summary: String
        /// The picture with the plan laid over it.
        package let picture: RGBImage
    }

    private let settings: Settings
    private let perception: Perception
    private let plans: [Planogram]

    /// Loads the models, the catalogue and the plans that `settings` names.
    package init(_ settings: Settings) throws(ApplianceError) {
        self.settings = settings
        do {
            let versions = try ApplianceParts.plans(settings)
            perception = try ApplianceParts.perception(settings, versions).0
            let now = UTCTime(seconds: Date().timeIntervalSince1970)
            plans = versions.compactMap { $0.running(at: now) }
        } catch {
            throw ApplianceError("\(error)")
        }
    }

    /// Proposes by what is loaded already, among the `plans` that hold now.
    init(_ settings: Settings, _ perception: Perception, _ plans: [Planogram]) {
        self.settings = settings
        self.perception = perception
        self.plans = plans
    }

    /// A picture of the camera called `id`: the third, as the first ones of some cameras are dark.
    package func picture(
        of id: String, openRenderedStore: Daemon.OpenRenderedStore
    ) throws(ApplianceError) -> RGBImage {
        guard let camera = settings.cameras.first(where: { $0.id == id }) else {
            let known = settings.cameras.map(\.id).joined(separator: ", ")
            throw ApplianceError("there is no camera \"\(id)\" in the settings: there are \(known)")
        }
        do {
            var source = try CameraSources.open(camera, CameraContext(), openRenderedStore)
            var last: Frame?
            for _ in 0..<3 {
                guard let frame = try source.next() else { break }
                last = frame
            }
            guard let last else { throw ApplianceError("camera \"\(id)\": it gave no picture") }
            return try last.decoded()
        } catch {
            throw ApplianceError("\(error)")
        }
    }

    /// Proposes the zone called `id` for `camera` from what `picture` shows.
    ///
    /// `planogram`: only bays of this one; a zone of the settings with this id keeps what is not about the registration.
    package func propose(
        zone id: String, camera: String, planogram: String?, picture: RGBImage
    ) throws(ApplianceError) -> Proposal {
        let registered = try registered(zone: id, camera: camera, planogram: planogram, picture: picture)
        do {
            return Proposal(
                zone: registered.zone, summary: summary(registered.found, registered.plan),
                picture: try overlay(registered.plan.bay, registered.zone, registered.named, on: picture))
        } catch {
            throw ApplianceError("\(error)")
        }
    }

    /// What explains a picture.
    struct Registered {
        let zone: Zone
        let plan: Planogram
        let found: RegistrationProposal
        let named: [NamedBox]
    }

    /// The zone that explains `picture`, as `propose` says it.
    func registered(
        zone id: String, camera: String, planogram: String?, picture: RGBImage
    ) throws(ApplianceError) -> Registered {
        let size = PixelSize(width: picture.width, height: picture.height)
        let old = settings.zones.first { $0.id == id }
        if let old, old.lens != nil, old.pictureSize != size {
            throw ApplianceError(
                "zone \"\(id)\": its lens is given for pictures of \(old.pictureSize.width) x "
                    + "\(old.pictureSize.height), this one has \(size.width) x \(size.height)")
        }
        let candidates = plans.filter { planogram == nil || $0.id == planogram }
        guard !candidates.isEmpty else {
            let ids = Set(plans.map(\.id)).sorted().joined(separator: ", ")
            throw ApplianceError(
                "no planogram that holds now has the id \"\(planogram ?? "")\"; there are \(ids)")
        }
        let named = try named(in: picture, planned: candidates)
        var generator = SystemRandomNumberGenerator()
        let search = SelfRegistration(bays: candidates.map(\.bay), catalogue: perception.catalogue)
        guard
            let found = search.propose(named, pictureSize: size, lens: old?.lens, using: &generator),
            let plan = candidates.first(where: { $0.bay == found.bay })
        else {
            throw ApplianceError(
                "no bay explains the picture: \(named.count) products were named, and eight of four SKUs must stand at "
                    + "their planned places; check the planogram, or give the points by hand")
        }
        var zone = Zone(
            id: id, camera: camera, planogram: plan.id, bay: plan.bay.id, pointPairs: found.corners,
            pictureSize: size)
        zone.lens = old?.lens
        return Registered(zone: zone, plan: plan, found: found, named: named)
    }

    private func named(
        in picture: RGBImage, planned: [Planogram]
    ) throws(ApplianceError) -> [NamedBox] {
        var circumstances = TreeClassifier.Circumstances()
        let gtins = planned.flatMap { $0.bay.shelves.flatMap(\.positions).map(\.gtin) }
        circumstances.plannedInZone = Set(gtins.compactMap { perception.catalogue.index(of: $0) })
        var scale = WorkingScale()
        var slots = SlotCache()
        do {
            let objects = try perception.look(
                at: FramePixels(picture), scale: &scale, slots: &slots, circumstances: { _ in circumstances },
                stages: StageTimes())
            return objects.compactMap { object in
                object.identification?.gtin.map { NamedBox(box: object.detection.box, gtin: $0) }
            }
        } catch {
            throw ApplianceError("\(error)")
        }
    }

    private func summary(_ found: RegistrationProposal, _ plan: Planogram) -> String {
        let off = (found.medianResidualMM * 10).rounded() / 10
        let all = plan.bay.shelves.flatMap(\.positions).count
        let next = Int((100 * found.runnerUpShare).rounded())
        return
            "planogram \(plan.id), bay \(plan.bay.id): \(found.residualsMM.count) products stand at their places, "
            + "\(off) mm off in the median; \(found.visiblePositions.count) of \(all) positions are in view; "
            + "the next best bay explains \(next) % as much"
    }

    /// The outlines of all positions, and the boxes of the products that were named.
    private func overlay(
        _ bay: Bay, _ zone: Zone, _ named: [NamedBox], on picture: RGBImage
    ) throws(PlanogramError) -> RGBImage {
        var copy = picture
        for product in named {
            copy.draw(product.box, color: RGBColor(red: 255, green: 255, blue: 255), thickness: 1)
        }
        let registration = try Registration(zone: zone)
        let comparison = ShelfComparison(
            planogram: Planogram(id: zone.planogram, revision: 1, bay: bay), zone: zone.id,
            catalogue: perception.catalogue)
        func outline(_ rect: ShelfRect, _ color: RGBColor, _ thickness: Int) {
            let (right, top) = (rect.xMM + rect.widthMM, rect.yMM + rect.heightMM)
            let corners = [(rect.xMM, rect.yMM), (right, rect.yMM), (right, top), (rect.xMM, top)]
                .compactMap { registration.pixel(at: ShelfPoint(xMM: $0.0, yMM: $0.1)) }
            guard corners.count == 4 else { return }
            for (from, to) in zip(corners, corners[1...] + [corners[0]]) {
                copy.drawLine(from: from, to: to, color: color, thickness: thickness)
            }
        }
        for area in comparison.regions { outline(area, RGBColor(red: 0, green: 230, blue: 60), 2) }
        outline(
            ShelfRect(xMM: 0, yMM: 0, widthMM: bay.widthMM, heightMM: bay.heightMM),
            RGBColor(red: 255, green: 220, blue: 0), 4)
        return copy
    }
}
