internal import Foundation

extension ProductTable {
    /// The entries of a JSON list, numbered from 1.
    static func jsonRows(
        _ data: Data, path: String, headers: [String: Column]
    ) throws(TableError) -> [Row] {
        let decoder = JSONDecoder()
        decoder.userInfo[headersKey] = headers
        do {
            return try decoder.decode([JSONRow].self, from: data).enumerated().map { number, row in
                Row(number: number + 1, values: row.values, path: row.path)
            }
        } catch {
            throw TableError(path: path, "it is no JSON list: \(reason(error))")
        }
    }

    private static var headersKey: CodingUserInfoKey {
        guard let key = CodingUserInfoKey(rawValue: "headers") else {
            preconditionFailure("any text is a key")
        }
        return key
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context):
            context.underlyingError.map { "\($0)" } ?? context.debugDescription
        case DecodingError.typeMismatch(_, let context): context.debugDescription
        default: "\(error)"
        }
    }

    /// An object of a list: values by name, lengths also within `size`, and the path also as a list.
    ///
    /// What has another type than expected is taken for missing, and reported with the row.
    private struct JSONRow: Decodable {
        private static let lengths: Set<Column> = [.widthMM, .heightMM, .depthMM]

        var values: [Column: String] = [:]
        var path: [String]?

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let headers = decoder.userInfo[ProductTable.headersKey] as? [String: Column] ?? [:]
            guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
            for key in fields.allKeys {
                if key.stringValue == "size" {
                    guard let size = try? fields.nestedContainer(keyedBy: Key.self, forKey: key) else {
                        continue
                    }
                    for length in size.allKeys { take(length, of: size, headers) }
                } else {
                    take(key, of: fields, headers)
                }
            }
        }

        private mutating func take(
            _ key: Key, of fields: KeyedDecodingContainer<Key>, _ headers: [String: Column]
        ) {
            guard let column = headers[TableText.columnName(key.stringValue)] else { return }
            // Asking for the wrong type first would cost more than all the rest.
            if Self.lengths.contains(column), let number = try? fields.decode(Double.self, forKey: key) {
                values[column] = "\(number)"
            } else if column == .path, let names = try? fields.decode([String].self, forKey: key) {
                path = names
            } else if let text = try? fields.decode(String.self, forKey: key) {
                values[column] = text.trimmed
            } else if let number = try? fields.decode(Int.self, forKey: key) {
                values[column] = "\(number)"
            }
        }
    }
}
