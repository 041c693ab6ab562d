import Imaging
import Retail
import Testing

struct ContactSheetTests {
    private func gray(_ picture: RGBImage, _ x: Int, _ y: Int) -> UInt8 {
        picture.pixels[(y * picture.width + x) * 3]
    }

    @Test func `groups stand in rows and their pictures side by side`() {
        var sheet = ContactSheet(cell: PixelSize(width: 20, height: 20), columns: 2)
        for _ in 0..<3 {
            sheet.add([
                RGBImage(width: 50, height: 50, gray: 0), nil, RGBImage(width: 7, height: 7, gray: 99),
            ])
        }
        let picture = sheet.picture
        #expect(picture.width == 2 * (3 * 20 + 2 * 4 + 16) + 16 && picture.height == 2 * (20 + 16) + 16)
        #expect(gray(picture, 26, 26) == 0)
        #expect(gray(picture, 26 + 24, 26) == 205)
        #expect(gray(picture, 26 + 48, 26) == 99)
        #expect(gray(picture, 26, 26 + 36) == 0)
        #expect(gray(picture, 26 + 84, 26 + 36) == 235)
    }

    @Test func `a picture is fitted in whole and unstretched`() {
        var sheet = ContactSheet(cell: PixelSize(width: 20, height: 20), columns: 1)
        sheet.add([RGBImage(width: 100, height: 50, gray: 0)])
        let picture = sheet.picture
        #expect(gray(picture, 16, 16 + 10) == 0 && gray(picture, 35, 16 + 10) == 0)
        #expect(gray(picture, 26, 16 + 4) == 205 && gray(picture, 26, 16 + 15) == 205)
    }

    @Test func `a sheet without pictures is a small blank`() {
        let picture = ContactSheet(cell: PixelSize(width: 20, height: 20), columns: 4).picture
        #expect(picture.pixels.allSatisfy { $0 == 235 })
    }

    @Test(arguments: [(-3, -2), (8, 7), (20, 0), (0, -9), (2, 2)])
    func `only what lies inside is pasted`(x: Int, y: Int) {
        var picture = RGBImage(width: 10, height: 10, gray: 0)
        picture.paste(RGBImage(width: 5, height: 4, gray: 255), x: x, y: y)
        let inside = max(0, min(10, x + 5) - max(0, x)) * max(0, min(10, y + 4) - max(0, y))
        let white = picture.pixels.count { $0 == 255 }
        #expect(picture.pixels.count == 300 && white == inside * 3)
    }
}
