// Float convolution: for some columns of output pixels at a time the patches of some channels go to a panel
// that stays in the first cache and meets all weights, until every channel has been.

#include <string.h>

#include "CKernels.h"

/// Rows of a panel that the first cache holds beside the weights.
static const size_t panel_rows = 160;

size_t ck_packed_product(const ck_kernels *row, size_t rows, size_t depth) {
    return (rows + row->float_rows - 1) / row->float_rows * row->float_rows * depth;
}

void ck_pack_product(const ck_kernels *row, size_t rows, size_t depth, const float *weights, float *packed) {
    const size_t tile = row->float_rows;
    memset(packed, 0, ck_packed_product(row, rows, depth) * sizeof *packed);
    for (size_t r = 0; r < rows; r++)
        for (size_t k = 0; k < depth; k++)
            packed[(r / tile * depth + k) * tile + r % tile] = weights[r * depth + k];
}

static size_t taps_of(const ck_float_convolution *c) {
    return (size_t)c->window.kernel_height * (size_t)c->window.kernel_width;
}

static size_t channels_at_once(const ck_float_convolution *c) {
    const size_t fit = panel_rows / taps_of(c);
    return fit == 0 ? 1 : fit < c->group_channels ? fit : c->group_channels;
}

size_t ck_float_scratch(const ck_kernels *row, const ck_float_convolution *c) {
    return channels_at_once(c) * taps_of(c) * row->float_columns;
}

void ck_convolve_f32(const ck_kernels *row, const ck_float_convolution *c, const float *in, float *out,
                     size_t first, size_t last, float *scratch) {
    const ck_window *w = &c->window;
    const size_t taps = taps_of(c), depth = c->group_channels * taps, at_once = channels_at_once(c);
    const size_t plane = (size_t)w->height * (size_t)w->width;
    const size_t out_plane = (size_t)w->out_height * (size_t)w->out_width;
    for (size_t pixel = first; pixel < last; pixel += row->float_columns) {
        const size_t columns = last - pixel < row->float_columns ? last - pixel : row->float_columns;
        for (size_t group = 0; group < c->groups; group++) {
            float *target = out + group * c->group_outputs * out_plane + pixel;
            ck_product_run run = {.panel = scratch,
                                  .bias = c->bias ? c->bias + group * c->group_outputs : NULL,
                                  .rows = c->group_outputs,
                                  .columns = columns,
                                  .block_stride = depth * row->float_rows,
                                  .out = target,
                                  .out_stride = out_plane};
            const float *weights = c->weights + group * ck_packed_product(row, c->group_outputs, depth);
            for (size_t from = 0; from < c->group_channels; from += at_once) {
                const size_t left = c->group_channels - from, channels = left < at_once ? left : at_once;
                row->patches_f32(w, channels, in + (group * c->group_channels + from) * plane, pixel,
                                 pixel + columns, row->float_columns, scratch);
                run.weights = weights + from * taps * row->float_rows;
                run.depth = channels * taps;
                run.accumulates = from > 0;
                row->product_f32(&run);
            }
            for (size_t r = 0; r < c->group_outputs && c->function != CK_IDENTITY; r++) {
                float *values = target + r * out_plane;
                row->apply_f32(c->function, c->alpha, c->beta, values, values, columns);
            }
        }
    }
}
