import CExpat

/// The border with expat, which reads one document.
///
/// `@safe`: the handle is made here, closed by `deinit`, and never leaves the value; expat calls back only while `read`
/// runs, and so while the reader that it is given as its context lives.
@safe
final class XMLReader {
    /// Bytes that expat takes at once: it counts them in 32 bits.
    private static let piece = 1 << 20

    private let parser: XML_Parser
    private let follower: any XMLFollower
    private var fault: XMLFault?

    init(_ follower: any XMLFollower, encoding: String?) {
        guard let parser = unsafe XML_ParserCreate(encoding) else {
            preconditionFailure("no memory for a reader of XML")
        }
        unsafe self.parser = parser
        self.follower = follower
    }

    deinit { unsafe XML_ParserFree(parser) }

    func read(_ bytes: [UInt8]) throws(XMLFault) {
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { context, name, attributes in unsafe XMLReader.of(context)?.start(name, attributes) },
            { context, name in unsafe XMLReader.of(context)?.end(name) })
        unsafe XML_SetCharacterDataHandler(parser) { context, text, count in
            unsafe XMLReader.of(context)?.take(text, count)
        }
        unsafe XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            unsafe XMLReader.of(context)?.refuseDeclarations()
        }
        var next = 0
        repeat {
            let end = min(next + Self.piece, bytes.count)
            let status = unsafe bytes[next..<end].withUnsafeBytes { piece in
                unsafe XML_Parse(
                    parser, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count),
                    end == bytes.count ? 1 : 0)
            }
            if let fault { throw fault }
            guard status == XML_STATUS_OK else {
                let reason = unsafe String(cString: XML_ErrorString(XML_GetErrorCode(parser)))
                throw XMLFault(line: line, "this is no well-formed XML: \(reason)")
            }
            next = end
        } while next < bytes.count
    }

    private var line: Int { unsafe Int(XML_GetCurrentLineNumber(parser)) }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
        unsafe context.map { unsafe Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    /// expat may call for what it has read already after it was stopped: nobody hears of that.
    private func tell(_ event: () throws(XMLFault) -> Void) {
        guard fault == nil else { return }
        do throws(XMLFault) { try event() } catch { stop(error) }
    }

    private func stop(_ fault: XMLFault) {
        self.fault = fault
        _ = unsafe XML_StopParser(parser, XML_Bool(0))
    }

    private func start(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let name = unsafe name else { return }
        // Names and values in turns, up to a null. expat refuses a name that comes twice.
        var known: [String: String] = [:]
        var place = 0
        while let key = unsafe attributes?[place], let value = unsafe attributes?[place + 1] {
            unsafe known[String(cString: key)] = unsafe String(cString: value)
            place += 2
        }
        tell { () throws(XMLFault) in
            try follower.started(unsafe String(cString: name), known, line: line)
        }
    }

    private func end(_ name: UnsafePointer<XML_Char>?) {
        guard let name = unsafe name else { return }
        tell { () throws(XMLFault) in try follower.ended(unsafe String(cString: name), line: line) }
    }

    private func take(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard let text = unsafe text else { return }
        tell { () throws(XMLFault) in
            let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(count))
            follower.found(unsafe String(decoding: bytes, as: UTF8.self))
        }
    }

    private func refuseDeclarations() {
        tell { () throws(XMLFault) in
            throw XMLFault(line: line, "it declares entities or a type of its own, which are not read")
        }
    }
}
