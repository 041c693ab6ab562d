/// The scripts that brands print their words in.
enum Script: Sendable {
    case latin, japanese, cyrillic, greek

    /// A name in this script, spelled by its sound more or less; Japanese names are made anew in kana or kanji.
    func spelled(_ name: String) -> String {
        switch self {
        case .latin: return name
        case .cyrillic: return Script.mapped(name, Script.cyrillicLetters)
        case .greek: return Script.mapped(name, Script.greekLetters)
        case .japanese:
            var random = Random(stableHash([name]), 0x1A9A)
            return random.chance(0.5) ? Lexicon.dish(&random) : LabelPainter.kana(for: name)
        }
    }

    private static func mapped(_ name: String, _ letters: [Character: String]) -> String {
        name.map { letter in
            guard let small = letter.lowercased().first, let other = letters[small] else {
                return String(letter)
            }
            return letter.isUppercase ? other.uppercased() : other
        }.joined()
    }

    private static let cyrillicLetters: [Character: String] = [
        "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "ж",
        "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
        "u": "у", "v": "в", "w": "ш", "x": "щ", "y": "ы", "z": "з",
    ]
    private static let greekLetters: [Character: String] = [
        "a": "α", "b": "β", "c": "κ", "d": "δ", "e": "ε", "f": "φ", "g": "γ", "h": "η", "i": "ι", "j": "ξ",
        "k": "κ", "l": "λ", "m": "μ", "n": "ν", "o": "ο", "p": "π", "q": "θ", "r": "ρ", "s": "σ", "t": "τ",
        "u": "υ", "v": "β", "w": "ω", "x": "χ", "y": "ψ", "z": "ζ",
    ]
}
