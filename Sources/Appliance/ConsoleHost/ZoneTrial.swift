internal import Console
internal import Foundation
internal import Imaging
internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

/// Looks through a zone that is not saved yet.
struct ZoneTrial {
    private let running: RunningAppliance

    init(_ running: RunningAppliance) { self.running = running }

    /// What the zone would find in this frame.
    func run(_ zone: Zone, _ plan: Planogram, on frame: Frame) throws -> DryRun {
        let perception = running.perception.perception
        var watch = try ZoneWatch(
            zone: zone, plan: PlanogramVersions(plan), catalogue: perception.catalogue,
            settings: running.settings.monitoring)
        _ = watch.changeOver(at: frame.wallSeconds)
        let pixels = try FramePixels(frame)
        var scale = WorkingScale()
        var slots = SlotCache()
        let objects = try perception.look(
            at: pixels, scale: &scale, slots: &slots,
            circumstances: { watch.circumstances(of: $0, in: pixels.size) }, stages: StageTimes())
        let outcome = watch.observe(
            objects, in: pixels.size, isMoved: false, hidden: [], at: frame.wallSeconds)
        let snapshot = watch.current
        let naming = running.naming
        let findings = snapshot.look?.comparison.findings ?? []
        return DryRun(
            capturedAt: UTCTime(seconds: frame.wallSeconds).description,
            figures: FigureCard(outcome.figures, zone: zone.id, at: frame.wallSeconds),
            findings: findings.map { FindingCard($0, naming) }, slots: SlotStates(snapshot, naming).all,
            warnings: warnings(zone, plan, findings: findings.count, objects, in: pixels.size))
    }

    /// What speaks against saving the zone.
    private func warnings(
        _ zone: Zone, _ plan: Planogram, findings: Int, _ objects: [SeenObject], in size: PixelSize
    ) -> [FieldProblem] {
        let positions = plan.bay.shelves.reduce(0) { $0 + $1.positions.count }
        guard Double(findings) > running.settings.monitoring.outdatedShare * Double(positions) else {
            return []
        }
        let disagreement =
            "\(findings) findings at \(positions) positions: is this the right planogram, and does it "
            + "lie where the shelf is?"
        let now = UTCTime(seconds: Date().timeIntervalSince1970)
        let plans = running.plans.compactMap { $0.running(at: now) }
        let named = objects.compactMap { object in
            object.identification?.gtin.map { NamedBox(box: object.detection.box, gtin: $0) }
        }
        var generator = SystemRandomNumberGenerator()
        let search = SelfRegistration(
            bays: plans.map(\.bay), catalogue: running.perception.catalogue)
        let best = search.propose(named, pictureSize: size, lens: zone.lens, using: &generator).flatMap {
            found in
            plans.first { $0.bay == found.bay }
        }
        guard let best, best.id != plan.id || best.bay.id != plan.bay.id else {
            return [FieldProblem(path: "corners", reason: disagreement)]
        }
        return [
            FieldProblem(
                path: best.id == plan.id ? "bay" : "planogram",
                reason: "the picture shows bay \(best.bay.id) of planogram \(best.id), not this one")
        ]
    }
}
