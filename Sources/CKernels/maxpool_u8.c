// Windows are taken in two passes: the largest of each column of the lines under a window, then the largest
// along those, so that a k by k window costs 2k and not k * k.

#include <string.h>

#include "CKernels.h"

// The largest byte of each cell over the input lines under output line y of a picture.
static void columns_of(const ck_kernels *row, const ck_convolution_shape *s, ck_source in,
                       const uint8_t *picture, int32_t y, uint8_t *out) {
    const size_t width = (size_t)s->width, channels = (size_t)s->channels;
    const bool is_dense = in.stride == channels;
    const size_t runs = is_dense ? 1 : width, bytes = is_dense ? width * channels : channels;
    bool is_first = true;
    for (int32_t ky = 0; ky < s->kernel_height; ky++) {
        const int32_t line = y * s->stride_height - s->pad_top + ky * s->dilation_height;
        if (line < 0 || line >= s->height) continue;
        const uint8_t *from = picture + (size_t)line * width * in.stride;
        for (size_t i = 0; i < runs; i++) {
            uint8_t *to = out + i * channels;
            if (is_first) {
                memcpy(to, from + i * in.stride, bytes);
            } else {
                row->max(to, from + i * in.stride, to, bytes);
            }
        }
        is_first = false;
    }
}

void ck_maxpool_u8(const ck_kernels *row, const ck_convolution_shape *s, ck_source in, ck_target out,
                   size_t first, size_t last, uint8_t *scratch) {
    const size_t height = (size_t)s->out_height, width = (size_t)s->out_width, channels = (size_t)s->channels;
    for (size_t at = first; at < last; at++) {
        const size_t n = at / height;
        const uint8_t *picture = in.bytes + n * (size_t)s->height * (size_t)s->width * in.stride;
        columns_of(row, s, in, picture, (int32_t)(at % height), scratch);
        for (size_t x = 0; x < width; x++) {
            uint8_t *to = out.bytes + (at * width + x) * out.stride;
            bool is_first = true;
            for (int32_t kx = 0; kx < s->kernel_width; kx++) {
                const int32_t column = (int32_t)x * s->stride_width - s->pad_left + kx * s->dilation_width;
                if (column < 0 || column >= s->width) continue;
                const uint8_t *cell = scratch + (size_t)column * channels;
                if (is_first) {
                    memcpy(to, cell, channels);
                } else {
                    row->max(to, cell, to, channels);
                }
                is_first = false;
            }
        }
    }
}
