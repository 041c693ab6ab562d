// Tiles of eight rows by three vectors of sixteen columns: 24 sums, and per step three loads and eight
// broadcasts for 24 fused multiply-adds.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,popcnt"))),         \
                             apply_to = function)

enum { tile_rows = 8 };

// `vectors` is a constant at each call, so the loops over it unroll.
static inline __attribute__((always_inline)) void tile(const ck_product_run *run, const size_t vectors) {
    __m512 total[tile_rows][3];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < tile_rows; i++) {
        const __m512 start = _mm512_set1_ps(i < run->rows && run->bias ? run->bias[i] : 0);
        for (size_t v = 0; v < vectors; v++) total[i][v] = start;
    }
    const float *w = run->weights;
    for (size_t k = 0; k < run->depth; k++, w += tile_rows) {
        const float *b = run->in + run->offsets[k];
        __m512 values[3];
        for (size_t v = 0; v < vectors; v++) values[v] = _mm512_loadu_ps(b + 16 * v);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < tile_rows; i++) {
            const __m512 factor = _mm512_set1_ps(w[i]);
            for (size_t v = 0; v < vectors; v++) total[i][v] = _mm512_fmadd_ps(factor, values[v], total[i][v]);
        }
    }
    if (run->keep == ~(uint64_t)0 >> (64 - 16 * vectors)) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < tile_rows; i++) {
            if (i >= run->rows) break;
            for (size_t v = 0; v < vectors; v++)
                _mm512_storeu_ps(run->out + i * run->out_stride + 16 * v, total[i][v]);
        }
        return;
    }
    size_t at = 0;
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) {
        const __mmask16 keep = (__mmask16)(run->keep >> (16 * v));
        const size_t count = (size_t)__builtin_popcount(keep);
        const __mmask16 first = (__mmask16)((1u << count) - 1);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < tile_rows; i++) {
            if (i >= run->rows) break;
            _mm512_mask_storeu_ps(run->out + i * run->out_stride + at, first,
                                  _mm512_maskz_compress_ps(keep, total[i][v]));
        }
        at += count;
    }
}

void ck_product_f32_avx512(const ck_product_run *run) {
    if (run->keep >> 32) {
        tile(run, 3);
    } else if (run->keep >> 16) {
        tile(run, 2);
    } else {
        tile(run, 1);
    }
}

#pragma clang attribute pop
#endif
