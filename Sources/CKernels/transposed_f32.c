// Convolution the other way round, and the normalization of old networks: rare, and so in plain loops.

#include <math.h>

#include "CKernels.h"

void ck_transposed_f32(const ck_window *w, size_t channels, size_t weight_stride, const float *in,
                       const float *weights, float bias, float *out) {
    const size_t out_plane = (size_t)w->height * (size_t)w->width;
    for (size_t i = 0; i < out_plane; i++) out[i] = bias;
    for (size_t c = 0; c < channels; c++, weights += weight_stride) {
        for (int32_t y = 0; y < w->out_height; y++, in += w->out_width) {
            for (int32_t ky = 0; ky < w->kernel_height; ky++) {
                const int32_t oy = y * w->stride_height - w->pad_top + ky * w->dilation_height;
                if (oy < 0 || oy >= w->height) continue;
                float *line = out + (size_t)oy * (size_t)w->width;
                for (int32_t kx = 0; kx < w->kernel_width; kx++) {
                    const float weight = weights[ky * w->kernel_width + kx];
                    const int32_t shift = kx * w->dilation_width - w->pad_left;
                    for (int32_t x = 0; x < w->out_width; x++) {
                        const int32_t ox = x * w->stride_width + shift;
                        if (ox >= 0 && ox < w->width) line[ox] += weight * in[x];
                    }
                }
            }
        }
    }
}

void ck_local_response_f32(size_t channels, size_t plane, size_t size, float alpha, float beta, float bias,
                           const float *in, float *out) {
    const size_t before = (size - 1) / 2, after = size - 1 - before;
    for (size_t c = 0; c < channels; c++) {
        const size_t first = c < before ? 0 : c - before;
        const size_t last = c + after < channels - 1 ? c + after : channels - 1;
        for (size_t p = 0; p < plane; p++) {
            float sum = 0;
            for (size_t other = first; other <= last; other++) sum += in[other * plane + p] * in[other * plane + p];
            out[c * plane + p] = in[c * plane + p] / powf(bias + alpha / (float)size * sum, beta);
        }
    }
}
