import CFreeType
import Foundation

/// The outlines of one font's letters, read once; from then on text is made of paths and needs no library.
///
/// This is the only file that calls FreeType.
package struct Typeface: Sendable {
    private struct Glyph: Sendable {
        /// In ems; y down, 0 is the baseline.
        let outlines: [[Point]]
        let advance: Float
    }

    private let glyphs: [Unicode.Scalar: Glyph]
    /// Height of a capital letter, in ems.
    let capHeight: Float

    /// Reads the letters in `alphabet` that the font has; letters it lacks are left out of the text.
    init(path: String, alphabet: some Sequence<Unicode.Scalar>) throws(SynthesisError) {
        var library: FT_Library?
        guard unsafe FT_Init_FreeType(&library) == 0 else { throw .unreadableFont(path: path) }
        defer { unsafe FT_Done_FreeType(library) }
        var face: FT_Face?
        guard unsafe FT_New_Face(library, path, 0, &face) == 0, let face = unsafe face else {
            throw .unreadableFont(path: path)
        }
        defer { unsafe FT_Done_Face(face) }
        let em = unsafe Float(face.pointee.units_per_EM)
        var glyphs: [Unicode.Scalar: Glyph] = [:]
        for letter in alphabet {
            let index = unsafe FT_Get_Char_Index(face, FT_ULong(letter.value))
            guard index != 0, unsafe FT_Load_Glyph(face, index, FT_Int32(FT_LOAD_NO_SCALE)) == 0 else {
                continue
            }
            let collector = OutlineCollector(em: em)
            unsafe collector.collect(&face.pointee.glyph.pointee.outline)
            let advance = unsafe Float(face.pointee.glyph.pointee.metrics.horiAdvance) / em
            glyphs[letter] = Glyph(outlines: collector.outlines, advance: advance)
        }
        guard !glyphs.isEmpty else { throw .unreadableFont(path: path) }
        self.glyphs = glyphs
        let tops = glyphs["H"]?.outlines.joined().map { -$0.y }
        capHeight = tops?.max() ?? 0.7
    }

    /// Whether every letter of `text` is there.
    func covers(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { glyphs[$0] != nil } }

    /// Width of `text` in ems.
    func width(of text: String) -> Float {
        text.unicodeScalars.reduce(0) { $0 + (glyphs[$1]?.advance ?? 0) }
    }

    /// `text` with its left end on the baseline at the origin, one em high as 1.
    func path(of text: String) -> Path {
        var path = Path()
        var x: Float = 0
        for letter in text.unicodeScalars {
            guard let glyph = glyphs[letter] else { continue }
            for outline in glyph.outlines { path.outlines.append(outline.map { Point($0.x + x, $0.y) }) }
            x += glyph.advance
        }
        return path
    }
}

/// Flattens one glyph's curves.
///
/// It is a class because FreeType hands it through C as a pointer.
private final class OutlineCollector {
    var outlines: [[Point]] = []
    private let em: Float

    init(em: Float) { self.em = em }

    private func point(_ vector: FT_Vector) -> Point { Point(Float(vector.x), -Float(vector.y)) / em }

    private var current: Point { outlines.last?.last ?? .zero }

    private func append(_ point: Point) {
        guard !outlines.isEmpty else { return }
        outlines[outlines.count - 1].append(point)
    }

    /// Walks `outline`; the collector outlives the walk, so the unretained pointer stays valid.
    func collect(_ outline: UnsafeMutablePointer<FT_Outline>) {
        var callbacks = FT_Outline_Funcs()
        unsafe callbacks.move_to = { to, user in
            guard let to = unsafe to, let collector = unsafe OutlineCollector.from(user) else { return 1 }
            collector.outlines.append(unsafe [collector.point(to.pointee)])
            return 0
        }
        unsafe callbacks.line_to = { to, user in
            guard let to = unsafe to, let collector = unsafe OutlineCollector.from(user) else { return 1 }
            unsafe collector.append(collector.point(to.pointee))
            return 0
        }
        unsafe callbacks.conic_to = { control, to, user in
            guard let control = unsafe control, let to = unsafe to,
                let collector = unsafe OutlineCollector.from(user)
            else { return 1 }
            let middle = unsafe collector.point(control.pointee)
            unsafe collector.curve(middle, middle, collector.point(to.pointee), isCubic: false)
            return 0
        }
        unsafe callbacks.cubic_to = { first, second, to, user in
            guard let first = unsafe first, let second = unsafe second, let to = unsafe to,
                let collector = unsafe OutlineCollector.from(user)
            else { return 1 }
            unsafe collector.curve(
                collector.point(first.pointee), collector.point(second.pointee), collector.point(to.pointee),
                isCubic: true)
            return 0
        }
        unsafe FT_Outline_Decompose(outline, &callbacks, Unmanaged.passUnretained(self).toOpaque())
    }

    private func curve(_ first: Point, _ second: Point, _ end: Point, isCubic: Bool) {
        let start = current
        let steps = 4
        for step in 1...steps {
            let t = Float(step) / Float(steps)
            let s = 1 - t
            if isCubic {
                let near = s * s * s * start + 3 * s * s * t * first
                append(near + 3 * s * t * t * second + t * t * t * end)
            } else {
                append(s * s * start + 2 * s * t * first + t * t * end)
            }
        }
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> OutlineCollector? {
        guard let user = unsafe user else { return nil }
        return unsafe Unmanaged<OutlineCollector>.fromOpaque(user).takeUnretainedValue()
    }
}
