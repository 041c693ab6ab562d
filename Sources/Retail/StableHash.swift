extension Sequence<UInt8> {
    /// FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): the same on every run, which Swift's own hash
    /// is not.
    package var stableHash: UInt64 {
        reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
