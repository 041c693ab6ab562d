// Everything that slides a window over float planes, apart from the matrix product.

#include <math.h>
#include <string.h>

#include "CKernels.h"

// Cells of one patch row for output columns from...to-1 of one output line.
static void patch_line(const ck_window *w, const float *line, int32_t kx, int32_t from, int32_t to,
                       float *out) {
    const int32_t shift = kx * w->dilation_width - w->pad_left;
    if (w->stride_width == 1) {
        int32_t low = from + shift < 0 ? -shift : from;
        int32_t high = to + shift > w->width ? w->width - shift : to;
        if (low > to) low = to;
        if (high < low) high = low;
        memset(out, 0, (size_t)(low - from) * sizeof *out);
        memcpy(out + (low - from), line + low + shift, (size_t)(high - low) * sizeof *out);
        memset(out + (high - from), 0, (size_t)(to - high) * sizeof *out);
        return;
    }
    for (int32_t x = from; x < to; x++) {
        const int32_t at = x * w->stride_width + shift;
        out[x - from] = at >= 0 && at < w->width ? line[at] : 0;
    }
}

void ck_patches_f32(const ck_window *w, size_t channels, const float *in, size_t first, size_t last,
                    float *out) {
    for (size_t c = 0; c < channels; c++, in += (size_t)w->height * (size_t)w->width) {
        for (int32_t ky = 0; ky < w->kernel_height; ky++) {
            for (int32_t kx = 0; kx < w->kernel_width; kx++) {
                size_t pixel = first;
                while (pixel < last) {
                    const int32_t oy = (int32_t)(pixel / (size_t)w->out_width);
                    const int32_t from = (int32_t)(pixel % (size_t)w->out_width);
                    const size_t left = last - pixel, room = (size_t)(w->out_width - from);
                    const int32_t count = (int32_t)(left < room ? left : room);
                    const int32_t y = oy * w->stride_height - w->pad_top + ky * w->dilation_height;
                    if (y < 0 || y >= w->height) {
                        memset(out, 0, (size_t)count * sizeof *out);
                    } else {
                        patch_line(w, in + (size_t)y * (size_t)w->width, kx, from, from + count, out);
                    }
                    out += count;
                    pixel += (size_t)count;
                }
            }
        }
    }
}

void ck_depthwise_f32(const ck_window *w, const float *in, const float *weights, float bias, float *out) {
    for (int32_t oy = 0; oy < w->out_height; oy++, out += w->out_width) {
        for (int32_t ox = 0; ox < w->out_width; ox++) out[ox] = bias;
        for (int32_t ky = 0; ky < w->kernel_height; ky++) {
            const int32_t y = oy * w->stride_height - w->pad_top + ky * w->dilation_height;
            if (y < 0 || y >= w->height) continue;
            const float *line = in + (size_t)y * (size_t)w->width;
            for (int32_t kx = 0; kx < w->kernel_width; kx++) {
                const float weight = weights[ky * w->kernel_width + kx];
                const int32_t shift = kx * w->dilation_width - w->pad_left, step = w->stride_width;
                int32_t low = shift < 0 ? (-shift + step - 1) / step : 0;
                int32_t high = w->width - shift <= 0 ? 0 : (w->width - shift + step - 1) / step;
                if (high > w->out_width) high = w->out_width;
                for (int32_t x = low; x < high; x++) out[x] += weight * line[x * step + shift];
            }
        }
    }
}

void ck_maxpool_f32(const ck_window *w, size_t planes, const float *in, float *out) {
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
