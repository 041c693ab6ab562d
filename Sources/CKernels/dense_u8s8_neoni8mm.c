#if defined(__aarch64__)
#include <arm_neon.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("dotprod,i8mm"))), apply_to = function)

#define CK_MOVES_BYTES false

static inline __attribute__((always_inline)) int32x4_t product_neon(int32x4_t sum, uint8x16_t values,
                                                                    int8x16_t weights) {
    return vusdotq_s32(sum, values, weights);
}

#include "dense_u8s8_neon.h"

void ck_dense_u8s8_neoni8mm(const ck_dense_run *run, size_t block, size_t pixels) {
    (void)block;
    dense_neon(run, pixels);
}

#pragma clang attribute pop
#endif
