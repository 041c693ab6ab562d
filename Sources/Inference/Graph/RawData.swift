import Foundation

/// The elements of a tensor as its file has them, little-endian.
enum RawData {
    case memory(Data)
    case file(StoredBytes, Range<Int>)

    /// All whole elements that are there; the caller checks their number.
    func elements<Element: BitwiseCopyable>() -> [Element] {
        let size = MemoryLayout<Element>.size
        let byteCount =
            switch self {
            case .memory(let data): data.count
            case .file(_, let range): range.count
            }
        return unsafe [Element](unsafeUninitializedCapacity: byteCount / size) { elements, filled in
            let bytes = UnsafeMutableRawBufferPointer(elements)
            switch self {
            case .memory(let data): filled = unsafe data.copyBytes(to: bytes) / size
            case .file(let file, let range):
                filled = unsafe file.read(at: range.lowerBound, into: bytes) / size
            }
        }
    }
}
