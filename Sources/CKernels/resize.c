#include "CKernels.h"

void ck_resize_f32(size_t planes, size_t height, size_t width, size_t out_height, size_t out_width,
                   const int32_t *low_y, const int32_t *high_y, const float *mix_y, const int32_t *low_x,
                   const int32_t *high_x, const float *mix_x, const float *in, float *out) {
    bool is_nearest = true;
    for (size_t x = 0; x < out_width; x++) is_nearest = is_nearest && mix_x[x] == 0;
    for (size_t y = 0; y < out_height; y++) is_nearest = is_nearest && mix_y[y] == 0;
    for (size_t p = 0; p < planes; p++, in += height * width) {
        for (size_t y = 0; y < out_height; y++) {
            if (is_nearest) {
                const float *line = in + (size_t)low_y[y] * width;
                for (size_t x = 0; x < out_width; x++) *out++ = line[low_x[x]];
                continue;
            }
            const float *top = in + (size_t)low_y[y] * width, *bottom = in + (size_t)high_y[y] * width;
            const float dy = mix_y[y];
            for (size_t x = 0; x < out_width; x++) {
                const float dx = mix_x[x];
                const float above = top[low_x[x]] + (top[high_x[x]] - top[low_x[x]]) * dx;
                const float below = bottom[low_x[x]] + (bottom[high_x[x]] - bottom[low_x[x]]) * dx;
                *out++ = above + (below - above) * dy;
            }
        }
    }
}
