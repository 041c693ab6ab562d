// Float convolution without patches. Lines of the picture are copied once, with their padding, to planes in
// scratch that stay in the second cache: one plane for each channel and, where the window moves by more than one
// cell, for each of the cells that a move skips. Under a tap of the window, output pixels that follow one another
// then read cells that follow one another, over the ends of lines too; the few results that fall between two
// lines are left out. A 1x1 convolution reads the picture where it lies.

#include <string.h>

#include "CKernels.h"

/// Floats of scratch that lines may take, half of a usual second cache; a line at least is always held.
static const size_t line_budget = 128 << 10;

size_t ck_packed_product(const ck_kernels *row, size_t rows, size_t depth) {
    return (rows + row->float_rows - 1) / row->float_rows * row->float_rows * depth;
}

void ck_pack_product(const ck_kernels *row, size_t rows, size_t depth, const float *weights, float *packed) {
    const size_t tile = row->float_rows;
    for (size_t first = 0; first < rows; first += tile)
        for (size_t k = 0; k < depth; k++)
            for (size_t r = first; r < first + tile; r++) *packed++ = r < rows ? weights[r * depth + k] : 0;
}

/// How the picture is cut into stripes of whole output lines.
typedef struct {
    bool is_in_place;
    size_t lines;              ///< most output lines of a stripe
    size_t phases_y, phases_x; ///< planes of each channel
    size_t width;              ///< of a line of such a plane
    size_t more_lines;         ///< lines of a plane beyond the stripe's
    size_t depth;
} cut;

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static size_t plane_of(const cut *c, size_t lines) { return (lines + c->more_lines) * c->width; }

static cut cut_of(const ck_float_convolution *convolution) {
    const ck_window *w = &convolution->window;
    const size_t reach_y = (size_t)((w->kernel_height - 1) * w->dilation_height);
    const size_t reach_x = (size_t)((w->kernel_width - 1) * w->dilation_width);
    const size_t out_width = (size_t)w->out_width, channels = convolution->group_channels;
    cut c = {.depth = channels * (size_t)w->kernel_height * (size_t)w->kernel_width};
    c.is_in_place = w->kernel_height == 1 && w->kernel_width == 1 && w->stride_height == 1 && w->stride_width == 1
                    && w->pad_top == 0 && w->pad_left == 0 && w->out_height == w->height
                    && w->out_width == w->width;
    c.phases_y = smaller((size_t)w->stride_height, reach_y + 1);
    c.phases_x = smaller((size_t)w->stride_width, reach_x + 1);
    c.more_lines = reach_y / (size_t)w->stride_height;
    c.width = out_width + reach_x / (size_t)w->stride_width;
    const size_t line = channels * c.phases_y * c.phases_x * c.width, fit = line_budget / (line > 0 ? line : 1);
    c.lines = fit > c.more_lines ? fit - c.more_lines : 1;
    c.lines = smaller(c.lines, (size_t)w->out_height);
    return c;
}

// The offsets of taps, then the lines or the panel of a last tile.
size_t ck_float_scratch(const ck_kernels *row, const ck_float_convolution *convolution) {
    const cut c = cut_of(convolution);
    const size_t offsets = (2 * c.depth + 15) / 16 * 16;
    if (c.is_in_place) return offsets + c.depth * row->float_columns;
    return offsets + convolution->group_channels * c.phases_y * c.phases_x * plane_of(&c, c.lines)
           + row->float_columns;
}

// One line of the picture as cells x, x + step, ... from `first` on; cells outside are zero.
static void copy_cells(const ck_window *w, const float *line, int64_t first, size_t count, float *out) {
    const int64_t step = w->stride_width;
    int64_t low = first < 0 ? (-first + step - 1) / step : 0, end = (int64_t)count;
    int64_t high = w->width <= first ? 0 : (w->width - first + step - 1) / step;
    low = low > end ? end : low;
    high = high < low ? low : high > end ? end : high;
    memset(out, 0, (size_t)low * sizeof *out);
    const float *from = line + first;
    if (step == 1) {
        memcpy(out + low, from + low, (size_t)(high - low) * sizeof *out);
    } else if (step == 2) {
        for (int64_t i = low; i < high; i++) out[i] = from[2 * i];
    } else {
        for (int64_t i = low; i < high; i++) out[i] = from[step * i];
    }
    memset(out + high, 0, (size_t)(end - high) * sizeof *out);
}

// The planes of one stripe of `lines` output lines from y on.
static void copy_lines(const ck_float_convolution *convolution, const cut *c, const float *in, size_t y,
                       size_t lines, float *out) {
    const ck_window *w = &convolution->window;
    for (size_t channel = 0; channel < convolution->group_channels; channel++) {
        const float *plane = in + channel * (size_t)w->height * (size_t)w->width;
        for (size_t phase_y = 0; phase_y < c->phases_y; phase_y++) {
            for (size_t phase_x = 0; phase_x < c->phases_x; phase_x++) {
                for (size_t i = 0; i < lines + c->more_lines; i++, out += c->width) {
                    const int64_t at = (int64_t)((y + i) * (size_t)w->stride_height + phase_y) - w->pad_top;
                    if (at < 0 || at >= w->height) {
                        memset(out, 0, c->width * sizeof *out);
                    } else {
                        copy_cells(w, plane + at * w->width, (int64_t)phase_x - w->pad_left, c->width, out);
                    }
                }
            }
        }
    }
}

// How far from the first cell of a stripe each tap of each channel lies.
static void find_offsets(const ck_float_convolution *convolution, const cut *c, size_t plane, uint32_t *offsets) {
    const ck_window *w = &convolution->window;
    for (size_t channel = 0; channel < convolution->group_channels; channel++) {
        const size_t first = channel * c->phases_y * c->phases_x * plane;
        for (int32_t ky = 0; ky < w->kernel_height; ky++) {
            const size_t down = (size_t)(ky * w->dilation_height), step_y = (size_t)w->stride_height;
            for (int32_t kx = 0; kx < w->kernel_width; kx++) {
                const size_t right = (size_t)(kx * w->dilation_width), step_x = (size_t)w->stride_width;
                const size_t phase = down % step_y * c->phases_x + right % step_x;
                *offsets++ = (uint32_t)(first + phase * plane + down / step_y * c->width + right / step_x);
            }
        }
    }
}

/// What one pass over all weights of a group computes: `cells` of planes `width` wide, of whose lines the first
/// `out_width` are wanted.
typedef struct {
    const float *in;
    const uint32_t *offsets;
    size_t cells, width, out_width;
} stripe;

// Which of the `count` cells from `from` on are wanted.
static uint64_t wanted(const stripe *part, size_t from, size_t count) {
    uint64_t keep = 0;
    for (size_t i = 0, x = from % part->width; i < count; i += part->width - x, x = 0) {
        const size_t ones = x < part->out_width ? smaller(part->out_width - x, count - i) : 0;
        if (ones > 0) keep |= (~(uint64_t)0 >> (64 - ones)) << i;
    }
    return keep;
}

static void compute(const ck_kernels *row, const ck_float_convolution *convolution, size_t depth, size_t group,
                    const stripe *part, float *out) {
    const size_t outputs = convolution->group_outputs, tile = row->float_rows;
    const size_t plane = (size_t)convolution->window.out_height * (size_t)convolution->window.out_width;
    const float *bias = convolution->bias ? convolution->bias + group * outputs : NULL;
    const float *weights = convolution->weights + group * ck_packed_product(row, outputs, depth);
    const size_t whole = part->cells / part->width * part->out_width + part->cells % part->width;
    for (size_t first = 0; first < outputs; first += tile) {
        float *to = out + first * plane;
        ck_product_run run = {.weights = weights + first * depth,
                              .bias = bias ? bias + first : NULL,
                              .offsets = part->offsets,
                              .rows = smaller(tile, outputs - first),
                              .depth = depth,
                              .out_stride = plane};
        for (size_t cell = 0; cell < part->cells;) {
            run.in = part->in + cell;
            run.keep = wanted(part, cell, smaller(row->float_columns, part->cells - cell));
            run.out = to + cell / part->width * part->out_width + cell % part->width;
            row->product_f32(&run);
            cell += row->float_columns;
            // What lies between two lines needs no tile to begin with it.
            if (cell % part->width >= part->out_width) cell += part->width - cell % part->width;
        }
        for (size_t r = 0; r < run.rows && convolution->function != CK_IDENTITY; r++) {
            float *values = to + r * plane;
            row->apply_f32(convolution->function, convolution->alpha, convolution->beta, values, values, whole);
        }
    }
}

// Pixels of a plane, where they lie; those of the last tile, past which nothing may be read, in a panel.
static void compute_in_place(const ck_kernels *row, const ck_float_convolution *convolution, size_t group,
                             const float *in, float *out, size_t first, size_t last, uint32_t *offsets,
                             float *panel) {
    const size_t plane = (size_t)convolution->window.height * (size_t)convolution->window.width;
    const size_t channels = convolution->group_channels, columns = row->float_columns;
    const size_t fit = line_budget / channels / columns * columns, at_once = fit > 0 ? fit : columns;
    stripe part = {.offsets = offsets};
    for (size_t pixel = first; pixel < last; pixel += part.cells) {
        part.cells = smaller(at_once, last - pixel);
        const size_t safe = plane - pixel;
        const bool is_panel = safe < columns;
        // As many whole tiles as end within the plane.
        if (!is_panel && (part.cells + columns - 1) / columns * columns > safe) part.cells = safe / columns * columns;
        part.width = part.out_width = part.cells;
        part.in = is_panel ? panel : in + pixel;
        for (size_t c = 0; c < channels; c++) {
            offsets[c] = (uint32_t)(c * (is_panel ? columns : plane));
            if (!is_panel) continue;
            memcpy(panel + c * columns, in + c * plane + pixel, part.cells * sizeof *panel);
            memset(panel + c * columns + part.cells, 0, (columns - part.cells) * sizeof *panel);
        }
        compute(row, convolution, channels, group, &part, out + pixel);
    }
}

void ck_convolve_f32(const ck_kernels *row, const ck_float_convolution *convolution, const float *in, float *out,
                     size_t first, size_t last, float *scratch) {
    const ck_window *w = &convolution->window;
    const cut c = cut_of(convolution);
    const size_t plane = (size_t)w->height * (size_t)w->width, out_width = (size_t)w->out_width;
    const size_t out_plane = (size_t)w->out_height * out_width;
    uint32_t *offsets = (uint32_t *)(void *)scratch;
    float *lines_at = scratch + (2 * c.depth + 15) / 16 * 16;
    for (size_t group = 0; group < convolution->groups; group++) {
        const float *own = in + group * convolution->group_channels * plane;
        float *to = out + group * convolution->group_outputs * out_plane;
        if (c.is_in_place) {
            compute_in_place(row, convolution, group, own, to, first * out_width, last * out_width, offsets,
                             lines_at);
            continue;
        }
        for (size_t y = first; y < last; y += c.lines) {
            const size_t lines = smaller(c.lines, last - y), cells = plane_of(&c, lines);
            const size_t planes = convolution->group_channels * c.phases_y * c.phases_x;
            copy_lines(convolution, &c, own, y, lines, lines_at);
            memset(lines_at + planes * cells, 0, row->float_columns * sizeof *lines_at);
            find_offsets(convolution, &c, cells, offsets);
            const stripe part = {.in = lines_at,
                                 .offsets = offsets,
                                 .cells = (lines - 1) * c.width + out_width,
                                 .width = c.width,
                                 .out_width = out_width};
            compute(row, convolution, c.depth, group, &part, to + y * out_width);
        }
    }
}
