#if defined(__x86_64__)
#define CK_HAS_VBMI
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,avx512vbmi"))), \
                             apply_to = function)

#include "depthwise_u8s8_avx512.h"

void ck_depthwise_u8s8_avx512vbmi(const ck_depthwise_run *run, size_t pixels) {
    depthwise_avx512(run, pixels);
}

#pragma clang attribute pop
#endif
