// From 32-bit sums to stored bytes with 128-bit vectors.

#pragma once

#include <arm_neon.h>

#include "CKernels.h"

// Sixteen sums, in order. The narrowing saturates, and so clamps on the way.
static inline __attribute__((always_inline)) uint8x16_t rounded_neon(const int32x4_t *sums, const float *scale,
                                                                     const ck_rounding *r) {
    int16x4_t words[4];
    for (size_t v = 0; v < 4; v++)
        words[v] = vqmovn_s32(vcvtnq_s32_f32(vmulq_f32(vcvtq_f32_s32(sums[v]), vld1q_f32(scale + 4 * v))));
    const int16x8_t zero = vdupq_n_s16((int16_t)r->zero_point);
    const int16x8_t low = vqaddq_s16(vcombine_s16(words[0], words[1]), zero);
    const int16x8_t high = vqaddq_s16(vcombine_s16(words[2], words[3]), zero);
    const uint8x16_t value = vcombine_u8(vqmovun_s16(low), vqmovun_s16(high));
    return vminq_u8(vmaxq_u8(value, vdupq_n_u8((uint8_t)r->low)), vdupq_n_u8((uint8_t)r->high));
}
