// The files below pages/, as they are. Written by scripts/list-pages.
#include "cpages.h"

// The compiler has it in C17 too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "pages/api.js"
};
static const unsigned char file_1[] = {
#embed "pages/app.js"
};
static const unsigned char file_2[] = {
#embed "pages/dom.js"
};
static const unsigned char file_3[] = {
#embed "pages/editor/bay-panel.js"
};
static const unsigned char file_4[] = {
#embed "pages/editor/callouts.js"
};
static const unsigned char file_5[] = {
#embed "pages/editor/conflict.js"
};
static const unsigned char file_6[] = {
#embed "pages/editor/draft.js"
};
static const unsigned char file_7[] = {
#embed "pages/editor/dry-run.js"
};
static const unsigned char file_8[] = {
#embed "pages/editor/faults.js"
};
static const unsigned char file_9[] = {
#embed "pages/editor/handles.js"
};
static const unsigned char file_10[] = {
#embed "pages/editor/loupe.js"
};
static const unsigned char file_11[] = {
#embed "pages/editor/model.js"
};
static const unsigned char file_12[] = {
#embed "pages/editor/more-panel.js"
};
static const unsigned char file_13[] = {
#embed "pages/editor/overlay.js"
};
static const unsigned char file_14[] = {
#embed "pages/editor/selected.js"
};
static const unsigned char file_15[] = {
#embed "pages/editor/stage.js"
};
static const unsigned char file_16[] = {
#embed "pages/editor/tool-panel.js"
};
static const unsigned char file_17[] = {
#embed "pages/editor/toolbar.js"
};
static const unsigned char file_18[] = {
#embed "pages/editor/undo.js"
};
static const unsigned char file_19[] = {
#embed "pages/events.js"
};
static const unsigned char file_20[] = {
#embed "pages/figures/plot.js"
};
static const unsigned char file_21[] = {
#embed "pages/figures/scale.js"
};
static const unsigned char file_22[] = {
#embed "pages/figures/sums.js"
};
static const unsigned char file_23[] = {
#embed "pages/format.js"
};
static const unsigned char file_24[] = {
#embed "pages/geometry.js"
};
static const unsigned char file_25[] = {
#embed "pages/icon.svg"
};
static const unsigned char file_26[] = {
#embed "pages/index.html"
};
static const unsigned char file_27[] = {
#embed "pages/parts/bar.js"
};
static const unsigned char file_28[] = {
#embed "pages/parts/controls.js"
};
static const unsigned char file_29[] = {
#embed "pages/parts/deviation.js"
};
static const unsigned char file_30[] = {
#embed "pages/parts/dialog.js"
};
static const unsigned char file_31[] = {
#embed "pages/parts/fields.js"
};
static const unsigned char file_32[] = {
#embed "pages/parts/notes.js"
};
static const unsigned char file_33[] = {
#embed "pages/parts/picture.js"
};
static const unsigned char file_34[] = {
#embed "pages/parts/renewal.js"
};
static const unsigned char file_35[] = {
#embed "pages/parts/state.js"
};
static const unsigned char file_36[] = {
#embed "pages/router.js"
};
static const unsigned char file_37[] = {
#embed "pages/settings/diff.js"
};
static const unsigned char file_38[] = {
#embed "pages/settings/form.js"
};
static const unsigned char file_39[] = {
#embed "pages/settings/text.js"
};
static const unsigned char file_40[] = {
#embed "pages/settings/values.js"
};
static const unsigned char file_41[] = {
#embed "pages/shelf/drawing.js"
};
static const unsigned char file_42[] = {
#embed "pages/shelf/slot.js"
};
static const unsigned char file_43[] = {
#embed "pages/strings.js"
};
static const unsigned char file_44[] = {
#embed "pages/style.css"
};
static const unsigned char file_45[] = {
#embed "pages/views/accounts.js"
};
static const unsigned char file_46[] = {
#embed "pages/views/audit.js"
};
static const unsigned char file_47[] = {
#embed "pages/views/camera.js"
};
static const unsigned char file_48[] = {
#embed "pages/views/cameras.js"
};
static const unsigned char file_49[] = {
#embed "pages/views/deviations.js"
};
static const unsigned char file_50[] = {
#embed "pages/views/figures.js"
};
static const unsigned char file_51[] = {
#embed "pages/views/me.js"
};
static const unsigned char file_52[] = {
#embed "pages/views/overview.js"
};
static const unsigned char file_53[] = {
#embed "pages/views/settings-history.js"
};
static const unsigned char file_54[] = {
#embed "pages/views/settings.js"
};
static const unsigned char file_55[] = {
#embed "pages/views/shelf.js"
};
static const unsigned char file_56[] = {
#embed "pages/views/sign-in.js"
};
static const unsigned char file_57[] = {
#embed "pages/views/zone-editor.js"
};
static const unsigned char file_58[] = {
#embed "pages/views/zones.js"
};

static const cpages_entry entries[] = {
    {"api.js", file_0, sizeof file_0},
    {"app.js", file_1, sizeof file_1},
    {"dom.js", file_2, sizeof file_2},
    {"editor/bay-panel.js", file_3, sizeof file_3},
    {"editor/callouts.js", file_4, sizeof file_4},
    {"editor/conflict.js", file_5, sizeof file_5},
    {"editor/draft.js", file_6, sizeof file_6},
    {"editor/dry-run.js", file_7, sizeof file_7},
    {"editor/faults.js", file_8, sizeof file_8},
    {"editor/handles.js", file_9, sizeof file_9},
    {"editor/loupe.js", file_10, sizeof file_10},
    {"editor/model.js", file_11, sizeof file_11},
    {"editor/more-panel.js", file_12, sizeof file_12},
    {"editor/overlay.js", file_13, sizeof file_13},
    {"editor/selected.js", file_14, sizeof file_14},
    {"editor/stage.js", file_15, sizeof file_15},
    {"editor/tool-panel.js", file_16, sizeof file_16},
    {"editor/toolbar.js", file_17, sizeof file_17},
    {"editor/undo.js", file_18, sizeof file_18},
    {"events.js", file_19, sizeof file_19},
    {"figures/plot.js", file_20, sizeof file_20},
    {"figures/scale.js", file_21, sizeof file_21},
    {"figures/sums.js", file_22, sizeof file_22},
    {"format.js", file_23, sizeof file_23},
    {"geometry.js", file_24, sizeof file_24},
    {"icon.svg", file_25, sizeof file_25},
    {"index.html", file_26, sizeof file_26},
    {"parts/bar.js", file_27, sizeof file_27},
    {"parts/controls.js", file_28, sizeof file_28},
    {"parts/deviation.js", file_29, sizeof file_29},
    {"parts/dialog.js", file_30, sizeof file_30},
    {"parts/fields.js", file_31, sizeof file_31},
    {"parts/notes.js", file_32, sizeof file_32},
    {"parts/picture.js", file_33, sizeof file_33},
    {"parts/renewal.js", file_34, sizeof file_34},
    {"parts/state.js", file_35, sizeof file_35},
    {"router.js", file_36, sizeof file_36},
    {"settings/diff.js", file_37, sizeof file_37},
    {"settings/form.js", file_38, sizeof file_38},
    {"settings/text.js", file_39, sizeof file_39},
    {"settings/values.js", file_40, sizeof file_40},
    {"shelf/drawing.js", file_41, sizeof file_41},
    {"shelf/slot.js", file_42, sizeof file_42},
    {"strings.js", file_43, sizeof file_43},
    {"style.css", file_44, sizeof file_44},
    {"views/accounts.js", file_45, sizeof file_45},
    {"views/audit.js", file_46, sizeof file_46},
    {"views/camera.js", file_47, sizeof file_47},
    {"views/cameras.js", file_48, sizeof file_48},
    {"views/deviations.js", file_49, sizeof file_49},
    {"views/figures.js", file_50, sizeof file_50},
    {"views/me.js", file_51, sizeof file_51},
    {"views/overview.js", file_52, sizeof file_52},
    {"views/settings-history.js", file_53, sizeof file_53},
    {"views/settings.js", file_54, sizeof file_54},
    {"views/shelf.js", file_55, sizeof file_55},
    {"views/sign-in.js", file_56, sizeof file_56},
    {"views/zone-editor.js", file_57, sizeof file_57},
    {"views/zones.js", file_58, sizeof file_58},
};

size_t cpages_count(void) { return sizeof entries / sizeof *entries; }

cpages_entry cpages_file(size_t index) { return entries[index]; }
