import Capture
import Retail
import Testing

struct ModeChoiceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let offered: [OfferedFormat]
        let size: PixelSize
        let rate: Double
        let expected: ModeChoice?
    }

    static let small = PixelSize(width: 640, height: 480)
    static let middle = PixelSize(width: 1280, height: 720)
    static let large = PixelSize(width: 1920, height: 1080)

    /// A usual USB camera: large pictures come fast as MJPEG and slowly as YUYV.
    static let webcam = [
        OfferedFormat(
            format: .yuyv, isConverted: false,
            sizes: [
                OfferedSize(small, rates: [30, 15, 5]), OfferedSize(middle, rates: [10, 5]),
                OfferedSize(large, rates: [5]),
            ]),
        OfferedFormat(
            format: .mjpeg, isConverted: false,
            sizes: [
                OfferedSize(small, rates: [30, 15]), OfferedSize(middle, rates: [30, 15]),
                OfferedSize(large, rates: [30]),
            ]),
        OfferedFormat(format: .rgb24, isConverted: true, sizes: [OfferedSize(small, rates: [30])]),
    ]

    static func offer(_ format: CameraFormat, converted: Bool = false, _ sizes: OfferedSize...)
        -> OfferedFormat
    {
        OfferedFormat(format: format, isConverted: converted, sizes: sizes)
    }

    static func choice(_ format: CameraFormat, _ size: PixelSize, _ rate: Double?, converted: Bool = false)
        -> ModeChoice
    {
        ModeChoice(format: format, isConverted: converted, size: size, framesPerSecond: rate)
    }

    static let cases: [Case] = [
        Case(
            testDescription: "the exact mode, in the preferred format", offered: webcam, size: small,
            rate: 30,
            expected: choice(.mjpeg, small, 30)),
        Case(
            testDescription: "the slowest rate that is enough", offered: webcam, size: small, rate: 12,
            expected: choice(.mjpeg, small, 15)),
        Case(
            testDescription: "rate before format",
            offered: [webcam[0], offer(.mjpeg, OfferedSize(small, rates: [5]))],
            size: small, rate: 30, expected: choice(.yuyv, small, 30)),
        Case(
            testDescription: "a larger size rather than a smaller one", offered: webcam,
            size: PixelSize(width: 800, height: 600), rate: 15, expected: choice(.mjpeg, middle, 15)),
        Case(
            testDescription: "the largest when none is large enough", offered: webcam,
            size: PixelSize(width: 3840, height: 2160), rate: 1, expected: choice(.mjpeg, large, 30)),
        Case(
            testDescription: "the fastest when none is fast enough",
            offered: [offer(.yuyv, OfferedSize(large, rates: [2, 5]))], size: large, rate: 30,
            expected: choice(.yuyv, large, 5)),
        Case(
            testDescription: "29.97 is 30", offered: [offer(.mjpeg, OfferedSize(small, rates: [29.97, 60]))],
            size: small, rate: 30, expected: choice(.mjpeg, small, 29.97)),
        Case(
            testDescription: "a size within a range, rounded up to its step",
            offered: [
                offer(
                    .yuyv,
                    OfferedSize(
                        smallest: PixelSize(width: 48, height: 32), largest: large,
                        step: PixelSize(width: 16, height: 8), rates: [1...30]))
            ],
            size: PixelSize(width: 801, height: 601), rate: 7.5,
            expected: choice(.yuyv, PixelSize(width: 816, height: 608), 7.5)),
        Case(
            testDescription: "unknown rates are no obstacle",
            offered: [offer(.jpeg, OfferedSize(small, rates: []))],
            size: small, rate: 5, expected: choice(.jpeg, small, nil)),
        Case(
            testDescription: "conversion only where the camera sends nothing usable",
            offered: [offer(.rgb24, converted: true, OfferedSize(middle, rates: [10]))], size: small, rate: 5,
            expected: choice(.rgb24, middle, 10, converted: true)),
        Case(
            testDescription: "a format of the camera, at a worse size, before any conversion",
            offered: [
                offer(.rgb24, converted: true, OfferedSize(middle, rates: [30])),
                offer(.yuyv, OfferedSize(small, rates: [30])),
            ], size: middle, rate: 5, expected: choice(.yuyv, small, 30)),
        Case(testDescription: "nothing offered", offered: [], size: small, rate: 5, expected: nil),
        Case(
            testDescription: "formats without sizes", offered: [offer(.mjpeg)], size: small, rate: 5,
            expected: nil),
    ]

    @Test(arguments: cases)
    func `the closest mode is chosen`(_ example: Case) {
        let request = CaptureRequest(size: example.size, framesPerSecond: example.rate)
        #expect(ModeChoice.choose(from: example.offered, for: request) == example.expected)
    }

    @Test func `only wanted formats are taken from the camera`() {
        let request = CaptureRequest(size: Self.small, framesPerSecond: 30, formats: [.yuyv])
        #expect(ModeChoice.choose(from: Self.webcam, for: request) == Self.choice(.yuyv, Self.small, 30))
    }

    @Test(arguments: ["", "640", "640x", "x480", "640x480x3", "-640x480", "0x0", "640 x 480", "99999x480"])
    func `a size that is none is refused`(_ text: String) {
        #expect(PixelSize(text) == nil)
    }

    @Test func `a size is read as width and height`() {
        #expect(PixelSize("1280x720") == Self.middle)
    }
}
