internal import Crypto
internal import CryptoExtras
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Turns passwords into hashes that are dear to guess, away from the shared threads and two at a time at most.
final class PasswordHasher: Sendable {
    /// Too many are waiting.
    struct Busy: Error {}

    /// A hash and all that is needed to compute it again.
    struct Hash: Sendable, Hashable, Codable {
        var salt: Data
        var key: Data
        /// The cost N of scrypt: 128 * 8 * N bytes of memory.
        var cost: Int
    }

    private static let waitingLimit = 16
    private static let (blockSize, parallelism, keyBytes) = (8, 1, 32)

    private let cost: Int
    private let desks = [
        DispatchQueue(label: "gondola.password.0"), DispatchQueue(label: "gondola.password.1"),
    ]
    /// How many wait or are computed at each desk.
    private let waiting = Mutex([0, 0])
    /// What is computed for a name that nobody has, so that its answer takes as long.
    private let nobody: Hash

    init(cost: Int) {
        self.cost = cost
        nobody = Hash(
            salt: Data(repeating: 7, count: 16), key: Data(repeating: 0, count: Self.keyBytes), cost: cost)
    }

    func hash(_ password: String) async throws -> Hash {
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
        return Hash(salt: salt, key: try await key(of: password, salt: salt, cost: cost), cost: cost)
    }

    /// Whether `password` is the one of `hash`; `nil` takes as long and is never it.
    func isRight(_ password: String, for hash: Hash?) async throws -> Bool {
        let expected = hash ?? nobody
        let found = try await key(of: password, salt: expected.salt, cost: expected.cost)
        let agree = zip(found, expected.key).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        return hash != nil && agree && found.count == expected.key.count
    }

    private func key(of password: String, salt: Data, cost: Int) async throws -> Data {
        let desk = try waiting.withLock { waiting in
            guard waiting[0] + waiting[1] < Self.waitingLimit else { throw Busy() }
            let desk = waiting[0] <= waiting[1] ? 0 : 1
            waiting[desk] += 1
            return desk
        }
        return try await withCheckedThrowingContinuation { continuation in
            desks[desk].async { [self] in
                let result = Result {
                    try KDF.Scrypt.deriveKey(
                        from: Data(password.utf8), salt: salt, outputByteCount: Self.keyBytes, rounds: cost,
                        blockSize: Self.blockSize, parallelism: Self.parallelism)
                }
                waiting.withLock { $0[desk] -= 1 }
                continuation.resume(with: result.map { Data($0.bytesCopy) })
            }
        }
    }
}

extension SymmetricKey {
    fileprivate var bytesCopy: [UInt8] {
        // Safe: the bytes are copied while the key lends them.
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
