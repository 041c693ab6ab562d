extension Schema {
    private static let point = Schema.list(.number, count: 2...2)
    private static let points = Schema.list(point)

    /// What requests and answers are made of, by name.
    static let components: [String: Schema] = answers.merging(drafts) { $1 }.merging(shelf) { $1 }
        .merging(access) { $1 }

    private static let access: [String: Schema] = [
        "Problem": .object([
            "type": .text, "title": .text, "status": .integer, "detail": .text,
            "fields?": .list(.named("FieldProblem")),
            "revision?": .text,
        ]),
        "FieldProblem": .object(["path": .text, "line?": .integer, "reason": .text]),
        "Session": .object([
            "state": .choice(["first_run", "signed_out", "signed_in"]), "name?": .text,
            "role?": .named("Role"),
            "csrf?": .text, "store?": .text, "device?": .text, "version?": .text,
        ]),
        "Role": .choice(Role.allCases.map(\.rawValue)),
        "Credentials": .object(["name": .named("AccountName"), "password": .text(1...256)]),
        "AccountName": .pattern("^[A-Za-z0-9._@-]{1,64}$"),
        "NewPassword": .text(10...256),
        "Account": .object(["name": .named("AccountName"), "role": .named("Role"), "created": .time]),
        "Token": .object([
            "id": .text, "name": .text, "role": .named("Role"), "created": .time, "token?": .text,
        ]),
        "AuditEntry": .object([
            "id": .integer, "time": .time, "who": .text, "role?": .named("Role"), "address": .text,
            "action": .text,
            "target": .text, "outcome": .text,
        ]),
    ]

    private static let answers: [String: Schema] = [
        "Overview": .object([
            "store": .text, "device": .text, "version": .text, "skus": .integer, "health": .named("Health"),
            "cameras": .list(.named("Camera")), "zones": .list(.named("ZoneSummary")), "open": .map(.integer),
        ]),
        "Health": .object([
            "status": .choice(["ok", "bad"]),
            "problems": .list(.object(["part": .text, "name?": .text, "reason": .text, "since": .text])),
        ]),
        "ZoneSummary": .object([
            "id": .text, "camera": .text, "planogram": .text, "bay?": .text, "figures?": .named("Figures"),
            "open_deviations": .integer,
        ]),
        "PictureSize": .object(["width": .integer(1...100_000), "height": .integer(1...100_000)]),
        "Camera": .object([
            "id": .text, "state": .text, "is_fine": .boolean, "detail": .text, "hint": .text, "since?": .time,
            "captured_at?": .time, "picture_size?": .named("PictureSize"), "source": .text,
            "zones": .list(.text),
            "guards_view": .boolean, "has_reference_view": .boolean, "controls": .list(.named("Control")),
        ]),
        "Control": .object([
            "name": .text, "kind": .text, "minimum": .integer, "maximum": .integer, "step": .integer,
            "standard": .integer, "value?": .integer,
            "choices": .list(.object(["value": .integer, "name": .text])),
        ]),
        "Figures": .object([
            "zone": .text, "time": .time, "seconds?": .number, "on_shelf_availability?": .share,
            "facings_planned?": .number, "facings_found?": .number, "compliance?": .share,
            "components?": .object([
                "presence": .share, "shelf": .share, "position": .share, "facings": .share, "order": .share,
            ]),
            "observed_share": .share, "share_of_shelf": .map(.share),
        ]),
        "SKUFigures": .object([
            "zone": .text, "gtin": .text, "name": .text, "time": .time, "seconds": .number,
            "on_shelf_availability": .share, "facings_planned": .number, "facings_found": .number,
        ]),
        "Settings": .object(["revision": .text, "yaml": .text, "values": .anything, "pending": .list(.text)]),
        "SettingsCheck": .object([
            "problems": .list(.named("FieldProblem")),
            "effects": .list(.object(["path": .text, "from?": .text, "to?": .text, "effect": .text])),
            "diff": .text, "yaml": .text,
        ]),
        "SettingsRevision": .object(["revision": .text, "time": .text, "by": .text, "summary": .text]),
        "SettingsRevisionDetail": .object([
            "revision": .named("SettingsRevision"), "yaml": .text, "diff": .text,
        ]),
        "SettingsChange": .either([
            .object(["yaml": .text(0...900_000)]), .object(["values": .map(.anything)]),
        ]),
    ]

    private static let drafts: [String: Schema] = [
        "Zone": .draft([
            "id": .text(1...100), "camera": .text(1...100), "planogram": .text(1...100),
            "bay?": .text(1...100), "picture_size": .named("PictureSize"),
            "corners?": .list(pixel, count: 0...4),
            "points?": .list(.object(["pixel": pixel, "mm": pixel]), count: 0...500),
            "outline?": .list(pixel, count: 0...500),
            "masks?": .list(
                .object(["kind": .text(1...20), "outline": .list(pixel, count: 0...500)]), count: 0...100),
            "max_residual_mm?": .number(0...10_000), "follow_share?": .share, "price_tags?": .text(1...20),
        ]),
        "ZoneList": .object(["revision": .text, "zones": .list(.named("Zone"))]),
        "ZoneCheck": .object([
            "problems": .list(.named("FieldProblem")), "residuals_mm": .list(.number),
            "median_residual_mm?": .number, "boards": .list(points), "bay_outline": points,
            "slots": .list(
                .object([
                    "position": .text, "shelf": .text, "gtin": .text, "name": .text, "outline": points,
                    "visible_share": .share,
                ])),
        ]),
        "ZoneProposal": .object([
            "zone": .named("Zone"), "check": .named("ZoneCheck"), "summary": .text, "captured_at": .time,
        ]),
        "DryRun": .object([
            "captured_at": .time, "figures": .named("Figures"), "findings": .list(.named("Finding")),
            "slots": .list(.named("SlotState")), "warnings": .list(.named("FieldProblem")),
        ]),
        "Planogram": .object([
            "id": .text, "name?": .text, "revision": .integer,
            "bays": .list(
                .object([
                    "id": .text, "name?": .text, "width_mm": .number, "height_mm": .number,
                    "positions": .integer,
                ])),
        ]),
        "BayPlan": .object([
            "planogram": .text, "bay": .text, "name?": .text, "width_mm": .number, "height_mm": .number,
            "shelves": .list(
                .object([
                    "id": .text, "surface_mm": .number, "clearance_mm": .number,
                    "slots": .list(
                        .object([
                            "position": .text, "gtin": .text, "name": .text, "x_mm": .number, "y_mm": .number,
                            "width_mm": .number, "height_mm": .number, "facings": .integer,
                        ])),
                ])),
        ]),
    ]

    private static let shelf: [String: Schema] = [
        "Product": .object(["gtin": .text, "path": .list(.text), "name": .text]),
        "Seen": .object([
            "levels": .list(.object(["level": .text, "name": .text, "probability": .share])), "gtin?": .text,
            "name": .text,
        ]),
        "SlotState": .object([
            "position": .text, "shelf": .text, "state": .text, "is_open": .boolean, "severity?": .text,
            "deviation?": .text, "expected": .named("Product"), "facings": .integer,
            "facings_found?": .integer,
            "outline": points, "x_mm": .number, "y_mm": .number, "width_mm": .number, "height_mm": .number,
        ]),
        "Shelf": .object([
            "zone": .text, "camera": .text, "planogram": .text, "bay": .text, "width_mm": .number,
            "height_mm": .number, "picture_size": .named("PictureSize"), "seen_at?": .time,
            "figures?": .named("Figures"), "slots": .list(.named("SlotState")),
            "hints": .list(.named("Deviation")),
        ]),
        "SlotDetail": .object([
            "slot": .named("SlotState"),
            "units": .list(.object(["seen": .named("Seen"), "confidence": .share, "outline": points])),
            "look_alikes": .list(.named("Product")),
            "evidence": .list(.object(["time": .time, "kind": .text, "evidence": .number])),
            "opens_at": .number, "closes_at": .number, "open": .list(.named("Deviation")),
        ]),
        "Finding": .object([
            "kind": .text, "shelf": .text, "position": .text, "expected?": .named("Product"),
            "expected_facings": .integer, "facings_found": .integer, "seen?": .named("Seen"),
            "belongs_to?": .text,
            "confidence": .share,
        ]),
        "Deviation": .object([
            "id": .text, "camera": .text, "zone": .text, "bay": .text, "finding": .named("Finding"),
            "severity": .text, "since": .time, "confirmations": .integer, "acknowledged?": .text,
            "closed?": .time,
            "has_picture": .boolean,
        ]),
    ]

    private static let pixel = Schema.list(.number(-1_000_000...1_000_000), count: 2...2)
}
