// swift-tools-version: 6.2
import PackageDescription

// Every import is a decision: nothing leaks from one module to the next, and unsafe code is marked where it stands.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
]

// Arithmetic in C is the hot path of every configuration: a debug build of it would be useless.
let kernels: [CSetting] = [
    .enableWarning("all"), .enableWarning("extra"),
    .unsafeFlags(["-O3"], .when(configuration: .debug)),
]

let shim: [CSetting] = [.enableWarning("all"), .enableWarning("extra")]

// The program brings its own Swift libraries: with shared ones, which are relocated and searched at every start, it holds
// a third more memory before it does anything. The libraries named here are parts of the static Foundation. What runs from
// the start to a network's answer lies together (scripts/order-program), which takes three MiB less.
let selfContained: [LinkerSetting] = [
    .unsafeFlags([
        "-static-stdlib", "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
        "-Xlinker", "--no-export-dynamic",
        "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/Config/program.order",
        "-Xlinker", "--no-warn-symbol-ordering",
    ]),
    .linkedLibrary("_FoundationICU"), .linkedLibrary("CoreFoundation"), .linkedLibrary("_FoundationCShims"),
    .linkedLibrary("_FoundationCollections"), .linkedLibrary("swiftSynchronization"),
]

func module(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: house)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
    name: "gondola",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        // Without its traits: they would bring all of Foundation and a library for settings.
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // C and system libraries, each wrapped once.
        .target(name: "CKernels", cSettings: kernels),
        .target(name: "CPixels", cSettings: kernels),
        .target(name: "CRaster", cSettings: kernels + [.unsafeFlags(["-ffp-contract=off"])]),
        .target(name: "CJPEG", cSettings: shim, linkerSettings: [.linkedLibrary("jpeg")]),
        .target(name: "CV4L2", cSettings: shim, linkerSettings: [.linkedLibrary("v4l2")]),
        .target(name: "CHTTP", cSettings: shim),
        .target(name: "CConfig", cSettings: shim + [.unsafeFlags(["-std=gnu23"])]),
        .target(name: "CPages", exclude: ["pages", "package.json"], cSettings: shim),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),

        // The appliance, from the values at the bottom to the command line at the top.
        module("Retail", []),
        module("Algebra", []),
        module("Markup", ["CExpat"]),
        module("Imaging", ["CJPEG", "CPixels", "Retail"]),
        module("Inference", ["CKernels", "Algebra", protobuf], exclude: ["onnx.proto"]),
        module("Recognition", ["Inference", "Imaging", "Markup", "Retail"]),
        module("Planograms", ["Retail", "Algebra", "Markup", "CZip"]),
        module("Monitoring", ["Retail"]),
        module("Records", ["Retail", grdb]),
        module("Capture", ["CHTTP", "CV4L2", "Imaging", "Retail"]),
        module("Gate", ["Imaging", "Retail"]),
        module("Synthesis", ["Imaging", "Retail", "CFreeType", "CRaster", yams]),
        module("Messaging", ["CMosquitto", "Retail", grdb]),
        module(
            "Console",
            [
                "CPages", "Retail", hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, nio, crypto, cryptoExtras,
                lifecycle, logging,
            ]),
        module(
            "Appliance",
            [
                "Capture", "Gate", "Recognition", "Planograms", "Monitoring", "Messaging", "Records", "Console", "Imaging",
                "Retail", "CConfig", "CSystemd", logging, lifecycle, unixSignals, yams,
            ]),
        module("Judging", ["Synthesis", "Planograms", "Monitoring", "Gate", "Imaging", "Retail"]),
        .executableTarget(
            name: "gondola",
            dependencies: [
                "Appliance", "Judging", "Monitoring", "Records", "Synthesis", "Capture", "Gate", "Recognition", "Planograms",
                "Inference", "Imaging", "Retail",
                argumentParser, logging, lifecycle, unixSignals,
            ],
            swiftSettings: house, linkerSettings: selfContained),

        .target(name: "TestSupport", dependencies: ["Imaging", "Retail"], path: "Tests/TestSupport", swiftSettings: house),
        .executableTarget(
            name: "ModelFuzzer", dependencies: ["Inference", "TestSupport"], path: "Tests/ModelFuzzer",
            swiftSettings: house),
        .executableTarget(
            name: "DeliveryDrill", dependencies: ["Messaging", "Retail"], path: "Tests/DeliveryDrill",
            swiftSettings: house),
        .target(
            name: "ConsoleSupport", dependencies: ["Console", "Imaging", "Retail"], path: "Tests/ConsoleSupport",
            swiftSettings: house),
        .executableTarget(
            name: "ConsoleDrill", dependencies: ["Console", "ConsoleSupport", logging, lifecycle, unixSignals],
            path: "Tests/ConsoleDrill", swiftSettings: house),
        tests("RetailTests", ["Retail"]),
        tests("ImagingTests", ["Imaging"]),
        tests("MarkupTests", ["Markup"]),
        tests("InferenceTests", ["Inference", "CKernels"]),
        tests("RecognitionTests", ["Recognition", "Inference", "Imaging", "Retail"]),
        tests("PlanogramsTests", ["Planograms", "Markup", "Retail"]),
        tests("MonitoringTests", ["Monitoring", "Retail"]),
        tests("RecordsTests", ["Records", "Retail", grdb]),
        tests("JudgingTests", ["Judging", "Synthesis", "Monitoring", "Retail"]),
        tests("CaptureTests", ["Capture", "Imaging", "Retail"]),
        tests("GateTests", ["Gate", "Imaging", "Retail"]),
        tests("SynthesisTests", ["Synthesis", "Imaging", "Retail"]),
        tests("MessagingTests", ["Messaging", "Retail"]),
        tests("ConsoleTests", ["Console", "ConsoleSupport", "Retail", lifecycle, logging]),
        tests(
            "ApplianceTests",
            ["Appliance", "Capture", "Console", "Monitoring", "Recognition", "Retail", "Imaging", logging]),
        tests("EndToEndTests", ["Console", "Messaging", "Recognition", "Imaging", "Retail"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
