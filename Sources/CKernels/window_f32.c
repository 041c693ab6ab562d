#include <math.h>

#include "rows.h"

void ck_maxpool_wide_f32(const ck_window *w, size_t planes, const float *in, float *out) {
    for (size_t p = 0; p < planes; p++, in += (size_t)w->height * (size_t)w->width) {
        for (int32_t oy = 0; oy < w->out_height; oy++) {
            for (int32_t ox = 0; ox < w->out_width; ox++) {
                float best = -INFINITY;
                for (int32_t ky = 0; ky < w->kernel_height; ky++) {
                    const int32_t y = oy * w->stride_height - w->pad_top + ky * w->dilation_height;
                    if (y < 0 || y >= w->height) continue;
                    for (int32_t kx = 0; kx < w->kernel_width; kx++) {
                        const int32_t x = ox * w->stride_width - w->pad_left + kx * w->dilation_width;
                        if (x < 0 || x >= w->width) continue;
                        const float value = in[(size_t)y * (size_t)w->width + (size_t)x];
                        best = value > best ? value : best;
                    }
                }
                *out++ = best;
            }
        }
    }
}

void ck_averagepool_f32(const ck_window *w, int32_t pad_bottom, int32_t pad_right, int counts_padding,
                        size_t planes, const float *in, float *out) {
    for (size_t p = 0; p < planes; p++, in += (size_t)w->height * (size_t)w->width) {
        for (int32_t oy = 0; oy < w->out_height; oy++) {
            for (int32_t ox = 0; ox < w->out_width; ox++) {
                double sum = 0;
                int32_t cells = 0;
                for (int32_t ky = 0; ky < w->kernel_height; ky++) {
                    const int32_t y = oy * w->stride_height - w->pad_top + ky * w->dilation_height;
                    for (int32_t kx = 0; kx < w->kernel_width; kx++) {
                        const int32_t x = ox * w->stride_width - w->pad_left + kx * w->dilation_width;
                        const int is_inside = y >= 0 && y < w->height && x >= 0 && x < w->width;
                        if (is_inside) sum += in[(size_t)y * (size_t)w->width + (size_t)x];
                        cells +=
                            is_inside
                            || (counts_padding && y < w->height + pad_bottom && x < w->width + pad_right);
                    }
                }
                *out++ = cells > 0 ? (float)(sum / cells) : 0;
            }
        }
    }
}
