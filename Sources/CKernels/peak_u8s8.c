// What the multipliers could do if nothing else were to be done: the measure of a layer's speed.

#include "rows.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512vnni"))), apply_to = function)

size_t ck_burst_avx512vnni(size_t rounds) {
    enum { sums = 24 };
    const __m512i a = _mm512_set1_epi32(0x01020304), b = _mm512_set1_epi32(0x01010101);
    __m512i total[sums];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < sums; i++) total[i] = _mm512_set1_epi32((int)i);
    for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < sums; i++) total[i] = _mm512_dpbusd_epi32(total[i], a, b);
        // Keeps the compiler from working out the sums.
        __asm__ volatile("" : "+v"(total[0]));
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < sums; i++) __asm__ volatile("" ::"v"(total[i]));
    return rounds * sums * 64;
}

#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,avxvnni"))), apply_to = function)

size_t ck_burst_avxvnni(size_t rounds) {
    enum { sums = 12 };
    const __m256i a = _mm256_set1_epi32(0x01020304), b = _mm256_set1_epi32(0x01010101);
    __m256i total[sums];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < sums; i++) total[i] = _mm256_set1_epi32((int)i);
    for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < sums; i++) total[i] = _mm256_dpbusd_avx_epi32(total[i], a, b);
        __asm__ volatile("" : "+x"(total[0]));
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < sums; i++) __asm__ volatile("" ::"x"(total[i]));
    return rounds * sums * 32;
}

#pragma clang attribute pop
#endif
