// Depthwise convolution over a row's kernel: a picture is read where it lies, but for the few windows that
// reach over its edge, which are copied with their padding.

#include <assert.h>
#include <string.h>

#include "CKernels.h"
#include "layout.h"

static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

static size_t span(const ck_convolution_shape *s) {
    return (size_t)((s->out_width - 1) * s->stride_width + (s->kernel_width - 1) * s->dilation_width + 1);
}

// [addresses of kernel rows][windows copied with their padding]
size_t ck_depthwise_scratch(const ck_convolution_shape *s) {
    const size_t rows = (size_t)s->kernel_height, channels = (size_t)s->channels;
    return aligned(rows * sizeof(uint8_t *)) + aligned(rows * span(s) * channels);
}

typedef struct {
    const ck_kernels *row;
    const ck_convolution *convolution;
    const ck_picture *picture;
    const uint8_t **rows;
    uint8_t *edge;
    int64_t top; ///< input line under the first kernel row
    const uint8_t *in;
    uint8_t *out; ///< the output line
} line;

static void finish(const line *l, ck_depthwise_run *run, size_t from, size_t to) {
    run->out = l->out + from * l->picture->out_stride;
    run->out_stride = l->picture->out_stride;
    l->row->depthwise(run, to - from);
    const uint8_t *table = l->convolution->rounding.table;
    for (size_t p = 0; table && !l->row->fuses_table && p < to - from; p++) {
        uint8_t *own = run->out + p * run->out_stride;
        l->row->lookup(own, table, own, run->channels);
    }
}

// Output pixels from...to-1, their windows copied with the padding.
static void padded(const line *l, ck_depthwise_run run, size_t from, size_t to) {
    if (from >= to) return;
    const ck_convolution_shape *s = &l->convolution->shape;
    const size_t channels = (size_t)s->channels;
    const size_t wide =
        (to - from - 1) * (size_t)s->stride_width + (size_t)((s->kernel_width - 1) * s->dilation_width + 1);
    uint8_t *to_place = l->edge;
    for (int32_t ky = 0; ky < s->kernel_height; ky++) {
        const int64_t y = l->top + (int64_t)ky * s->dilation_height;
        l->rows[ky] = to_place;
        for (size_t i = 0; i < wide; i++, to_place += channels) {
            const int64_t x = (int64_t)from * s->stride_width - s->pad_left + (int64_t)i;
            if (y < 0 || y >= s->height || x < 0 || x >= s->width) {
                memset(to_place, l->convolution->input_zero_point, channels);
            } else {
                const size_t pixel = (size_t)y * (size_t)s->width + (size_t)x;
                memcpy(to_place, l->in + pixel * l->picture->in_stride, channels);
            }
        }
    }
    run.rows = l->rows;
    run.pixel_step = (size_t)s->stride_width * channels;
    run.tap_step = (size_t)s->dilation_width * channels;
    finish(l, &run, from, to);
}

void ck_convolve_depthwise_u8s8(const ck_kernels *row, const ck_convolution *convolution,
                                const ck_picture *picture, size_t first, size_t last, uint8_t *scratch) {
    const ck_convolution_shape *s = &convolution->shape;
    assert(s->groups == s->channels && s->out_channels == s->channels && !picture->floats);
    const size_t width = (size_t)s->out_width, height = (size_t)s->out_height;
    const int64_t reach = (int64_t)(s->kernel_width - 1) * s->dilation_width;
    const int64_t room = (int64_t)s->width - 1 - reach + s->pad_left;
    size_t from = ((size_t)s->pad_left + (size_t)s->stride_width - 1) / (size_t)s->stride_width;
    size_t to = room < 0 ? 0 : (size_t)(room / s->stride_width) + 1;
    to = to < width ? to : width;
    if (from > to) from = to = width;

    line l = {.row = row, .convolution = convolution, .picture = picture};
    l.rows = (const uint8_t **)(void *)scratch;
    l.edge = scratch + aligned((size_t)s->kernel_height * sizeof(uint8_t *));
    ck_depthwise_run run = {.kernel_height = (size_t)s->kernel_height,
                            .kernel_width = (size_t)s->kernel_width,
                            .channels = (size_t)s->channels,
                            .weights = convolution->weights,
                            .bias = convolution->bias,
                            .scale = convolution->scale,
                            .rounding = convolution->rounding};
    if (!row->fuses_table) run.rounding.table = NULL;

    for (size_t at = first; at < last; at++) {
        const size_t n = at / height, y = at % height;
        l.in = picture->in + n * (size_t)s->height * (size_t)s->width * picture->in_stride;
        l.out = picture->out + at * width * picture->out_stride;
        l.top = (int64_t)y * s->stride_height - s->pad_top;
        const int64_t bottom = l.top + (int64_t)(s->kernel_height - 1) * s->dilation_height;
        if (l.top < 0 || bottom >= s->height) {
            padded(&l, run, 0, width);
            continue;
        }
        padded(&l, run, 0, from);
        if (from < to) {
            const size_t x = from * (size_t)s->stride_width - (size_t)s->pad_left;
            for (int32_t ky = 0; ky < s->kernel_height; ky++) {
                const size_t above = (size_t)(l.top + (int64_t)ky * s->dilation_height);
                l.rows[ky] = l.in + (above * (size_t)s->width + x) * picture->in_stride;
            }
            run.rows = l.rows;
            run.pixel_step = (size_t)s->stride_width * picture->in_stride;
            run.tap_step = (size_t)s->dilation_width * picture->in_stride;
            finish(&l, &run, from, to);
        }
        padded(&l, run, to, width);
    }
}
