// The rounding rule in portable C, shared by the scalar kernels and by the tails of the others.

#pragma once

#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

/// Adding and taking away 1.5 * 2^23 leaves the nearest whole number, ties to even, for magnitudes below
/// 2^22.
static inline int32_t ck_nearest(float value) {
    const float magic = 12582912.0f;
    float shifted = value + magic;
    return (int32_t)(shifted - magic);
}

static inline uint8_t ck_round(int32_t sum, float scale, const ck_rounding *r) {
    float value = (float)sum * scale;
    float least = (float)(r->low - r->zero_point), most = (float)(r->high - r->zero_point);
    // Clamped before it is rounded: the bounds are whole, so the result is the same and the conversion is
    // safe.
    value = value < least ? least : value;
    value = value > most ? most : value;
    uint8_t stored = (uint8_t)(ck_nearest(value) + r->zero_point);
    return r->table ? r->table[stored] : stored;
}
