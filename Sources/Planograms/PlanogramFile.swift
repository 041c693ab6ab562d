package import FoundationEssentials
package import Retail

/// The JSON form of a planogram, as `Config/planogram.schema.json` describes it.
package enum PlanogramFile {
    /// Reads and checks the planogram in the file at `path`.
    package static func read(path: String) throws(PlanogramError) -> Planogram {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(file: path, reason: reason(error))
        }
        return try decode(data, file: path)
    }

    /// Reads and checks a planogram; `file` is the name that errors give.
    package static func decode(_ data: Data, file: String) throws(PlanogramError) -> Planogram {
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
        let planogram = reader.planogram(json)
        try refuse(reader.problems + PlanogramCheck(planogram).problems, file: file)
        return planogram
    }

    /// The checked planogram as JSON: keys sorted, the same bytes for the same planogram.
    package static func encode(_ planogram: Planogram, file: String) throws(PlanogramError) -> Data {
        try refuse(PlanogramCheck(planogram).problems, file: file)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(planogram)
        } catch {
            throw .unwritable(file: file, reason: reason(error))
        }
    }

    /// Replaces the file at `path` in one step.
    package static func write(_ planogram: Planogram, path: String) throws(PlanogramError) {
        let data = try encode(planogram, file: path)
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

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as CocoaError where error.code == .fileReadNoSuchFile: "there is no such file"
        case let error as CocoaError where error.code == .fileReadNoPermission: "it may not be read"
        default: "\(error)"
        }
    }
}
