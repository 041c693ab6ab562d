import Foundation

/// Excel workbooks for tests.
enum Workbooks {
    /// A list on the second of two sheets, "Plan", as a spreadsheet program saved it: packed, with texts in their cells.
    static let saved =
        Data(
            base64Encoded: """
                UEsDBBQAAAAIAAAAIVyl4RtYHwEAAGAEAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbMVUy07DMBD8lcjXKnbpgQNqeqFcoQd+
                wCSbxopf8m5L+vdsEloJVFqqIHGJFe/szHjH8vL1EAGzzlmPhWiI4oNSWDbgNMoQwXOlDslp4t+0VVGXrd6CWszn96oMnsBT
                Tj2HWC3XUOudpeyp4200wRcigUWRPY7AXqsQOkZrSk1cV3tffVPJPxUkdw4YbEzEGQNEps5KDKUfFY6NL3tIyVSQbXSiZ+0Y
                pjqrkA4WUF7mOOMy1LUpoQrlznGLxJhAV9gAkLNyJJ1dkSYeMozfu8kGBpqLigzdpBCRU0twu94xlr47j0wEicyVQ54kmXvy
                CaFPvILqt+I84feQ2iETVMMyfcxfcz7x32pk8Z9G3kJo//rC96t02viTATU8LKsPUEsDBBQAAAAIAAAAIVy3R+uKwAAAABYC
                AAALAAAAX3JlbHMvLnJlbHOdkktuAjEMQK8SZV9MqcQCMazYsEOIC7iJ56OZxJFjxPT2jdjAIGgRS/+eni2vDzSgdhxz26Vs
                xjDEXNlWNa0AsmspYJ5xolgqNUtALaE0kND12BAs5vMlyC3Dbta3THP8SfQKkeu6c7RldwoU9QH4rsOaI0pDWtlxgDNL/83c
                zwrUmp2vrOz8pzXwpszz9SCQokdFcCz0kaRMi3aUrz6e3b6k86VjYrR43+j/89CoFD35v50wpYnS10UJJm+w+QVQSwMEFAAA
                AAgAAAAhXIdO/xZBAQAAZQIAAA8AAAB4bC93b3JrYm9vay54bWyNkWFLwzAQhv9KyQ+wXdGBY90XhzqQOZzse9pc12NJriTX
                TffrTVqqBUH8lN57d0/fN1leyJ1KolPyYbT1C1eIhrldpKmvGjDS31ALNvRqckZyKN0xpbrGCtZUdQYsp3mWzVMHWjKS9Q22
                Xgy0/7B860Aq3wCw0QPKSLRitRyd7VySTitiqOKfohqVA8LF/wzEMjmjxxI18mch+m8NIjFo0eAVVCEykfiGLs/k8EqWpd5X
                jrQuxGxoHMAxVr/kfbT5LkvfKyzLt5i5EPMsAGt0nvuJni+DyTOE4aHqmB5RM7i1ZHhy1LVojz0mxEgnOfqrGM/ESgOF2IbM
                PloI0kYNdjhwJuHcAkPDbdRAnG7vtLST5fyP5XywM3pQUKMFtQ0YHxvhRqrwHPHobeS3d7P7kLzT+iFor/aFpPoONb7I6gtQ
                SwMEFAAAAAgAAAAhXKteci60AAAAjQIAABoAAAB4bC9fcmVscy93b3JrYm9vay54bWwucmVsc8WSTQqDMBBGrxJyAEdt6aKo
                q27cFi8QdPzBxITMlOrtK7pQoYtupKvwTcj7HkySJ2rFnR2o7RyJ0eiBUtkyuzsAlS0aRYF1OMw3tfVG8Rx9A06VvWoQ4jC8
                gd8zZJbsmaKYHP5CtHXdlfiw5cvgwF/A8La+pxaRpSiUb5BTCaPexgTLEQUzWYq8SqXPq0gK+LdRfDCKzzQinjTSprPmQ//l
                zH6e3+JWv8R1eFzLdZGAw+/LPlBLAwQUAAAACAAAACFc28bKbUABAAAeAgAAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnht
                bE1S226DMAz9lSgf0NBJu6gCpLbTtD1Mqlpte07BQNQkZok7tr+fA709IHx8OT4+kA8YDrEDIPHrrI+F7Ij6hVKx6sDpOMMe
                PFcaDE4Tw9Cq2AfQ9TjkrLrLsgfltPGyzMfcJpQ5HskaD5sg4tE5Hf5WYHEo5FyeE1vTdjQmVJn3uoUd0EfPAwzVhac2Dnw0
                6EWAppDL+WI5TYwdnwaGeBOLdMwe8ZDAW13ILGkCCxUlCs2vH1iDtYmJlXyfSOV1aZq8jc/0L+P9LG+vI6zRfpmaukI+SVFD
                o4+Wtji8wumm+6vEZ026zAMOIqRjy7xKQVrJjcYnk3YUOG94E5VO1yDYa6EFQaRcEYtJJVXxwzRnbRNv8u1dh9b4KCw0TJnN
                Hnl7mIRMgLAffd4jEbox7Pj7QUgNXG8Q6QKSEZdfovwHUEsDBBQAAAAIAAAAIVy/5Y6lygIAADQKAAAYAAAAeGwvd29ya3No
                ZWV0cy9zaGVldDIueG1shVZbc6IwFP4rDA99lEsAtUVmqlSxdXc67d5eIwbJFAgbYt3ur9+EthRokn1wTPKdLzmXjzMnPBP6
                1OQIMeNPWVTNwswZqy8tq0lzVMJmQmpUcSQjtISMb+nRamqK4KEllYXl2nZglRBXZhS2Z/c0CsmJFbhC99RoTmUJ6csSFeS8
                MB3z/eABH3PWHlhRWMMjekTse80JfGt19xxwiaoGk8qgKFuY187lLmgZrcUPjM5Nb22IYPaEPInN9rAwbeETKlDKxBWQ/z2j
                FSoKcRP35PfbpebHo4LZX79fv27j5+7tYYNWpPiJDyxfmDPTOKAMngr2QM4JeovJ/3AxhgxGISVng4pgozAVC/EkN8SVSNIj
                o/wc85dYtIQvocW4A2JrpW/mS5X5Y46KzKjIREJaqUgJofgvqRgsjG0sIcYq4s31V4n5jco8Rk1KcS1SL6GtVbQ1THF1bIwz
                PiAJb/M/Xs6LIOElKt4voywl9luVfVt5OedWU1YRD5M5dqcj5a2kJKydUhInmsEUfXLQ4hrshOh2QnTba8S3+xw5ofXcV50G
                W2mwuI95vDuAmQMAmIOR3Y2rCOGef/LGBSzrK6Pmfca4KNjVvjihiyO7kimp/x4YvrHR+Jn0MXuIbQe8mT3xh/jtALftEf2u
                D7uf4N2I3aGDIoGuSEBTJA226mPuqEhAkXx/bjsu8MTPn8o+dxXxG4Ky4mh82GiwBAwzOCrPIGpfkUCvS6CnSaCndmKl4cV9
                bAp8B/hgOhK4p0jV5iTrHmvNaxsNlngaHfexYCzDPuirZOibo4OgS2ugTt0y0OhSg8WBImfz6cx2bQdM54HryXSpIi75PCDL
                tsaJjQZLBtg43QPQHaG3fXT+qWcE+p4RaHuG1Zs2xDT1BdIj5m20QBln2ZMpn0no63jyumGkbqevPWGMlO0y51MdosKA4xkh
                rNuI8agbFKN/UEsBAhQDFAAAAAgAAAAhXKXhG1gfAQAAYAQAABMAAAAAAAAAAAAAAIABAAAAAFtDb250ZW50X1R5cGVzXS54
                bWxQSwECFAMUAAAACAAAACFct0frisAAAAAWAgAACwAAAAAAAAAAAAAAgAFQAQAAX3JlbHMvLnJlbHNQSwECFAMUAAAACAAA
                ACFch07/FkEBAABlAgAADwAAAAAAAAAAAAAAgAE5AgAAeGwvd29ya2Jvb2sueG1sUEsBAhQDFAAAAAgAAAAhXKteci60AAAA
                jQIAABoAAAAAAAAAAAAAAIABpwMAAHhsL19yZWxzL3dvcmtib29rLnhtbC5yZWxzUEsBAhQDFAAAAAgAAAAhXNvGym1AAQAA
                HgIAABgAAAAAAAAAAAAAAIABkwQAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnhtbFBLAQIUAxQAAAAIAAAAIVy/5Y6lygIAADQK
                AAAYAAAAAAAAAAAAAACAAQkGAAB4bC93b3Jrc2hlZXRzL3NoZWV0Mi54bWxQSwUGAAAAAAYABgCLAQAACQkAAAAA
                """.filter { !$0.isWhitespace }) ?? Data()

    /// A workbook with one sheet of texts that it shares, its parts not packed.
    static func shared(_ rows: [[String]]) -> [UInt8] {
        var strings = ""
        var sheet = ""
        var count = 0
        for (line, row) in rows.enumerated() {
            sheet += "<row r=\"\(line + 1)\">"
            for (column, text) in row.enumerated() {
                strings +=
                    "<si><r><t>\(text.prefix(1))</t></r><r><t>\(text.dropFirst())</t></r><rPh><t>x</t></rPh></si>"
                sheet +=
                    "<c r=\"\(Character(Unicode.Scalar(UInt8(65 + column))))\(line + 1)\" t=\"s\"><v>\(count)</v></c>"
                count += 1
            }
            sheet += "</row>"
        }
        return workbook(
            sheet: "<worksheet><sheetData>\(sheet)</sheetData></worksheet>", strings: "<sst>\(strings)</sst>")
    }

    /// A workbook with one sheet, given as XML.
    static func workbook(sheet: String, strings: String? = nil) -> [UInt8] {
        var parts = [
            (
                "xl/workbook.xml",
                #"<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
            (
                "xl/_rels/workbook.xml.rels",
                #"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
            ("xl/worksheets/sheet1.xml", sheet),
        ]
        if let strings { parts.append(("xl/sharedStrings.xml", strings)) }
        return archive(parts)
    }

    /// A zip archive of parts that are not packed.
    static func archive(_ parts: [(name: String, text: String)]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, text) in parts {
            let content = Array(text.utf8)
            let sizes =
                little(checksum(content), 4) + little(UInt32(content.count), 4)
                + little(UInt32(content.count), 4)
            // Version 2.0, no flags, not packed, midnight of 1 January 1980.
            let common = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(33, 2) + sizes
            let place = UInt32(file.count)
            let nameLength = little(UInt32(name.utf8.count), 2)
            file += [0x50, 0x4B, 3, 4] + common + nameLength + little(0, 2) + Array(name.utf8) + content
            directory +=
                [0x50, 0x4B, 1, 2] + little(20, 2) + common + nameLength + little(0, 12) + little(place, 4)
            directory += Array(name.utf8)
        }
        let count = little(UInt32(parts.count), 2)
        return file + directory + [0x50, 0x4B, 5, 6] + little(0, 4) + count + count
            + little(UInt32(directory.count), 4) + little(UInt32(file.count), 4) + little(0, 2)
    }

    private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { $0 < 4 ? UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) : 0 }
    }

    /// CRC-32 as zip has it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
