import Capture
import Foundation
import TestSupport
import Testing

struct CameraAddressTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// The kernel's files for a USB camera at `port` with nodes of these `numbers`.
    private func plug(_ port: String, serial: String?, card: String, numbers: [Int]) throws {
        let files = FileManager.default
        let device = folder.url("devices/\(port)")
        let interface = device.appendingPathComponent("\(port):1.0")
        try files.createDirectory(at: interface, withIntermediateDirectories: true)
        try Data("1209\n".utf8).write(to: device.appendingPathComponent("idVendor"))
        if let serial { try Data("\(serial)\n".utf8).write(to: device.appendingPathComponent("serial")) }
        for number in numbers {
            let node = folder.url("class/video\(number)")
            try files.createDirectory(at: node, withIntermediateDirectories: true)
            try Data("\(card)\n".utf8).write(to: node.appendingPathComponent("name"))
            try files.createSymbolicLink(
                at: node.appendingPathComponent("device"), withDestinationURL: interface)
        }
    }

    private func nodes(_ address: String) -> [String] {
        CameraAddress(address).nodes(in: folder.path("class"))
    }

    @Test func `a camera is found by serial number, socket and name, with all its nodes in order`() throws {
        try plug("1-1.2", serial: "0001", card: "Shelf Camera", numbers: [10, 2])
        try plug("1-1.3", serial: "0002", card: "Other Camera", numbers: [0])
        #expect(nodes("serial:0001") == ["/dev/video2", "/dev/video10"])
        #expect(nodes("usb:1-1.3") == ["/dev/video0"])
        #expect(nodes("card:Shelf Camera") == ["/dev/video2", "/dev/video10"])
    }

    @Test func `two cameras of one make are told apart by their sockets`() throws {
        try plug("1-1", serial: nil, card: "Camera", numbers: [0])
        try plug("2-1", serial: nil, card: "Camera", numbers: [1])
        #expect(nodes("card:Camera").count == 2)
        #expect(nodes("usb:2-1") == ["/dev/video1"])
    }

    @Test func `cameras on one USB bus are told by it, others have none`() throws {
        try plug("3-1.2", serial: "0001", card: "Camera", numbers: [0])
        try plug("3-4", serial: "0002", card: "Camera", numbers: [2])
        let buses = ["serial:0001", "usb:3-4", "/dev/video2", "/dev/video7", "serial:9"].map {
            CameraAddress($0).usbBus(in: folder.path("class"))
        }
        #expect(buses == ["3", "3", "3", nil, nil])
    }

    @Test func `a path means itself, also one with a colon in it`() {
        #expect(nodes("/dev/video7") == ["/dev/video7"])
        #expect(
            nodes("/dev/v4l/by-path/pci-0000:00:14.0-usb-0:1:1.0") == [
                "/dev/v4l/by-path/pci-0000:00:14.0-usb-0:1:1.0"
            ])
    }

    @Test func `what is not plugged in is no camera`() {
        #expect(nodes("serial:9").isEmpty)
        #expect(throws: CaptureError.noDevice(path: "serial:9")) {
            try V4L2Camera(path: "serial:9", name: "x", request: CaptureRequest())
        }
    }
}

struct CameraControlTests {
    @Test func `a driver's words become a name`() {
        #expect(CameraControl.name(of: "White Balance, Automatic") == "white_balance_automatic")
        #expect(CameraControl.name(of: "Exposure Time, Absolute") == "exposure_time_absolute")
        #expect(CameraControl.name(of: "  ---  ") == "")
    }

    @Test func `a value out of range or between two steps is refused with what is allowed`() {
        let control = CameraControl(name: "focus", range: 0...250, step: 5, standard: 0, value: 0)
        #expect(control.objection(to: 30) == nil)
        #expect(control.objection(to: 251) == "focus is 0 to 250, not 251")
        #expect(control.objection(to: 7) == "focus goes in steps of 5 from 0, so not 7")
    }
}
