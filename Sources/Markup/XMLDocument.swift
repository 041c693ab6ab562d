/// A document of XML, read element by element: the memory does not grow with it.
///
/// A document that declares a type of its own is refused: with declarations come entities, which can blow a reader up or
/// make it read other files, and no file of the trade has any.
package enum XMLDocument {
    /// Tells `follower` what `bytes` hold, from the first element to the last.
    ///
    /// `encoding` is that of the bytes; `nil` takes the document's own word for it (UTF-8, UTF-16, ISO 8859-1 or ASCII).
    /// Throws if the document is not well-formed, and what `follower` throws: it may have heard of elements by then.
    package static func read(
        _ bytes: [UInt8], encoding: Encoding? = nil, follower: any XMLFollower
    ) throws(XMLFault) {
        try XMLReader(follower, encoding: encoding?.rawValue).read(bytes)
    }

    /// How the characters of a document are written.
    package enum Encoding: String {
        case utf8 = "UTF-8"
    }
}

/// Listens to a document as it is read; names are as written, with the prefixes of their namespaces.
package protocol XMLFollower: AnyObject {
    /// An element begins on `line`, counted from 1. What is thrown ends the reading.
    func started(_ name: String, _ attributes: [String: String], line: Int) throws(XMLFault)

    /// An element ends on `line`. What is thrown ends the reading.
    func ended(_ name: String, line: Int) throws(XMLFault)

    /// Text between elements, a piece at a time.
    func found(_ characters: String)
}

extension XMLFollower {
    package func ended(_ name: String, line: Int) throws(XMLFault) {}
    package func found(_ characters: String) {}
}

/// Why a document can't be read, and the line where it can't, counted from 1.
package struct XMLFault: Error, CustomStringConvertible {
    package let line: Int
    package let reason: String

    package init(line: Int, _ reason: String) {
        (self.line, self.reason) = (line, reason)
    }

    package var description: String { "line \(line): \(reason)" }
}
