// Sixteen channels at a time, widened to int16, whose products go straight to 32-bit sums.

#if defined(__aarch64__)
#include <arm_neon.h>

#include "requantize.h"
#include "rounding_neon.h"
#include "rows.h"

static void sixteen(const ck_depthwise_run *run, size_t p, size_t c) {
    int32x4_t total[4];
    for (size_t v = 0; v < 4; v++) total[v] = vld1q_s32(run->bias + c + 4 * v);
    const int8_t *w = run->weights + c;
    for (size_t y = 0; y < run->kernel_height; y++) {
        const uint8_t *in = run->rows[y] + p * run->pixel_step + c;
        for (size_t x = 0; x < run->kernel_width; x++, in += run->tap_step, w += run->channels) {
            const uint8x16_t values = vld1q_u8(in);
            const int8x16_t weights = vld1q_s8(w);
            const int16x8_t low = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(values)));
            const int16x8_t high = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(values)));
            const int16x8_t low_weights = vmovl_s8(vget_low_s8(weights));
            const int16x8_t high_weights = vmovl_s8(vget_high_s8(weights));
            total[0] = vmlal_s16(total[0], vget_low_s16(low), vget_low_s16(low_weights));
            total[1] = vmlal_high_s16(total[1], low, low_weights);
            total[2] = vmlal_s16(total[2], vget_low_s16(high), vget_low_s16(high_weights));
            total[3] = vmlal_high_s16(total[3], high, high_weights);
        }
    }
    vst1q_u8(run->out + p * run->out_stride + c, rounded_neon(total, run->scale + c, &run->rounding));
}

void ck_depthwise_u8s8_neon(const ck_depthwise_run *run, size_t pixels) {
    for (size_t p = 0; p < pixels; p++) {
        size_t c = 0;
        for (; c + 16 <= run->channels; c += 16) sixteen(run, p, c);
        for (; c < run->channels; c++) {
            int32_t total = run->bias[c];
            const int8_t *w = run->weights + c;
            for (size_t y = 0; y < run->kernel_height; y++)
                for (size_t x = 0; x < run->kernel_width; x++, w += run->channels)
                    total += run->rows[y][p * run->pixel_step + x * run->tap_step + c] * *w;
            run->out[p * run->out_stride + c] = ck_round(total, run->scale[c], &run->rounding);
        }
    }
}
#endif
