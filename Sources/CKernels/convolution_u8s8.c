// Convolution over a row's kernels: a tile of output pixels gathers its patches into a strip of scratch that
// stays in the first cache, then meets every block of columns. A 1x1 convolution with no gap between its
// pixels needs no strip.

#include <assert.h>
#include <string.h>

#include "CKernels.h"

static size_t strip_stride(const ck_convolution *c) { return 4 * c->k_groups; }

size_t ck_convolution_scratch(const ck_kernels *row, const ck_convolution *convolution) {
    return row->tile_rows * strip_stride(convolution);
}

static bool reads_in_place(const ck_convolution_shape *s) {
    return s->kernel_height == 1 && s->kernel_width == 1 && s->stride_height == 1 && s->stride_width == 1
           && s->pad_top == 0 && s->pad_left == 0 && s->out_height == s->height && s->out_width == s->width
           && s->groups == 1 && s->channels % 4 == 0;
}

// One output pixel's patch of one group: [kernel_height][kernel_width][channels of the group].
static void gather(const ck_convolution *c, const uint8_t *in, size_t pixel, size_t group, uint8_t *out) {
    const ck_convolution_shape *s = &c->shape;
    const size_t depth = (size_t)(s->channels / s->groups);
    const int32_t x0 = (int32_t)(pixel % (size_t)s->out_width) * s->stride_width - s->pad_left;
    const size_t line = pixel / (size_t)s->out_width;
    const int32_t y0 = (int32_t)(line % (size_t)s->out_height) * s->stride_height - s->pad_top;
    const uint8_t *picture =
        in + line / (size_t)s->out_height * (size_t)s->height * (size_t)s->width * (size_t)s->channels
        + group * depth;
    const bool is_whole_row =
        s->groups == 1 && s->dilation_width == 1 && x0 >= 0 && x0 + s->kernel_width <= s->width;

    for (int32_t ky = 0; ky < s->kernel_height; ky++) {
        const int32_t y = y0 + ky * s->dilation_height;
        const size_t row_bytes = depth * (size_t)s->kernel_width;
        if (y < 0 || y >= s->height) {
            memset(out, c->input_zero_point, row_bytes);
            out += row_bytes;
            continue;
        }
        const uint8_t *source = picture + (size_t)y * (size_t)s->width * (size_t)s->channels;
        if (is_whole_row) {
            memcpy(out, source + (size_t)x0 * (size_t)s->channels, row_bytes);
            out += row_bytes;
            continue;
        }
        for (int32_t kx = 0; kx < s->kernel_width; kx++, out += depth) {
            const int32_t x = x0 + kx * s->dilation_width;
            if (x < 0 || x >= s->width) {
                memset(out, c->input_zero_point, depth);
            } else {
                memcpy(out, source + (size_t)x * (size_t)s->channels, depth);
            }
        }
    }
}

static void finish_floats(const ck_requantize *r, const int32_t *sums, size_t rows, size_t columns,
                          size_t sum_stride, float *out, size_t out_stride) {
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < columns; c++)
            out[i * out_stride + c] = (float)(sums[i * sum_stride + c] + r->bias[c]) * r->scale[c];
}

void ck_convolve_u8s8(const ck_kernels *row, const ck_convolution *convolution, const uint8_t *in,
                      uint8_t *out, float *floats, size_t first, size_t last, uint8_t *scratch) {
    const ck_convolution_shape *s = &convolution->shape;
    assert(row->tile_rows <= CK_MOST_TILE_ROWS && row->tile_columns <= CK_MOST_TILE_COLUMNS);
    assert(s->channels % s->groups == 0 && s->out_channels % s->groups == 0);
    const size_t all_columns = (size_t)s->out_channels, group_columns = all_columns / (size_t)s->groups;
    const size_t stride = strip_stride(convolution);
    const size_t patch = (size_t)(s->kernel_height * s->kernel_width * (s->channels / s->groups));
    const bool is_in_place = reads_in_place(s);
    int32_t sums[CK_MOST_TILE_ROWS * CK_MOST_TILE_COLUMNS];

    for (size_t pixel = first; pixel < last; pixel += row->tile_rows) {
        const size_t rows = last - pixel < row->tile_rows ? last - pixel : row->tile_rows;
        for (size_t group = 0; group < (size_t)s->groups; group++) {
            const uint8_t *a = scratch;
            if (is_in_place && rows == row->tile_rows) {
                a = in + pixel * stride;
            } else {
                for (size_t i = 0; i < rows; i++) {
                    gather(convolution, in, pixel + i, group, scratch + i * stride);
                    // The weights are zero there, but the kernel reads the bytes: they must be defined.
                    memset(scratch + i * stride + patch, 0, stride - patch);
                }
                memset(scratch + rows * stride, 0, (row->tile_rows - rows) * stride);
            }
            const int8_t *weights = convolution->weights + group * convolution->group_stride;
            for (size_t column = 0; column < group_columns; column += row->tile_columns) {
                const size_t left = group_columns - column;
                const size_t columns = left < row->tile_columns ? left : row->tile_columns;
                const size_t channel = group * group_columns + column;
                ck_requantize r = convolution->requantize;
                r.bias += channel;
                r.scale += channel;
                const int8_t *block = weights + column / 16 * convolution->k_groups * 64;
                uint8_t *target = out ? out + pixel * all_columns + channel : NULL;
                row->gemm(a, stride, convolution->k_groups, block, rows, columns, &r, target, all_columns,
                          floats ? sums : NULL);
                if (floats)
                    finish_floats(&r, sums, rows, columns, row->tile_columns,
                                  floats + pixel * all_columns + channel, all_columns);
            }
        }
        if (!floats && convolution->requantize.table) {
            uint8_t *tile = out + pixel * all_columns;
            row->lookup(tile, convolution->requantize.table, tile, rows * all_columns);
        }
    }
}

void ck_convolve_depthwise_u8s8(const ck_kernels *row, const ck_convolution *convolution, const uint8_t *in,
                                uint8_t *out, float *floats, size_t first, size_t last,
                                const uint8_t **taps) {
    const ck_convolution_shape *s = &convolution->shape;
    const size_t channels = (size_t)s->channels;
    const ck_requantize *r = &convolution->requantize;
    assert(s->groups == s->channels && s->out_channels == s->channels);
    for (size_t pixel = first; pixel < last; pixel++) {
        const int32_t x0 = (int32_t)(pixel % (size_t)s->out_width) * s->stride_width - s->pad_left;
        const size_t line = pixel / (size_t)s->out_width;
        const int32_t y0 = (int32_t)(line % (size_t)s->out_height) * s->stride_height - s->pad_top;
        const uint8_t *picture =
            in + line / (size_t)s->out_height * (size_t)s->height * (size_t)s->width * channels;
        size_t t = 0;
        for (int32_t ky = 0; ky < s->kernel_height; ky++) {
            const int32_t y = y0 + ky * s->dilation_height;
            for (int32_t kx = 0; kx < s->kernel_width; kx++) {
                const int32_t x = x0 + kx * s->dilation_width;
                const bool is_inside = y >= 0 && y < s->height && x >= 0 && x < s->width;
                taps[t++] = is_inside ? picture + ((size_t)y * (size_t)s->width + (size_t)x) * channels
                                      : convolution->padding;
            }
        }
        if (floats) {
            // The sums are written over by their floats, element by element in place: both have four bytes.
            int32_t *sums = (int32_t *)(void *)(floats + pixel * channels);
            row->depthwise(taps, t, convolution->weights, channels, r, NULL, sums);
            for (size_t c = 0; c < channels; c++) {
                int32_t sum;
                memcpy(&sum, sums + c, sizeof sum);
                float value = (float)(sum + r->bias[c]) * r->scale[c];
                memcpy(sums + c, &value, sizeof value);
            }
        } else {
            uint8_t *target = out + pixel * channels;
            row->depthwise(taps, t, convolution->weights, channels, r, target, NULL);
            if (r->table) row->lookup(target, r->table, target, channels);
        }
    }
}
