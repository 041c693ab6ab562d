internal import Foundation

/// A picture from disk, whole or broken, and when it was taken, if something tells.
struct ReplayedPicture {
    let bytes: [UInt8]
    let moment: ReplayMoment?
}

/// The pictures of a folder or a file, one after the other, from the first to the last.
struct ReplayPictures {
    private enum Kind {
        case files([String], next: Int)
        case stream(MJPEGSplitter)
    }

    /// A larger file is no picture of a camera.
    private static let largestFileBytes = 64 << 20
    private static let chunkBytes = 256 << 10

    let path: String
    private var kind: Kind
    /// Of the first pictures, as many as are known.
    private let moments: [ReplayMoment]
    private var index = 0

    /// Opens `path`; throws when it cannot be read or when there is no picture in it.
    init(path: String) throws(CaptureError) {
        self.path = path
        kind = try Self.open(path)
        moments = try Self.moments(kind, path)
        if case .stream(var splitter) = kind {
            guard try splitter.next() != nil else { throw .noPictures(path: path) }
            try rewind()
        }
    }

    var usualRate: Double {
        if case .stream = kind { 25 } else { 1 }
    }

    mutating func rewind() throws(CaptureError) {
        kind = try Self.open(path)
        index = 0
    }

    /// The next picture; `nil` after the last.
    mutating func next() throws(CaptureError) -> ReplayedPicture? {
        guard let bytes = try nextBytes() else { return nil }
        defer { index += 1 }
        return ReplayedPicture(bytes: bytes, moment: moments.indices.contains(index) ? moments[index] : nil)
    }

    private mutating func nextBytes() throws(CaptureError) -> [UInt8]? {
        switch kind {
        case .files(let files, let index):
            guard index < files.count else { return nil }
            kind = .files(files, next: index + 1)
            return try Self.contents(of: files[index])
        case .stream(var splitter):
            let picture = try splitter.next()
            kind = .stream(splitter)
            return picture
        }
    }

    private static func open(_ path: String) throws(CaptureError) -> Kind {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .unreadable(path: path, reason: "no such file or folder")
        }
        if isFolder.boolValue { return .files(try files(in: path), next: 0) }
        if isPicture(path) {
            try checkReadable(path)
            return .files([path], next: 0)
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(path: path, reason: "no permission")
        }
        return .stream(
            MJPEGSplitter { () throws(CaptureError) -> [UInt8] in
                do {
                    return [UInt8](try file.read(upToCount: chunkBytes) ?? Data())
                } catch {
                    throw .unreadable(path: path, reason: error.localizedDescription)
                }
            })
    }

    private static func moments(_ kind: Kind, _ path: String) throws(CaptureError) -> [ReplayMoment] {
        let sideFile =
            switch kind {
            case .files: "\(path)/timestamps.txt"
            case .stream: path + ".timestamps"
            }
        if let data = FileManager.default.contents(atPath: sideFile) {
            return try ReplayTimes.moments(ofSideFile: String(decoding: data, as: UTF8.self), path: sideFile)
        }
        guard case .files(let files, _) = kind, files.count > 1 else { return [] }
        return ReplayTimes.moments(ofNames: files.map { String($0.split(separator: "/").last ?? "") }) ?? []
    }

    private static func files(in folder: String) throws(CaptureError) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .unreadable(path: folder, reason: error.localizedDescription)
        }
        let files = names.filter { isPicture($0) && !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
        guard !files.isEmpty else { throw .noPictures(path: folder) }
        // Now rather than in the middle of the night, when its turn comes.
        for file in files { try checkReadable(file) }
        return files
    }

    private static func isPicture(_ path: String) -> Bool {
        let name = path.lowercased()
        return name.hasSuffix(".jpg") || name.hasSuffix(".jpeg")
    }

    private static func checkReadable(_ file: String) throws(CaptureError) {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
        guard exists else { throw .unreadable(path: file, reason: "no such file") }
        guard !isFolder.boolValue else { throw .unreadable(path: file, reason: "a folder, not a picture") }
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw .unreadable(path: file, reason: "no permission")
        }
    }

    private static func contents(of file: String) throws(CaptureError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw .unreadable(path: file, reason: "the file cannot be opened any more")
        }
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try handle.read(upToCount: largestFileBytes + 1) ?? Data())
        } catch {
            throw .unreadable(path: file, reason: error.localizedDescription)
        }
        guard bytes.count <= largestFileBytes else {
            throw .unreadable(path: file, reason: "larger than \(largestFileBytes >> 20) MiB")
        }
        return bytes
    }
}
