internal import Foundation

/// How the settings name a camera: by a path, or by what stays the same when its number changes.
///
/// `serial:0001`, `usb:1-1.2` (the socket, as the kernel numbers it) or `card:Integrated Camera`; anything else is a path,
/// be it `/dev/video0` or a link to it. It is resolved anew at every open.
package enum CameraAddress: Hashable, Sendable {
    case path(String)
    case serial(String)
    case port(String)
    case card(String)

    package init(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        self =
            switch parts.first {
            case "serial" where parts.count == 2: .serial(parts[1])
            case "usb" where parts.count == 2: .port(parts[1])
            case "card" where parts.count == 2: .card(parts[1])
            default: .path(text)
            }
    }

    /// The nodes that the address may mean, in the order of their numbers; a path means itself.
    ///
    /// `devices` is the kernel's folder of them.
    package func nodes(in devices: String = "/sys/class/video4linux") -> [String] {
        if case .path(let path) = self { return [path] }
        return KernelDevice.all(in: devices).filter(matches).map(\.path)
    }

    /// The USB bus of the camera that the address means now; all on one bus share its bandwidth.
    package func usbBus(in devices: String = "/sys/class/video4linux") -> String? {
        let paths = nodes(in: devices).map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        let port = KernelDevice.all(in: devices).first { paths.contains($0.path) }?.port
        return port?.split(separator: "-").first.map(String.init)
    }

    private func matches(_ device: KernelDevice) -> Bool {
        switch self {
        case .path(let path): device.path == path
        case .serial(let serial): device.serial == serial
        case .port(let port): device.port == port
        case .card(let card): device.card == card
        }
    }
}

/// What the kernel's files say of a video node, without opening it.
struct KernelDevice: Hashable, Sendable {
    let path: String
    let card: String
    /// Of a USB camera: which socket it is in, such as `1-1.2`.
    let port: String?
    /// Of a USB camera that has one.
    let serial: String?

    /// All video nodes, in the order of their numbers.
    static func all(in devices: String = "/sys/class/video4linux") -> [KernelDevice] {
        // A machine without the folder has no cameras.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: devices)) ?? []
        let numbers = names.compactMap { $0.hasPrefix("video") ? Int($0.dropFirst("video".count)) : nil }
        return numbers.sorted().map { KernelDevice(number: $0, in: devices) }
    }

    private init(number: Int, in devices: String) {
        path = "/dev/video\(number)"
        let folder = "\(devices)/video\(number)"
        card = Self.line("\(folder)/name") ?? ""
        // `device` leads to an interface of the USB device, whose own folder is the one above.
        let interface = URL(fileURLWithPath: "\(folder)/device").resolvingSymlinksInPath()
        let usb = interface.deletingLastPathComponent()
        let isUSB = FileManager.default.fileExists(atPath: usb.appendingPathComponent("idVendor").path)
        port = isUSB ? usb.lastPathComponent : nil
        serial = isUSB ? Self.line(usb.appendingPathComponent("serial").path) : nil
    }

    private static func line(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
