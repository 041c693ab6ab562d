internal import Retail

/// The time that a camera program writes into the names of its pictures.
enum PictureName {
    /// Seconds since 1970, or nearly: the time zone is nobody's business as long as all pictures share it.
    ///
    /// Understands `20261123T200612` and `2026-11-23_20-06-12` with whatever signs between the numbers, and seconds (10 digits)
    /// or milliseconds (13) since 1970; a fraction may follow a point. `nil` if nothing of the kind is in the name.
    static func seconds(_ name: String) -> Double? {
        let groups = self.groups(in: name)
        for first in groups.indices {
            let rest = groups[first...]
            for (lengths, count) in [([4, 2, 2, 2, 2, 2], 6), ([8, 6], 2), ([14], 1), ([17], 1)]
            where rest.prefix(count).map(\.digits.count) == lengths {
                let digits = rest.prefix(count).flatMap(\.digits)
                guard let whole = date(digits) else { continue }
                let milliseconds = digits.count == 17 ? Double(number(digits[14...])) / 1000 : 0
                return whole + milliseconds + fraction(rest.dropFirst(count).first)
            }
            guard let digits = rest.first?.digits else { continue }
            switch digits.count {
            case 10: return Double(number(digits[...])) + fraction(rest.dropFirst().first)
            case 13: return Double(number(digits[...])) / 1000
            default: continue
            }
        }
        return nil
    }

    /// Digits that lie side by side, and whether a point stands before them.
    private static func groups(in name: String) -> [(digits: [UInt8], followsPoint: Bool)] {
        var groups: [(digits: [UInt8], followsPoint: Bool)] = []
        var last: UInt8 = 0
        for byte in name.utf8 {
            if (0x30...0x39).contains(byte) {
                if !(0x30...0x39).contains(last) { groups.append(([], last == UInt8(ascii: "."))) }
                groups[groups.count - 1].digits.append(byte - 0x30)
            }
            last = byte
        }
        return groups
    }

    private static func date(_ digits: [UInt8]) -> Double? {
        let (hour, minute, second) = (
            number(digits[8..<10]), number(digits[10..<12]), number(digits[12..<14])
        )
        guard
            let day = CalendarDay(
                year: number(digits[..<4]), month: number(digits[4..<6]), day: number(digits[6..<8])),
            hour < 24, minute < 60, second < 61
        else { return nil }
        return Double(day.daysSince1970 * 86400 + hour * 3600 + minute * 60 + second)
    }

    private static func fraction(_ group: (digits: [UInt8], followsPoint: Bool)?) -> Double {
        guard let group, group.followsPoint, group.digits.count <= 9 else { return 0 }
        return group.digits.reversed().reduce(0) { ($0 + Double($1)) / 10 }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1) } }
}
