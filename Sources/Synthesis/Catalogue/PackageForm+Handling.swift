import Retail

/// How shops put packages on their shelves.
extension PackageForm {
    /// Whether one may stand on another.
    var mayStack: Bool {
        switch self {
        case .box, .can, .tub, .multipack: true
        case .bottle, .bag, .jar, .tube, .tray, .hanging: false
        }
    }

    /// Whether it has no corners that keep it facing the front.
    var isRound: Bool {
        switch self {
        case .can, .bottle, .jar, .tub: true
        case .box, .bag, .tube, .tray, .multipack, .hanging: false
        }
    }

    /// Whether it cannot stand well and leans back.
    var leans: Bool { [.bag, .tray, .hanging].contains(self) }
}
