// Every word that people read. A translation is a copy of this file; numbers come as arguments, so that each language forms
// its own plurals.

const plural = new Intl.PluralRules("en");
const many = (count, one, other) => `${count} ${plural.select(count) === "one" ? one : other}`;
const states = {
  ok: "As planned", not_observed: "Not observed", out_of_stock: "Out of stock", front_gap: "Gap at the front",
  low_facings: "Too few facings", extra_facings: "Too many facings", foreign_product: "Foreign product", misplaced: "Misplaced",
  wrong_order: "Wrong order", wrong_orientation: "Turned or laid", price_tag_missing: "Price tag missing", unverified: "Not verified",
  view_changed: "View changed", planogram_outdated: "Planogram out of date?",
};
const corners = ["lower left", "lower right", "upper right", "upper left"];
const roles = { viewer: "viewer", operator: "operator", admin: "administrator" };
const point = ([x, y]) => `${x.toFixed(1)}, ${y.toFixed(1)}`;
const list = (words) => new Intl.ListFormat("en").format(words);

export const t = {
  app: {
    name: "Gondola", skip: "To the content", navigation: "Parts of the console", loading: "Loading…", cancel: "Cancel",
    failed: "This can't be shown", noLive: "No live updates at the moment",
    title: (view, store) => `${view} – ${store ?? "Gondola"}`, place: (store, device) => `${store} · ${device ?? ""}`,
    role: (role) => ` (${role})`,
    leave: { title: "Leave without saving?", text: "What you have changed here is not saved.", yes: "Leave", kind: "danger" },
  },
  places: {
    overview: "Overview", cameras: "Cameras", zones: "Zones", deviations: "Deviations", figures: "Figures", settings: "Settings",
    accounts: "Accounts",
  },
  roles, states, severities: { high: "High", medium: "Medium", low: "Low" },
  levels: { department: "Department", category: "Category", brand: "Brand", product: "Product", sku: "SKU" },
  times: {
    seconds: (count) => `${many(count, "second", "seconds")} ago`, minutes: (count) => `${many(count, "minute", "minutes")} ago`,
    hours: (count) => `${many(count, "hour", "hours")} ago`, days: (count) => `${many(count, "day", "days")} ago`,
  },
  errors: {
    unreachable: "The appliance does not answer. Check the network and that it is switched on.", again: "Try again",
    status: (status) => `The appliance answered with an error (${status}).`,
    field: ({ path, reason }) => (path ? `${path}: ${reason}` : reason),
  },
  signIn: {
    title: "Sign in", titleOf: (store) => `Sign in to ${store}`, in: "Sign in", out: "Sign out", name: "Name", password: "Password",
    wrong: "Name or password is wrong.", ended: "Your session has ended. Sign in again.",
    wait: (seconds) => `Too many wrong passwords. Try again in ${many(seconds, "second", "seconds")}.`,
    first: "Set up this console",
    firstText: "Nobody has an account yet. Choose the name and password of the first administrator. Until then the console can be reached from this computer only.",
    newPassword: "New password", again: "Password, once more", create: "Create the account",
    noName: "Give a name.", tooShort: "A password has at least 10 characters.", differ: "The two passwords differ.",
    strengthLabel: "Strength of the password",
    strength: (grade, length = 0) => [
      length ? `${many(10 - length, "character", "characters")} to go.` : "At least 10 characters; a few words make a good one.",
      "Easy to guess.", "Good.", "Strong."][grade],
  },
  me: {
    title: "Your account", text: (name, role) => `You are signed in as ${name}, ${role}.`, password: "Change your password",
    old: "Present password", change: "Change the password", changed: "Your password is changed.", wrongOld: "The present password is wrong.",
  },
  overview: {
    device: (device, version, skus) => `${device} · version ${version} · ${skus.toLocaleString("en")} SKUs in the catalogue`,
    fine: "Everything works.", problems: "What does not work", since: (time) => `since ${time}`, open: "Open deviations:",
    noneOpen: "No deviation is open.", toDeviations: "show them", noZones: "There is no zone yet. Draw one at a camera.",
    zoneOf: (camera, planogram, bay) => `camera ${camera}, planogram ${planogram}${bay ? `, bay ${bay}` : ""}`,
    openDeviations: "Open deviations", seen: (ago) => `seen ${ago}`, notSeen: "Not seen yet.",
  },
  cameraStates: {
    streaming: "Streaming", no_device: "No device", busy: "In use by something else", permission: "No permission",
    no_bandwidth: "No USB bandwidth", no_usb_bandwidth: "No USB bandwidth", no_signal: "No signal", unusable: "Unusable",
    stalled: "Stalled", bad_frames: "Damaged pictures", format_lost: "Format lost", hanging: "Driver hangs", lost: "Lost", ended: "Ended",
    moved: "Moved", covered: "Covered", blurred: "Blurred", dark: "Dark", bright: "Dazzled", frozen: "Frozen",
  },
  cameras: {
    none: "There is no camera in the settings.", rescan: "Look at everything anew", rescanned: "All cameras are looked at anew.",
    alt: (id) => `What camera ${id} sees now`, since: (ago) => `for ${ago.replace(/ ago$/, "")}`, hint: (hint) => `What to do: ${hint}`,
    title: (id) => `Camera ${id}`, watches: "Zones:", noZones: "No zone uses this camera yet.",
    source: (source, size) => (size ? `${source} · ${size.width} × ${size.height} pixels` : source),
    view: "The right view", viewText: "The camera is compared with this picture. If it was moved on purpose, accept what it sees now.",
    reference: "Reference", present: "Now", noReference: "There is no reference picture yet.",
    referenceAlt: (id) => `Reference picture of camera ${id}`, accept: "Accept this view",
    acceptText: "From now on what the camera sees at present is its right view. Zones stay where they are drawn: check them afterwards.",
    accepted: "The present view is the new reference.",
  },
  controls: {
    title: "Controls of the camera", text: "Changes hold at once, and until the settings are read anew.", unknown: "not known",
    standard: (value) => `Standard (${value})`, standardOf: (name) => `Set ${name} to its standard`,
    live: "The camera has taken this over. To keep it, save it in the settings.", keep: "Save in the settings",
    kept: "Saved in the settings.", notInSettings: "This camera is not in the settings file.",
  },
  pictures: { loading: "Waiting for a picture…", broken: "The picture can't be read.", taken: (ago) => `taken ${ago}` },
  zones: {
    none: "There is no zone yet.", draw: "Draw a zone", drawText: "Choose the camera that sees the shelf.", edit: "Edit the zone",
    editOf: (id) => `Edit zone ${id}`, head: ["Zone", "Camera", "Planogram", "Actions"], bayOf: (planogram, bay) => `${planogram}, bay ${bay}`,
    newTitle: (camera) => `New zone at camera ${camera}`, editTitle: (id) => `Zone ${id}`, unknown: (id) => `There is no zone ${id}.`,
    noCamera: (id) => `There is no camera ${id}.`,
  },
  editor: {
    stage: "Picture of the camera. Arrow keys move it, plus and minus zoom, Enter sets a point at the cross in the middle.",
    toolbar: "Tools", tools: { corners: "Corners", points: "Points", outline: "Outline", masks: "Masks" },
    undo: "Undo", redo: "Redo", zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Show all of the picture",
    bayTitle: "Shelf", choose: "Choose…", planogram: "Planogram", bay: "Bay", name: "Name of the zone",
    nameHint: "Letters, digits, '-', '_' and '.'; it stands in every message.", taken: "There is a zone of this name already.",
    noName: "Give the zone a name.",
    bayName: (bay) => `${bay.name ?? bay.id} (${Math.round(bay.width_mm)} × ${Math.round(bay.height_mm)} mm, ${many(bay.positions, "position", "positions")})`,
    find: "Find it by itself", findHint: "Looks among all planograms, or only in the one that is chosen below.", finding: "Looking for the bay in the picture…",
    shape: "Where it is", corners, outline: "The outline", point: "The point",
    maskNames: { privacy: "Privacy mask", ignore: "Ignore mask" },
    hints: {
      planogram: "Choose the planogram, or let the appliance find the bay by itself.",
      corner: (corner) => `Tap the bay's ${corner} corner in the picture.`, corners: "Drag the corners until the slots lie on the products.",
      points: (count) => (count < 4 ? `Tap places that you know in millimetres: ${4 - count} more.` : "Drag points, or tap to add more: they show how well all agree."),
      drawing: "Tap one corner after the other. Tap the first again, or press Finish, when it is done.",
      outline: "Drag corners of the outline; + puts one in between.", noOutline: "Without an outline all of the bay is watched.",
      masks: "Drag corners of a mask; + puts one in between.", noMasks: "Masks take parts of the picture out.",
    },
    placeCorners: "Put the corners into the picture", clear: "Take the corners out", toCorners: "Use the bay's corners instead",
    toPoints: "Use known points instead", byPoints: "This zone is tied by known points.", byCorners: "This zone is tied by the bay's corners.",
    pointsCaption: "Known points", pointsHead: ["Point", "Right, up (mm)", "Off by"],
    drawOutline: "Draw an outline", redraw: "Draw it anew", noOutline: "Watch all of the bay", finish: "Finish",
    addPrivacy: "Draw a privacy mask", addIgnore: "Draw an ignore mask", removeMask: "Remove",
    masksText: "Privacy: black in every picture that is kept or shown. Ignore: what stands there is not observed.",
    maskKind: (number) => `Kind of mask ${number}`, maskOf: (number, count) => `Mask ${number}, ${many(count, "corner", "corners")}`,
    maskShort: (mask) => `${mask.kind}, ${many(mask.outline.length, "corner", "corners")}`,
    placeName: (place) => place.list === "corners" ? `Corner ${corners[place.index]}` : place.list === "points" ? `Point ${place.index + 1}`
      : place.list === "outline" ? `Corner ${place.index + 1} of the outline` : `Corner ${place.index + 1} of mask ${place.mask + 1}`,
    handle: (place, pixel) => `${t.editor.placeName(place)} at ${point(pixel)}`,
    x: "x (pixels)", y: "y (pixels)", mmRight: "Right (mm)", mmUp: "Up (mm)", insert: "Add one after it", remove: "Delete",
    mm: (value) => `${value.toFixed(1)} mm`, mmPair: ([x, y]) => `${Math.round(x * 10) / 10}, ${Math.round(y * 10) / 10}`,
    saveTitle: "Save", save: "Save the zone", saved: (id) => `Zone ${id} is saved.`, saveAnyway: "Try to save it",
    saveFaulty: (count) => `There ${count === 1 ? "is" : "are"} still ${many(count, "fault", "faults")}. The appliance refuses what it can't use.`,
    delete: "Delete the zone", deleteText: (id) => `Zone ${id} is no longer watched, and its open deviations are closed. The settings' history can bring it back.`,
    deleted: "The zone is deleted.", onlyAdmin: "Only an administrator can save zones.", history: "Earlier versions of the settings",
    keysTitle: "Keys", keys: [
      "Picture: arrows move, + and − zoom, 0 shows all, Enter sets a point at the cross, Escape ends drawing.",
      "Point: arrows move it by 1 pixel, with Shift by 10, with Alt by a tenth. Insert adds one after it, Delete removes it.",
      "Ctrl+Z takes back, Ctrl+Y does again."],
  },
  more: {
    title: "More settings of the zone", residual: "Largest residual (mm)", residualHint: "A known point that is further off than this is refused.",
    follow: "Follow a knocked camera up to (% of the picture's width)", followHint: "After larger moves the zone is not judged. 0: never.",
    tags: "Price tags", tagsHint: "Whether a missing price tag is told.",
    priceTags: { learned: "One that was there must stay", required: "Every position needs one", ignored: "Not watched" },
  },
  faults: {
    title: "Faults", none: "No fault is known.",
    outside: (at, size) => `This point (${point(at)}) lies outside the picture, which has ${size.width} × ${size.height} pixels. Move it in.`,
    crossing: (first, second) => `The edges after corners ${first} and ${second} cross. Move a corner so that no edge crosses another.`,
    tooFew: (name, count) => `${name} has ${many(count, "corner", "corners")}; it needs three at least.`,
    tiny: (name) => `${name} has almost no area.`,
    twisted: "The corners are in the wrong order or fold over: lower left, lower right, upper right, upper left.",
  },
  dryRun: {
    title: "Try it", text: "Shows what the zone would report of the newest picture. Nothing is saved.", run: "Try it now", running: "Looking at the shelf…",
    stale: "The drawing has changed: try it again.", taken: (time) => `Picture of ${time}.`,
    figures: (available, compliance, observed) => `On-shelf availability ${available}, compliance ${compliance}, ${observed} of the bay observed.`,
    findings: (count) => (count ? `It would report ${many(count, "thing", "things")}` : "It would report nothing"),
  },
  conflict: {
    title: "Somebody else has saved meanwhile", text: "This is what differs between what they saved and what you have here. Their shape is drawn dashed.",
    elsewhere: "This zone is the same in both; something else in the settings has changed.", gone: "They have deleted this zone.",
    head: ["What", "Theirs", "Yours"], both: "changed by both", theirs: "Take theirs", mine: "Save mine over it",
  },
  shelf: {
    title: (zone) => `Shelf of zone ${zone}`, legend: "Colours and letters", plan: "Planogram", picture: "Picture", detail: "The chosen slot",
    overlay: "Lay the planogram over the picture", opacity: "How strong the planogram is",
    figures: (available, compliance, observed) => `On-shelf availability ${available}, compliance ${compliance}, ${observed} observed.`,
    slotLabel: (slot, state) => `${slot.position}: ${slot.expected.name}. ${state}${slot.is_open ? ", reported" : ""}`,
  },
  slot: {
    title: (position) => `Slot ${position}`, expected: "Expected", seen: "Seen", unknown: "Unknown product", nothing: "Nothing was found there.",
    notTold: "last look only, not reported", gtin: (gtin) => `GTIN ${gtin}`,
    facings: (found, planned) => `${found ?? "–"} of ${many(planned, "facing", "facings")}`, sure: (share) => `detected with ${share}`,
    tree: "Path in the product tree with probabilities", lookAlikes: (count) => many(count, "product that looks like it", "products that look like it"),
    evidence: "Evidence over time", opensAt: "reported above", closesAt: "over below", open: "Reported",
    right: "This is right…", which: "What stands there is", next: "Go on", enrol: "Add the reference picture",
    rightText: (name, gtin) => `What stands in the slot now becomes a reference picture of ${name} (${gtin}). It will be recognized as this product from now on. Do so only if you are sure.`,
    enrolled: (name, count) => `${name} has ${many(count, "reference picture", "reference pictures")} now.`,
  },
  deviations: {
    sentence: (finding) => {
      const expected = finding.expected?.name;
      const seen = finding.seen?.name;
      const found = `${finding.facings_found} of ${many(finding.expected_facings, "facing", "facings")}`;
      const words = {
        out_of_stock: `${expected} is missing`, front_gap: `${expected} stands behind a gap at the front`,
        low_facings: `${expected}: ${found}`, extra_facings: `${expected}: ${finding.facings_found} facings for ${finding.expected_facings}`,
        foreign_product: `${seen ?? "A foreign product"} stands in the place of ${expected}`,
        misplaced: `${seen} stands in the place of ${expected}${finding.belongs_to ? `; it belongs to ${finding.belongs_to}` : ""}`,
        wrong_order: `${expected} stands in another order`, wrong_orientation: `${expected} is turned or laid`,
        price_tag_missing: `${expected} has no price tag`, unverified: `${seen ?? "Something"} may or may not be ${expected}`,
        view_changed: "The camera's view has changed; the zone is not judged", planogram_outdated: "Most of the bay disagrees; is the planogram out of date?",
      };
      return words[finding.kind] ?? `${states[finding.kind] ?? finding.kind}: ${list([expected, seen].filter(Boolean))}`;
    },
    where: (zone, shelf, position) => `zone ${zone}, shelf ${shelf}, position ${position}`,
    since: (time, count) => `since ${time}, confirmed ${count === 1 ? "once" : `${count} times`}`, closed: (time) => `over since ${time}`,
    acknowledge: "Acknowledge", acknowledged: (time) => `acknowledged ${time}`, acknowledgedNow: "The deviation is acknowledged.",
    suppress: "Suppress…", suppressText: (sentence) => `${sentence}. It counts as over, and is not reported again before the time that you choose.`,
    spans: { hour: "For one hour", today: "For today", week: "For one week" },
    suppressed: (time) => `It is not reported before ${time}.`, pictureAlt: (position) => `Position ${position} when it was reported`,
    filters: "Filters", all: "all", states: { open: "open", closed: "over", all: "open and over" }, more: "Show more", fresh: "Show new deviations",
    filterNames: { state: "State", zone: "Zone", kind: "Kind", severity: "Severity", from: "From", to: "To" },
    count: (count, more) => (count ? `${many(count, "deviation", "deviations")}${more ? ", there are more" : ""}` : "There is none."),
  },
  figures: {
    availability: "On-shelf availability", compliance: "Planogram compliance", share: "Share of shelf", products: "Products", allZones: "all zones",
    choose: "What to show", choiceNames: { zone: "Zone", span: "Time", step: "Step" }, others: "others",
    spans: { day: "last day", week: "last week", month: "last month", quarter: "last 90 days" }, steps: { "5min": "5 minutes", hour: "hour", day: "day" },
    chooseZone: "Choose one zone to see whose products fill it.", csv: "Figures as CSV", productsCSV: "Products as CSV",
    productHead: ["Product", "GTIN", "Availability", "Facings"], availabilityOf: (name) => `Availability of ${name}`,
    facings: (found, planned) => `${found.toFixed(1)} of ${planned.toFixed(1)}`,
  },
  plots: { hint: "Point at the plot, or use the arrow keys on it, to read values.", none: "There are no figures of this time.", table: "As a table", time: "Time" },
  settings: {
    mode: "View", modes: { form: "Form", text: "Text (YAML)" }, text: "Text of the settings file", history: "History", pending: "Changes to be saved",
    nothing: "Nothing is changed.", save: "Save the settings", drop: "Drop the changes", saved: "The settings are saved.", diff: "Changed lines", same: "No line differs.",
    problems: (count) => `${many(count, "value is", "values are")} wrong.`, fromTo: (from, to) => `${from ?? "not set"} → ${to ?? "not set"}`,
    restart: (paths) => `After a restart these hold: ${list(paths)}.`, newer: "Somebody else has just saved the settings. You will be asked what to do when you save.",
    toZones: "Zones are drawn in the zone editor.", notSet: "not set (standard)", yes: "yes", no: "no", kind: "Where pictures come from",
    sources: { v4l2: "USB or built-in camera (V4L2)", http: "Camera in the network (HTTP)", replay: "Recording", rendered: "Rendered store" },
    standard: (value) => `Standard: ${value}.`, limits: (low, high) => `From ${low} to ${high}.`, needed: "Needed.",
    newName: "New name", badName: "Letters, digits, '-' and '_'.", add: "Add", addOf: (label) => `Add to ${label}`, removeOf: (name) => `Remove ${name}`,
    atLine: ({ line, reason, path }) => `Line ${line}${path ? `, ${path}` : ""}: ${reason}`,
    unreadable: "The text can't be read as settings. Mend it first; the changes stay here.",
    conflictText: (mode) => (mode === "text" ? "They have changed what is listed here. If you save your text over it, their changes are gone."
      : "They have changed what is listed here. Your single values can be written into the newer file."),
  },
  history: {
    title: "History of the settings", text: "Each saved version. Restoring one saves it anew as the newest; nothing is lost.", none: "Nothing was saved yet.",
    present: "present", restore: "Restore this version", restored: "The version is restored.",
    restoreText: (time, by) => `The settings become what ${by} saved at ${time}. What was changed since stays in the history.`,
  },
  accounts: {
    people: "People", head: ["Name", "Role", "Actions"], role: "Role", roleOf: (name) => `Role of ${name}`, change: "Change the role", roleQuestion: (name, role) => `${name} becomes ${role}.`, add: "Add an account",
    added: (name) => `${name} can sign in now.`, saved: "The account is changed.", password: "New password", passwordOf: (name) => `New password of ${name}`, set: "Set the password",
    remove: "Remove", removeOf: (name) => `Remove ${name}`, removeText: (name) => `${name} can no longer sign in.`,
    roleText: "A viewer sees all. An operator also acknowledges, suppresses and tries things. An administrator also changes zones, settings and accounts.",
  },
  tokens: {
    title: "Tokens for programs", text: "A program sends its token in place of a name and password.", none: "There is no token.", head: ["Name", "Role", "Made", "Actions"],
    name: "Name of the token", nameHint: "What it is for.", add: "Make a token", remove: "Withdraw", removeOf: (name) => `Withdraw ${name}`,
    removeText: (name) => `What uses the token ${name} can no longer reach the appliance.`, made: "The new token",
    once: "It is shown this once only. Copy it now.", token: "Token", noted: "I have copied it",
  },
  audit: { title: "Who did what", head: ["Time", "Who", "Role", "What", "On what", "Outcome"] },
};
