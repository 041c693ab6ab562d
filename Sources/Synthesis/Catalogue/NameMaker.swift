/// Makes up names that can be spoken and that no one else bears here.
struct NameMaker {
    private var used: Set<String> = []

    private static let adjectives = [
        "Golden", "Royal", "Family", "Alpine", "Country", "Crispy", "Finest", "Grand", "Happy", "Home",
        "Little",
        "Master", "Morning", "Natural", "Noble", "Old", "Premium", "Pure", "Simple", "Smart", "Summer",
        "Sunny",
        "Super", "Tender", "True", "Village", "Vital", "Wild", "Winter", "Real",
    ]

    private static let onsets = [
        "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kl", "l", "m", "n", "p", "pl",
        "qu",
        "r", "s", "sh", "st", "t", "tr", "v", "w", "y", "z",
    ]
    private static let vowels = ["a", "e", "i", "o", "u", "a", "e", "o", "ai", "ea", "io", "ou"]
    private static let codas = ["", "", "", "l", "n", "r", "s", "x", "m", "nd", "rt", "ss", "ck"]

    /// A name of one to three syllables, unlike all before it from this maker.
    mutating func make(_ random: inout Random) -> String {
        for attempt in 0... {
            let syllables = min(4, random.whole(1...2) + attempt / 4 + (random.chance(0.5) ? 1 : 0))
            var name = ""
            for index in 0..<syllables {
                name += random.pick(NameMaker.onsets) + random.pick(NameMaker.vowels)
                if index == syllables - 1 || random.chance(0.2) { name += random.pick(NameMaker.codas) }
            }
            guard (3...11).contains(name.count) else { continue }
            name = name.prefix(1).uppercased() + name.dropFirst()
            if used.insert(name).inserted { return name }
        }
        preconditionFailure("the loop above ends only with a name")
    }

    /// A product's name: made up, or what it is in plain words, as more than one brand may call it.
    mutating func product(of category: String, _ random: inout Random) -> String {
        random.chance(0.4) ? "\(random.pick(NameMaker.adjectives)) \(category)" : make(&random)
    }
}
