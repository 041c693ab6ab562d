// Tiles of up to six pixels by sixteen channels with the matrix instruction, which multiplies the eight bytes of two
// pixels with those of two channels: 24 sums of two by two. Two groups of weights, woven, give two channels' eight.

#if defined(__aarch64__)
#include <arm_neon.h>

#include "rounding_neon.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("dotprod,i8mm"))), apply_to = function)

#define CK_INLINE static inline __attribute__((always_inline))

// Eight bytes of two pixels, or four and zeros.
CK_INLINE uint8x16_t two_pixels(const uint8_t *a, const uint8_t *b, const size_t bytes) {
    uint64_t first = 0, second = 0;
    __builtin_memcpy(&first, a, bytes);
    __builtin_memcpy(&second, b, bytes);
    return vreinterpretq_u8_u64(vcombine_u64(vcreate_u64(first), vcreate_u64(second)));
}

// One or two groups of four bytes. With an odd number of pixels the last is its own neighbour.
CK_INLINE void multiply(int32x4_t (*total)[8], const uint8_t *a, const int8_t *w, size_t stride,
                        const size_t rows, const size_t groups) {
    uint8x16_t values[3];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i += 2)
        values[i / 2] = two_pixels(a + i * stride, a + (i + 1 < rows ? i + 1 : i) * stride, 4 * groups);
#pragma clang loop unroll(full)
    for (size_t v = 0; v < 4; v++) {
        const int32x4_t near = vreinterpretq_s32_s8(vld1q_s8(w + 16 * v));
        const int32x4_t far = groups == 2 ? vreinterpretq_s32_s8(vld1q_s8(w + 64 + 16 * v)) : vdupq_n_s32(0);
        const int8x16_t low = vreinterpretq_s8_s32(vzip1q_s32(near, far));
        const int8x16_t high = vreinterpretq_s8_s32(vzip2q_s32(near, far));
#pragma clang loop unroll(full)
        for (size_t i = 0; i < rows; i += 2) {
            total[i / 2][2 * v] = vusmmlaq_s32(total[i / 2][2 * v], values[i / 2], low);
            total[i / 2][2 * v + 1] = vusmmlaq_s32(total[i / 2][2 * v + 1], values[i / 2], high);
        }
    }
}

CK_INLINE void store(const ck_dense_run *run, const int32x4_t *sums, size_t pixel) {
    if (run->floats) {
        float plain[16];
        for (size_t v = 0; v < 4; v++)
            vst1q_f32(plain + 4 * v, vmulq_f32(vcvtq_f32_s32(sums[v]), vld1q_f32(run->scale + 4 * v)));
        __builtin_memcpy(run->floats + pixel * run->float_stride, plain, run->columns * sizeof *plain);
    } else {
        uint8_t plain[16];
        vst1q_u8(plain, rounded_neon(sums, run->scale, &run->rounding));
        __builtin_memcpy(run->out + pixel * run->out_stride, plain, run->columns);
    }
}

// `rows` is a constant at each call, so that the sums stay in registers.
CK_INLINE void tile(const ck_dense_run *run, size_t pixel, const size_t rows) {
    int32x4_t total[3][8];
    for (size_t c = 0; c < 8; c++) {
        const int32x2_t bias = vld1_s32(run->bias + 2 * c);
        for (size_t i = 0; i < rows; i += 2) total[i / 2][c] = vcombine_s32(bias, bias);
    }
    const int8_t *w = run->weights;
    for (size_t s = 0; s < run->segment_count; s++) {
        const uint8_t *a = run->in + pixel * run->pixel_stride + run->segments[s];
        size_t left = run->segment_groups;
        for (; left >= 2; left -= 2, a += 8, w += 128) multiply(total, a, w, run->pixel_stride, rows, 2);
        if (left > 0) multiply(total, a, w, run->pixel_stride, rows, 1);
        w += left * 64;
    }
    for (size_t i = 0; i < rows; i += 2) {
        int32x4_t first[4], second[4];
        for (size_t v = 0; v < 4; v++) {
            const int32x4_t a = total[i / 2][2 * v], b = total[i / 2][2 * v + 1];
            first[v] = vcombine_s32(vget_low_s32(a), vget_low_s32(b));
            second[v] = vcombine_s32(vget_high_s32(a), vget_high_s32(b));
        }
        store(run, first, pixel + i);
        if (i + 1 < rows) store(run, second, pixel + i + 1);
    }
}

void ck_dense_u8s8_neoni8mm(const ck_dense_run *run, size_t block, size_t pixels) {
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
