internal import Planograms
internal import Retail

/// How well the point pairs of one zone agree.
package struct RegistrationReport: Hashable, Sendable, CustomStringConvertible {
    package let zone: String
    package let residualsMM: [Double]

    package var description: String {
        guard residualsMM.count > 4,
            let worst = residualsMM.indices.max(by: { residualsMM[$0] < residualsMM[$1] })
        else {
            return "zone \(zone): four points, which agree in any case: more would show how well they fit"
        }
        func text(_ millimetres: Double) -> String { "\((millimetres * 10).rounded() / 10) mm" }
        let median = residualsMM.sorted()[residualsMM.count / 2]
        return "zone \(zone): \(residualsMM.count) points, off by \(text(median)) in the median, "
            + "at most by \(text(residualsMM[worst])) (point \(worst + 1))"
    }
}

extension Settings {
    /// The registrations of all zones; throws with every one that can't be used.
    package func registrations() throws(ApplianceError) -> [RegistrationReport] {
        var reports: [RegistrationReport] = []
        var faults: [String] = []
        for zone in zones {
            // Corners agree with any bay that has some size; its real one comes with the planogram.
            let bay = Bay(id: zone.id, widthMM: 1000, heightMM: 1000, shelves: [])
            do throws(PlanogramError) {
                let registration = try Registration(zone: zone.placed(in: bay))
                reports.append(RegistrationReport(zone: zone.id, residualsMM: registration.residualsMM))
            } catch {
                faults.append("\(error)")
            }
        }
        if !faults.isEmpty { throw ApplianceError(faults.joined(separator: "\n")) }
        return reports
    }
}
