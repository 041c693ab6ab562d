#include <string.h>

#include "CKernels.h"

void ck_maxpool_u8(const ck_convolution_shape *s, const uint8_t *in, uint8_t *out) {
    const size_t channels = (size_t)s->channels;
    for (int32_t n = 0; n < s->batch; n++) {
        const uint8_t *picture = in + (size_t)n * (size_t)s->height * (size_t)s->width * channels;
        for (int32_t oy = 0; oy < s->out_height; oy++) {
            for (int32_t ox = 0; ox < s->out_width; ox++, out += channels) {
                memset(out, 0, channels);
                for (int32_t ky = 0; ky < s->kernel_height; ky++) {
                    const int32_t y = oy * s->stride_height - s->pad_top + ky * s->dilation_height;
                    if (y < 0 || y >= s->height) continue;
                    for (int32_t kx = 0; kx < s->kernel_width; kx++) {
                        const int32_t x = ox * s->stride_width - s->pad_left + kx * s->dilation_width;
                        if (x < 0 || x >= s->width) continue;
                        const uint8_t *cell = picture + ((size_t)y * (size_t)s->width + (size_t)x) * channels;
                        for (size_t c = 0; c < channels; c++) out[c] = out[c] < cell[c] ? cell[c] : out[c];
                    }
                }
            }
        }
    }
}

void ck_sum_pixels_u8(const uint8_t *in, size_t batch, size_t pixels, size_t channels, int32_t *out) {
    memset(out, 0, batch * channels * sizeof *out);
    for (size_t n = 0; n < batch; n++, out += channels)
        for (size_t p = 0; p < pixels; p++, in += channels)
            for (size_t c = 0; c < channels; c++) out[c] += in[c];
}
