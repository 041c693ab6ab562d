// Tiles of eight rows by three vectors of sixteen columns: 24 sums, and per step three loads and eight
// broadcasts for 24 fused multiply-adds.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma"))),                \
                             apply_to = function)

enum { tile_rows = 8, panel_columns = 48 };

// `vectors` is a constant at each call, so the loops over it unroll; only the last vector is masked.
static inline __attribute__((always_inline)) void tile(const ck_product_run *run, size_t first,
                                                       const size_t vectors, __mmask16 last) {
    __m512 total[tile_rows][3];
    float *out = run->out + first * run->out_stride;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < tile_rows; i++) {
        const bool is_row = first + i < run->rows;
        for (size_t v = 0; v < vectors; v++) {
            if (run->accumulates) {
                const __mmask16 mask = !is_row ? 0 : v + 1 == vectors ? last : 0xFFFF;
                total[i][v] = _mm512_maskz_loadu_ps(mask, out + i * run->out_stride + 16 * v);
            } else {
                total[i][v] = _mm512_set1_ps(is_row && run->bias ? run->bias[first + i] : 0);
            }
        }
    }
    const float *w = run->weights + first / tile_rows * run->block_stride, *b = run->panel;
    for (size_t k = 0; k < run->depth; k++, b += panel_columns, w += tile_rows) {
        __m512 values[3];
        for (size_t v = 0; v < vectors; v++) values[v] = _mm512_loadu_ps(b + 16 * v);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < tile_rows; i++) {
            const __m512 factor = _mm512_set1_ps(w[i]);
            for (size_t v = 0; v < vectors; v++) total[i][v] = _mm512_fmadd_ps(factor, values[v], total[i][v]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < tile_rows; i++) {
        if (first + i >= run->rows) break;
        for (size_t v = 0; v < vectors; v++)
            _mm512_mask_storeu_ps(out + i * run->out_stride + 16 * v, v + 1 == vectors ? last : 0xFFFF,
                                  total[i][v]);
    }
}

void ck_product_f32_avx512(const ck_product_run *run) {
    const size_t vectors = (run->columns + 15) / 16;
    const __mmask16 last = (__mmask16)(0xFFFFu >> (16 * vectors - run->columns));
    for (size_t first = 0; first < run->rows; first += tile_rows) {
        switch (vectors) {
        case 1: tile(run, first, 1, last); break;
        case 2: tile(run, first, 2, last); break;
        default: tile(run, first, 3, last); break;
        }
    }
}

#pragma clang attribute pop
#endif
