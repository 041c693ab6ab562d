internal import Foundation

/// The bytes of a compiled catalogue, in a mapped file or in memory.
///
/// This is the only place that reads them without checks of Swift's own. Every offset comes from
/// `CompiledCatalogue`, which has checked the sections.
@safe struct CatalogueBytes: @unchecked Sendable {
    let data: Data
    let count: Int
    /// Where `data`, which keeps them and never changes, has its bytes, if they are many enough to lie in memory of their
    /// own: to ask it anew for each number is most of the time that reading takes.
    private let base: UnsafeRawPointer?

    init(data: Data) {
        self.data = data
        count = data.count
        unsafe base =
            data.count < CatalogueLayout.headerEnd
            ? nil : data.bytes.withUnsafeBytes { $0.baseAddress }
    }

    /// The number of `Number`'s width at `offset`, which must lie within.
    func number<Number: FixedWidthInteger>(_: Number.Type, at offset: Int) -> Number {
        guard let base = unsafe base, offset >= 0, offset + MemoryLayout<Number>.size <= count else {
            preconditionFailure("the catalogue's sections were checked when it was opened")
        }
        return Number(littleEndian: unsafe base.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// The sum of the bytes at `places`.
    func sum(_ places: Range<Int>) -> Int {
        precondition(places.lowerBound >= 0 && places.upperBound <= data.count)
        return unsafe data.bytes.withUnsafeBytes { bytes in
            unsafe bytes[places].reduce(0) { $0 + Int($1) }
        }
    }

    /// `count` numbers of 32 bits from `offset` on.
    func floats(at offset: Int, count: Int) -> [Float] {
        precondition(offset >= 0 && count >= 0 && offset + count * 4 <= data.count)
        return unsafe data.bytes.withUnsafeBytes { bytes in
            (0..<count).map {
                let bits = unsafe bytes.loadUnaligned(fromByteOffset: offset + $0 * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }

    func text(_ range: Range<Int>) -> String {
        precondition(range.lowerBound >= 0 && range.upperBound <= data.count)
        return unsafe data.bytes.withUnsafeBytes { unsafe String(decoding: $0[range], as: UTF8.self) }
    }

    /// The place of the first of `count` numbers of 64 bits from `offset` that is `wanted`.
    func firstPlace(of wanted: UInt64, at offset: Int, count: Int) -> Int? {
        precondition(offset >= 0 && offset % 8 == 0 && offset + count * 8 <= data.count)
        return unsafe data.bytes.withUnsafeBytes { bytes in
            let numbers = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count * 8])
                .assumingMemoryBound(to: UInt64.self)
            return unsafe numbers.firstIndex(of: wanted.littleEndian)
        }
    }

    /// Four interleaved FNV-1a sums over words of 64 bits
    /// (http://www.isthe.com/chongo/tech/comp/fnv/): finds accidents, not forgeries, at the speed of memory.
    ///
    /// `range` begins and ends at multiples of 8.
    func checksum(_ range: Range<Int>) -> UInt64 {
        precondition(range.lowerBound >= 0 && range.upperBound <= data.count)
        return unsafe data.bytes.withUnsafeBytes { bytes in
            let words = unsafe UnsafeRawBufferPointer(rebasing: bytes[range]).assumingMemoryBound(
                to: UInt64.self)
            var lanes = SIMD4<UInt64>(repeating: 0xcbf2_9ce4_8422_2325)
            let prime: UInt64 = 0x100_0000_01b3
            var place = 0
            while place + 4 <= words.count {
                unsafe lanes ^= SIMD4(words[place], words[place + 1], words[place + 2], words[place + 3])
                lanes &*= SIMD4(repeating: prime)
                // A product carries differences upwards only.
                lanes ^= lanes &>> 29
                place += 4
            }
            while place < words.count {
                unsafe lanes[place % 4] = (lanes[place % 4] ^ words[place]) &* prime
                place += 1
            }
            return (0..<4).reduce(UInt64(words.count)) { ($0 ^ lanes[$1]) &* prime ^ ($0 >> 31) }
        }
    }
}
