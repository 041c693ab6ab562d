internal import Foundation
internal import Judging
internal import Recognition
internal import Retail

/// Results of single bays in a folder, so that a long judgement can be broken off and gone on with.
struct JudgeRecords {
    private struct Record: Codable {
        let recipe: String
        let bay: JudgedBay
    }

    private let folder: String
    private let recipe: String

    /// `recipe`: results that were made otherwise are not used again.
    init(folder: String, recipe: String) throws {
        self.folder = "\(folder)/bays"
        self.recipe = String(recipe.utf8.stableHash, radix: 36)
        try ResultFile.makeFolder(self.folder)
    }

    /// The bay's result, if it was kept.
    func bay(_ seed: UInt64) throws -> JudgedBay? {
        guard let data = FileManager.default.contents(atPath: path(seed)) else { return nil }
        // A file of another version or cut off is as good as none: the bay is judged again.
        guard let record = try? JSONDecoder().decode(Record.self, from: data), record.recipe == recipe else {
            return nil
        }
        return record.bay
    }

    func keep(_ bay: JudgedBay) throws {
        try ResultFile.write(json: Record(recipe: recipe, bay: bay), to: path(bay.seed))
    }

    private func path(_ seed: UInt64) -> String { "\(folder)/\(seed).json" }
}
