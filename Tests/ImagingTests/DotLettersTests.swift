import Imaging
import Retail
import Testing

struct DotLettersTests {
    private let black = RGBColor(red: 0, green: 0, blue: 0)

    private func picture(_ text: String, x: Int = 0, y: Int = 0, scale: Int = 1) -> RGBImage {
        var image = RGBImage(width: 24, height: 9, gray: 255)
        image.write(text, x: x, y: y, scale: scale, color: black)
        return image
    }

    @Test func `all letters differ, and each has dots`() {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;-_/()?%+='*"
        let pictures = letters.map { picture(String($0)).pixels }
        #expect(Set(pictures).count == letters.count)
        #expect(!pictures.contains(picture(" ").pixels))
    }

    @Test func `an L has its corner at the lower left`() {
        let image = picture("L")
        func isDark(_ x: Int, _ y: Int) -> Bool { image.pixels[(y * image.width + x) * 3] == 0 }
        #expect(isDark(0, 0) && isDark(0, 6) && isDark(4, 6))
        #expect(!isDark(4, 0) && !isDark(5, 6) && !isDark(0, 7))
    }

    @Test func `a letter that is not there is a question mark`() {
        #expect(picture("ß").pixels == picture("?").pixels)
    }

    @Test(arguments: [(-3, 0), (22, 4), (0, -5), (400, 400), (-400, 0)])
    func `what lies outside the picture is left out`(x: Int, y: Int) {
        let image = picture("gondola", x: x, y: y, scale: 3)
        #expect(image.pixels.count == 24 * 9 * 3)
    }
}
