package import FoundationEssentials
package import Retail

/// The JSON form of a planogram, as `Config/planogram.schema.json` describes it.
package enum PlanogramFile {
    /// Reads and checks the file at `path`: one planogram for each of its bays, in the file's order.
    package static func read(path: String) throws(PlanogramError) -> [Planogram] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(file: path, reason: reason(error))
        }
        return try decode(data, file: path)
    }

    /// Reads and checks the planograms of one file; `file` is the name that errors give.
    package static func decode(_ data: Data, file: String) throws(PlanogramError) -> [Planogram] {
        let json: JSONValue
        do {
            json = try JSONText.parse(Array(data))
        } catch {
            throw .malformed(
                file: file, reason: "line \(error.line), column \(error.column): \(error.message)")
        }
        if case .object(let object) = json {
            guard case .number(let version) = object["schema_version"],
                version == Double(Planogram.schemaVersion)
            else {
                throw .unknownVersion(file: file, found: object["schema_version"]?.summary ?? "no version")
            }
        }
        var reader = PlanogramReader()
        let planograms = reader.planograms(json)
        try refuse(reader.problems + PlanogramCheck(planograms).problems, file: file)
        return planograms
    }

    /// The checked planogram as JSON: keys sorted, the same bytes for the same planogram.
    package static func encode(_ planogram: Planogram, file: String) throws(PlanogramError) -> Data {
        try encode([planogram], file: file)
    }

    /// The checked planograms of bays that were planned together, as one file.
    ///
    /// All have the same id, revision, name and validity, which the first one gives.
    package static func encode(_ planograms: [Planogram], file: String) throws(PlanogramError) -> Data {
        try refuse(PlanogramCheck(planograms).problems, file: file)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return planograms.count == 1
                ? try encoder.encode(planograms[0]) : try encoder.encode(PlannedBays(planograms))
        } catch {
            throw .unwritable(file: file, reason: reason(error))
        }
    }

    /// Replaces the file at `path` in one step.
    package static func write(_ planogram: Planogram, path: String) throws(PlanogramError) {
        try write([planogram], path: path)
    }

    /// Replaces the file at `path` in one step with bays that were planned together.
    package static func write(_ planograms: [Planogram], path: String) throws(PlanogramError) {
        let data = try encode(planograms, file: path)
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .unwritable(file: path, reason: reason(error))
        }
    }

    /// Throws if there are problems; what only follows from one already named is left out.
    private static func refuse(_ problems: [PlanogramProblem], file: String) throws(PlanogramError) {
        var causes: [PlanogramProblem] = []
        for problem in problems where !causes.contains(where: { $0.covers(problem.place) }) {
            causes.append(problem)
        }
        if !causes.isEmpty { throw .invalid(file: file, problems: causes) }
    }

    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as CocoaError where error.code == .fileReadNoSuchFile: "there is no such file"
        case let error as CocoaError where error.code == .fileReadNoPermission: "it may not be read"
        default: "\(error)"
        }
    }
}

/// Several bays in the form that lists them.
private struct PlannedBays: Encodable {
    private let first: Planogram
    private let bays: [Bay]

    init(_ planograms: [Planogram]) {
        first = planograms[0]
        bays = planograms.map(\.bay)
    }

    private enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case id, revision, name, bays
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Planogram.schemaVersion, forKey: .schemaVersion)
        try container.encode(first.id, forKey: .id)
        try container.encode(first.revision, forKey: .revision)
        try container.encodeIfPresent(first.name, forKey: .name)
        try container.encodeIfPresent(first.validity.from, forKey: .validFrom)
        try container.encodeIfPresent(first.validity.to, forKey: .validTo)
        try container.encode(bays, forKey: .bays)
    }
}
