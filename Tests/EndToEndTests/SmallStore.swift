import Foundation
import TestSupport

/// A rendered store of few SKUs, made by the program itself, once for all tests.
struct SmallStore {
    let folder: String
    var cataloguePath: String { "\(folder)/store.catalogue" }
    var picturePath: String { "\(folder)/frames/000000.jpg" }
    /// Of the bay when something in it has changed.
    var laterPicturePath: String { "\(folder)/frames/000120.jpg" }

    /// Makes the store below `folder`: shelves, planogram, zone, compiled catalogue and frames of its scenario.
    static func make(in folder: TemporaryFolder) throws -> SmallStore {
        let store = SmallStore(folder: folder.path("store"))
        try run(["synth", "store", "--seed", "3", "--skus", "120", "--out", store.folder, "--frames", "2"])
        try run([
            "synth", "packshots", "--catalogue", "\(store.folder)/catalogue.json", "--out",
            "\(store.folder)/packshots",
        ])
        try run([
            "catalogue", "build", "--table", "\(store.folder)/catalogue.json", "--pictures",
            "\(store.folder)/packshots", "--out", store.cataloguePath,
        ])
        return store
    }

    private struct Failure: Error {
        let words: String
    }

    private static func run(_ arguments: [String]) throws {
        let process = try GondolaProcess(arguments)
        while process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
        guard
            FileManager.default.fileExists(
                atPath: arguments[arguments.firstIndex(of: "--out").map { $0 + 1 } ?? 0])
        else { throw Failure(words: process.log) }
    }
}
