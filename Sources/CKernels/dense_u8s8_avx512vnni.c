#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))),                \
                             apply_to = function)

#include "dense_u8s8_avx512.h"

void ck_dense_u8s8_avx512vnni(const ck_dense_run *run, size_t block, size_t pixels) {
    dense_avx512(run, block, pixels);
}

#pragma clang attribute pop
#endif
