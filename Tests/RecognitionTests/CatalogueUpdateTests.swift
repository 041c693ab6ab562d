import Foundation
import Recognition
import TestSupport
import Testing

struct CatalogueUpdateTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.root.path).sorted()
    }

    @Test func `the file is replaced, keeps who may read it, and nothing is left beside it`() throws {
        let path = folder.path("a.catalogue")
        try CatalogueUpdate(path: path).commit(Data("old".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try CatalogueUpdate(path: path).commit(Data("n".utf8))
        #expect(FileManager.default.contents(atPath: path) == Data("n".utf8))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o640)
        #expect(try files() == ["a.catalogue"])
    }

    @Test func `an update that is given up changes nothing and lets the next one in`() throws {
        let path = folder.path("a.catalogue")
        try CatalogueUpdate(path: path).commit(Data("old".utf8))
        _ = try CatalogueUpdate(path: path)
        #expect(try files() == ["a.catalogue"])
        try CatalogueUpdate(path: path, patience: .zero).commit(Data("new".utf8))
        #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
    }

    @Test func `a second writer waits, and is refused when the first takes too long`() throws {
        let path = folder.path("a.catalogue")
        let first = try CatalogueUpdate(path: path)
        let error = #expect(throws: RecognitionError.self) {
            try CatalogueUpdate(path: path, patience: .milliseconds(50))
        }
        #expect("\(error, default: "")".contains("another program is changing it"))
        try first.commit(Data("first".utf8))
        try CatalogueUpdate(path: path, patience: .zero).commit(Data("second".utf8))
        #expect(FileManager.default.contents(atPath: path) == Data("second".utf8))
    }

    @Test func `what an interrupted update left behind is written over`() throws {
        let path = folder.path("a.catalogue")
        try Data(count: 100_000).write(to: folder.url("a.catalogue.new"))
        try CatalogueUpdate(path: path).commit(Data("new".utf8))
        #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
        #expect(try files() == ["a.catalogue"])
    }

    @Test func `where the path is a link, what it leads to is replaced`() throws {
        let path = folder.path("a.catalogue")
        try CatalogueUpdate(path: path).commit(Data("old".utf8))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: "a.catalogue")
        try CatalogueUpdate(path: folder.path("link")).commit(Data("new".utf8))
        #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
        #expect(try files() == ["a.catalogue", "link"])
    }

    @Test func `a folder that is not there is named`() {
        let error = #expect(throws: RecognitionError.self) {
            try CatalogueUpdate(path: "/nowhere/a.catalogue")
        }
        #expect("\(error, default: "")".contains("/nowhere/a.catalogue.new: cannot be written: No such file"))
    }

    @Test func `updates of many writers at once all take place, one after the other`() async throws {
        let path = folder.path("a.catalogue")
        try CatalogueUpdate(path: path).commit(Data([0]))
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    // Adding to what is there loses nothing only if nobody writes between reading and writing.
                    do {
                        let update = try CatalogueUpdate(path: path, patience: .seconds(60))
                        let old = FileManager.default.contents(atPath: path) ?? Data()
                        try update.commit(old + [UInt8(old.count)])
                    } catch {
                        Issue.record(error)
                    }
                }
            }
        }
        #expect(FileManager.default.contents(atPath: path) == Data(0...8))
    }
}
