import Retail

/// Finds a GTIN among the texts by which a file names a product.
enum ProductKey {
    struct Unusable: Error {
        /// Whether the key has the form of a GTIN, and only its last digit contradicts the others.
        var hasWrongDigit = false
        let reason: String
    }

    /// The first of `keys` that is a GTIN; else why the likeliest is none.
    static func gtin(of keys: [String]) -> Result<GTIN, Unusable> {
        var wrongDigit: GTINError?
        for key in keys {
            do {
                return .success(try GTIN(key))
            } catch .wrongCheckDigit(let text, let expected) {
                wrongDigit = wrongDigit ?? .wrongCheckDigit(text, expected: expected)
            } catch {
                continue
            }
        }
        if let wrongDigit { return .failure(Unusable(hasWrongDigit: true, reason: wrongDigit.description)) }
        guard let key = keys.first else { return .failure(Unusable(reason: "the product has no key")) }
        var reason = GTINError.malformed(key).description
        if (9...11).contains(key.utf8.count), key.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            reason += ": has it lost leading zeros or its check digit?"
        }
        return .failure(Unusable(reason: reason))
    }

    /// `code` as it was before a spreadsheet took it for a number; `nil` if no zeros can be missing.
    ///
    /// In a list whose codes have truly lost their check digits nine in ten are refused all the same.
    static func withLeadingZeros(_ code: String) -> String? {
        let digits = code.utf8
        guard [7, 9, 10, 11].contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return String(repeating: "0", count: 14 - digits.count) + code
    }
}
