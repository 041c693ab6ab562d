// Float loops that the compiler turns into vector code: the body of one file for each instruction set.
// Functions are called NAME_<set>.

#include <math.h>
#include <string.h>

#include "exponential.h"
#include "requantize.h"
#include "rows.h"

#define CK_JOIN(NAME, SET) NAME##_##SET
#define CK_NAMED(NAME, SET) CK_JOIN(NAME, SET)

// Each element is read before it is written, so `out` may be `in`.
#define CK_FREE _Pragma("clang loop vectorize(assume_safety)")

#ifndef CK_OWN_SIGMOID
static void CK_NAMED(sigmoids, CK_SET)(const float *in, float *out, size_t count, bool times_in) {
    if (times_in) {
        CK_FREE
        for (size_t i = 0; i < count; i++) out[i] = in[i] * ck_sigmoid(in[i]);
    } else {
        CK_FREE
        for (size_t i = 0; i < count; i++) out[i] = ck_sigmoid(in[i]);
    }
}
#endif

void CK_NAMED(ck_apply_f32, CK_SET)(ck_function function, float alpha, float beta, const float *in, float *out,
                                    size_t count) {
    switch (function) {
    case CK_RELU:
        CK_FREE
        for (size_t i = 0; i < count; i++) out[i] = in[i] > 0 ? in[i] : 0;
        break;
    case CK_SIGMOID: CK_NAMED(sigmoids, CK_SET)(in, out, count, false); break;
    case CK_SILU: CK_NAMED(sigmoids, CK_SET)(in, out, count, true); break;
    case CK_HARD_SWISH:
        CK_FREE
        for (size_t i = 0; i < count; i++) out[i] = in[i] * ck_clamp(in[i] * (1.0f / 6.0f) + 0.5f, 0, 1);
        break;
    case CK_HARD_SIGMOID:
        CK_FREE
        for (size_t i = 0; i < count; i++) out[i] = ck_clamp(alpha * in[i] + beta, 0, 1);
        break;
    case CK_LEAKY_RELU:
        CK_FREE
        for (size_t i = 0; i < count; i++) out[i] = in[i] < 0 ? alpha * in[i] : in[i];
        break;
    case CK_CLIP:
        CK_FREE
        for (size_t i = 0; i < count; i++) out[i] = ck_clamp(in[i], alpha, beta);
        break;
    default: ck_apply_f32(function, alpha, beta, in, out, count);
    }
}

#ifndef CK_OWN_WINDOWS
void CK_NAMED(ck_depthwise_f32, CK_SET)(const ck_window *w, const float *in, const float *weights, float bias,
                                        float *out) {
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
                const float *source = line + shift;
                if (step == 1) {
                    for (int32_t x = low; x < high; x++) out[x] += weight * source[x];
                } else if (step == 2) {
                    for (int32_t x = low; x < high; x++) out[x] += weight * source[2 * x];
                } else {
                    for (int32_t x = low; x < high; x++) out[x] += weight * source[x * step];
                }
            }
        }
    }
}
#endif

#ifndef CK_OWN_QUANTIZE
void CK_NAMED(ck_quantize, CK_SET)(const float *in, float scale, int32_t zero_point, uint8_t *out, size_t count) {
    const float least = (float)-zero_point, most = (float)(255 - zero_point);
    for (size_t i = 0; i < count; i++) {
        float scaled = in[i] / scale;
        scaled = scaled == scaled ? scaled : 0;
        scaled = scaled < least ? least : scaled;
        scaled = scaled > most ? most : scaled;
        out[i] = (uint8_t)(ck_nearest(scaled) + zero_point);
    }
}
#endif

// The largest of each column of the lines under a window, then the largest along those.
void CK_NAMED(ck_maxpool_f32, CK_SET)(const ck_window *w, size_t planes, const float *in, float *out) {
    enum { room = 2048 };
    float columns[room];
    const int32_t step = w->stride_width, reach = (w->kernel_width - 1) * w->dilation_width + 1;
    if (reach > room) {
        ck_maxpool_wide_f32(w, planes, in, out);
        return;
    }
    int32_t at_once = (room - reach) / step;
    at_once = at_once < 1 ? 1 : at_once;
    const size_t plane = (size_t)w->height * (size_t)w->width;
    for (size_t p = 0; p < planes * (size_t)w->out_height; p++) {
        const float *picture = in + p / (size_t)w->out_height * plane;
        const int32_t oy = (int32_t)(p % (size_t)w->out_height);
        for (int32_t from = 0; from < w->out_width; from += at_once) {
            const int32_t count = w->out_width - from < at_once ? w->out_width - from : at_once;
            const int32_t x0 = from * step - w->pad_left, span = (count - 1) * step + reach;
            int32_t low = x0 < 0 ? -x0 : 0, high = w->width - x0 < span ? w->width - x0 : span;
            low = low > span ? span : low;
            high = high < low ? low : high;
            for (int32_t i = 0; i < span; i++) columns[i] = -INFINITY;
            for (int32_t ky = 0; ky < w->kernel_height; ky++) {
                const int32_t y = oy * w->stride_height - w->pad_top + ky * w->dilation_height;
                if (y < 0 || y >= w->height) continue;
                const float *line = picture + (size_t)y * (size_t)w->width + x0;
                for (int32_t i = low; i < high; i++) columns[i] = line[i] > columns[i] ? line[i] : columns[i];
            }
            float *to = out + p * (size_t)w->out_width + from;
            for (int32_t x = 0; x < count; x++) to[x] = columns[x * step];
            for (int32_t kx = 1; kx < w->kernel_width; kx++) {
                const float *column = columns + kx * w->dilation_width;
                if (step == 1) {
                    for (int32_t x = 0; x < count; x++) to[x] = column[x] > to[x] ? column[x] : to[x];
                } else {
                    for (int32_t x = 0; x < count; x++)
                        to[x] = column[x * step] > to[x] ? column[x * step] : to[x];
                }
            }
        }
    }
}
