// Tiles of up to six pixels by four vectors of four channels: 24 sums, four loads of weights and a broadcast at a
// time. The instruction takes signed bytes alone, so those of pixels are moved to -128...127, which takes 128 times
// the sum of the weights off each sum.

#if defined(__aarch64__)
#include <arm_neon.h>

#include "rounding_neon.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

static inline __attribute__((always_inline)) void tile(const ck_dense_run *run, size_t pixel, const size_t rows) {
    int32x4_t total[6][4], moved[4];
    for (size_t v = 0; v < 4; v++) {
        const int32x4_t bias = vld1q_s32(run->bias + 4 * v);
        for (size_t i = 0; i < rows; i++) total[i][v] = bias;
        moved[v] = vdupq_n_s32(0);
    }
    const int8_t *w = run->weights;
    for (size_t s = 0; s < run->segment_count; s++) {
        const uint8_t *a = run->in + pixel * run->pixel_stride + run->segments[s];
        for (size_t g = 0; g < run->segment_groups; g++, a += 4, w += 64) {
            int8x16_t weights[4];
            for (size_t v = 0; v < 4; v++) {
                weights[v] = vld1q_s8(w + 16 * v);
                moved[v] = vdotq_s32(moved[v], vdupq_n_s8(-128), weights[v]);
            }
#pragma clang loop unroll(full)
            for (size_t i = 0; i < rows; i++) {
                uint32_t four;
                __builtin_memcpy(&four, a + i * run->pixel_stride, 4);
                const int8x16_t values =
                    vreinterpretq_s8_u8(veorq_u8(vreinterpretq_u8_u32(vdupq_n_u32(four)), vdupq_n_u8(128)));
                for (size_t v = 0; v < 4; v++) total[i][v] = vdotq_s32(total[i][v], values, weights[v]);
            }
        }
    }
    for (size_t i = 0; i < rows; i++) {
        // As signed bytes 128 is -128, so that what was moved comes back by taking its product away.
        for (size_t v = 0; v < 4; v++) total[i][v] = vsubq_s32(total[i][v], moved[v]);
        if (run->floats) {
            float plain[16];
            for (size_t v = 0; v < 4; v++)
                vst1q_f32(plain + 4 * v,
                          vmulq_f32(vcvtq_f32_s32(total[i][v]), vld1q_f32(run->scale + 4 * v)));
            __builtin_memcpy(run->floats + (pixel + i) * run->float_stride, plain, run->columns * sizeof *plain);
        } else {
            uint8_t plain[16];
            vst1q_u8(plain, rounded_neon(total[i], run->scale, &run->rounding));
            __builtin_memcpy(run->out + (pixel + i) * run->out_stride, plain, run->columns);
        }
    }
}

void ck_dense_u8s8_neondot(const ck_dense_run *run, size_t block, size_t pixels) {
    (void)block;
    size_t p = 0;
    for (size_t tiles = (pixels + 5) / 6; tiles > 0; tiles--) {
        const size_t rows = (pixels - p + tiles - 1) / tiles;
        switch (rows) {
        case 1: tile(run, p, 1); break;
        case 2: tile(run, p, 2); break;
        case 3: tile(run, p, 3); break;
        case 4: tile(run, p, 4); break;
        case 5: tile(run, p, 5); break;
        default: tile(run, p, 6); break;
        }
        p += rows;
    }
}

#pragma clang attribute pop
#endif
