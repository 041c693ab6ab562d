#include <string.h>

#include "CKernels.h"

void ck_map_pixels(const ck_kernels *row, ck_source in, const uint8_t *table, ck_target out, size_t pixels,
                   size_t channels) {
    if (in.stride == channels && out.stride == channels) {
        channels *= pixels;
        pixels = pixels > 0;
    }
    for (size_t p = 0; p < pixels; p++) {
        const uint8_t *from = in.bytes + p * in.stride;
        uint8_t *to = out.bytes + p * out.stride;
        if (table) {
            row->lookup(from, table, to, channels);
        } else {
            memcpy(to, from, channels);
        }
    }
}

void ck_add_pixels(const ck_kernels *row, ck_source a, ck_source b, const ck_addition *addition, ck_target out,
                   size_t pixels, size_t channels) {
    if (a.stride == channels && b.stride == channels && out.stride == channels) {
        channels *= pixels;
        pixels = pixels > 0;
    }
    for (size_t p = 0; p < pixels; p++)
        row->add(a.bytes + p * a.stride, b.bytes + p * b.stride, addition, out.bytes + p * out.stride, channels);
}

void ck_shuffle_pixels(ck_source in, ck_target out, size_t pixels, size_t channels, size_t groups) {
    const size_t depth = channels / groups;
    for (size_t p = 0; p < pixels; p++) {
        const uint8_t *from = in.bytes + p * in.stride;
        uint8_t *to = out.bytes + p * out.stride;
        if (groups == 2) {
            const uint8_t *other = from + depth;
            for (size_t i = 0; i < depth; i++) {
                to[2 * i] = from[i];
                to[2 * i + 1] = other[i];
            }
            continue;
        }
        for (size_t i = 0; i < depth; i++)
            for (size_t g = 0; g < groups; g++) to[i * groups + g] = from[g * depth + i];
    }
}

void ck_resize_nearest_u8(const ck_convolution_shape *s, const int32_t *rows, const int32_t *columns,
                          ck_source in, ck_target out, size_t first, size_t last) {
    const size_t height = (size_t)s->out_height, width = (size_t)s->out_width, channels = (size_t)s->channels;
    for (size_t at = first; at < last; at++) {
        const size_t line = at / height * (size_t)s->height + (size_t)rows[at % height];
        const uint8_t *from = in.bytes + line * (size_t)s->width * in.stride;
        uint8_t *to = out.bytes + at * width * out.stride;
        for (size_t x = 0; x < width; x++)
            memcpy(to + x * out.stride, from + (size_t)columns[x] * in.stride, channels);
    }
}

void ck_sum_pixels_u8(ck_source in, size_t batch, size_t pixels, size_t channels, int32_t *out) {
    memset(out, 0, batch * channels * sizeof *out);
    const uint8_t *from = in.bytes;
    for (size_t n = 0; n < batch; n++, out += channels)
        for (size_t p = 0; p < pixels; p++, from += in.stride)
            for (size_t c = 0; c < channels; c++) out[c] += from[c];
}
