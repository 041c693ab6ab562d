import Foundation
import Retail

/// Reads planograms in any of the trade's forms.
package enum PlanogramImport {
    /// Reads the file at `path`; its name without folder and extension is the id where the file has none.
    ///
    /// Throws `ImportError` with line, field and reason of everything that is wrong; then nothing was taken over.
    package static func read(path: String, options: ImportOptions = ImportOptions()) throws(ImportError)
        -> ImportedPlan
    {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ImportError(
                file: path,
                "cannot be read (\(PlanogramFile.reason(error))): check the path and its permissions")
        }
        var options = options
        options.fallbackID = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        return try decode(Array(data), file: path, options: options)
    }

    /// Reads the bytes of a file; `file` is the name that errors give, and its ending tells CSV from what else text may be.
    package static func decode(
        _ bytes: [UInt8], file: String, options: ImportOptions = ImportOptions()
    ) throws(ImportError) -> ImportedPlan {
        guard !bytes.isEmpty else { throw ImportError(file: file, "the file is empty") }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            let rows = try XLSXReader.rows(bytes, sheet: options.sheet, file: file)
            return try ListImport.plan(
                rows, format: .xlsx, hasDecimalComma: false, file: file, options: options)
        }
        let isJapanese = isPTS(bytes)
        let text = try TradeText.decode(bytes, otherwise: isJapanese ? .shiftJIS : .windows1252, file: file)
        let start = text.drop(while: \.isWhitespace).first
        if isJapanese || text.hasPrefix(PTSImport.signature) {
            return try PTSImport.plan(text, file: file, options: options)
        }
        if text.prefix(64).uppercased().contains("PROSPACE SCHEMATIC FILE")
            || file.lowercased().hasSuffix(".psa")
        {
            return try PSAImport.plan(text, file: file, options: options)
        }
        if start == "{" || start == "[" { return try json(text, bytes, file: file, options: options) }
        return try csv(text, file: file, options: options)
    }

    /// The signature's first characters in Shift_JIS.
    private static func isPTS(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x8B, 0xA4, 0x92, 0xCA, 0x92, 0x49])
            || bytes.starts(with: [0x22, 0x8B, 0xA4, 0x92, 0xCA])
    }

    private static func json(
        _ text: String, _ bytes: [UInt8], file: String, options: ImportOptions
    ) throws(ImportError) -> ImportedPlan {
        if let json = try? JSONText.parse(Array(text.utf8)), AzureImport.recognises(json) {
            return try AzureImport.plan(text, file: file, options: options)
        }
        do {
            var plan = ImportedPlan(format: .native)
            plan.planograms = try PlanogramFile.decode(Data(bytes), file: file)
            return plan
        } catch .invalid(_, let problems) {
            throw ImportError(
                file: file,
                faults: problems.map { ImportFault(line: nil, field: $0.place, reason: $0.message) })
        } catch .malformed(_, let reason) {
            throw ImportError(file: file, "is not JSON: \(reason)")
        } catch .unknownVersion(_, let found) {
            throw ImportError(file: file, field: "schema_version", "\(found) is not known here: expected 1")
        } catch {
            throw ImportError(file: file, "\(error)")
        }
    }

    private static func csv(_ text: String, file: String, options: ImportOptions) throws(ImportError)
        -> ImportedPlan
    {
        // The header has no commas, semicolons or tabs of its own: the one it has most of separates.
        let header = text.prefix { !$0.isNewline }.unicodeScalars
        let separators: [Unicode.Scalar] = [",", ";", "\t"]
        let counts = separators.map { separator in header.count { $0 == separator } }
        let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        let separator = separators[counts[best] > 0 ? best : 0]
        let rows: [CSVText.Row]
        do {
            rows = try CSVText.rows(of: text, separator: separator)
        } catch {
            throw ImportError(file: file, "\(error): the file may be cut off")
        }
        return try ListImport.plan(
            rows, format: .csv, hasDecimalComma: separator != ",", file: file, options: options)
    }
}
