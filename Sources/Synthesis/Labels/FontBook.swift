import Foundation

/// The typefaces that labels and price tags are set in.
package struct FontBook: Sendable {
    /// For words in the Latin alphabet; the first three have Greek and Cyrillic letters too.
    let latin: [Typeface]
    /// For words in kana and kanji.
    let japanese: Typeface
    /// For small print and prices.
    let plain: Typeface

    private static let root = "/usr/share/fonts/"
    private static let files: [(String, String)] = [
        ("truetype/dejavu/DejaVuSans-Bold.ttf", "fonts-dejavu-core"),
        ("truetype/dejavu/DejaVuSerif-Bold.ttf", "fonts-dejavu-core"),
        ("truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core"),
        ("opentype/lobster/lobster.otf", "fonts-lobster"),
        ("truetype/comfortaa/Comfortaa-Bold.ttf", "fonts-comfortaa"),
        ("opentype/cabin/Cabin-BoldItalic.otf", "fonts-cabin"),
        ("opentype/league-spartan/LeagueSpartan-Black.otf", "fonts-league-spartan"),
        ("truetype/play/Play-Bold.ttf", "fonts-play"),
        ("opentype/ebgaramond/EBGaramond12-Bold.otf", "fonts-ebgaramond"),
    ]
    private static let japaneseFile = ("truetype/vlgothic/VL-PGothic-Regular.ttf", "fonts-vlgothic")

    /// The Debian packages that hold the fonts.
    package static var debianPackages: [String] { Set((files + [japaneseFile]).map(\.1)).sorted() }

    /// Reads all fonts (some 30 ms).
    ///
    /// Throws `missingFont` with the Debian package that holds it.
    package init() throws(SynthesisError) {
        let letters = (0x20...0x7E).compactMap(Unicode.Scalar.init)
        let others = ((0x391...0x3C9).map { $0 } + (0x410...0x44F)).compactMap(Unicode.Scalar.init)
        let kana = (0x3041...0x30FC).compactMap(Unicode.Scalar.init)
        let japaneseLetters = Lexicon.letters.union(Variety.letters).union(letters).union(kana)
        var latin: [Typeface] = []
        for file in FontBook.files { latin.append(try FontBook.read(file, letters + others)) }
        self.latin = latin
        plain = latin[2]
        japanese = try FontBook.read(FontBook.japaneseFile, japaneseLetters.sorted())
    }

    private static func read(
        _ file: (String, String), _ alphabet: [Unicode.Scalar]
    ) throws(SynthesisError) -> Typeface {
        guard FileManager.default.fileExists(atPath: root + file.0) else {
            throw .missingFont(path: root + file.0, debianPackage: file.1)
        }
        return try Typeface(path: root + file.0, alphabet: alphabet)
    }
}
