// Tiles of eight rows by three vectors of sixteen columns: 24 accumulators, three loads and eight broadcasts
// for 24 fused multiply-adds. Columns go in the outer loop, so that a panel of b stays in the first caches
// for all rows.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,fma"))), apply_to = function)

enum { tile_rows = 8, tile_vectors = 3 };

typedef struct {
    const float *a, *b;
    size_t a_stride, b_stride, depth, out_stride;
    float *out;
} tile_operands;

// `rows` and `vectors` are constants at each call, so the loops over them unroll; only the last vector is
// masked.
static inline __attribute__((always_inline)) void tile(const tile_operands *t, const size_t rows,
                                                       const size_t vectors, __mmask16 last) {
    __m512 total[tile_rows][tile_vectors];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++)
        for (size_t v = 0; v < vectors; v++) total[i][v] = _mm512_setzero_ps();
    const float *a = t->a, *b = t->b;
    for (size_t k = 0; k < t->depth; k++, b += t->b_stride) {
        __m512 values[tile_vectors];
        for (size_t v = 0; v < vectors; v++)
            values[v] = _mm512_maskz_loadu_ps(v + 1 == vectors ? last : 0xFFFF, b + 16 * v);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < rows; i++) {
            __m512 factor = _mm512_set1_ps(a[i * t->a_stride + k]);
            for (size_t v = 0; v < vectors; v++)
                total[i][v] = _mm512_fmadd_ps(factor, values[v], total[i][v]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++)
        for (size_t v = 0; v < vectors; v++)
            _mm512_mask_storeu_ps(t->out + i * t->out_stride + 16 * v, v + 1 == vectors ? last : 0xFFFF,
                                  total[i][v]);
}

static inline __attribute__((always_inline)) void strip(const tile_operands *t, size_t rows, size_t vectors,
                                                        __mmask16 last) {
    switch (vectors) {
    case 1: tile(t, rows, 1, last); break;
    case 2: tile(t, rows, 2, last); break;
    default: tile(t, rows, 3, last); break;
    }
}

void ck_gemm_f32_avx512vnni(const float *a, size_t a_stride, const float *b, size_t b_stride, size_t rows,
                            size_t columns, size_t depth, float *out, size_t out_stride) {
    for (size_t c = 0; c < columns; c += 16 * tile_vectors) {
        const size_t left = columns - c < 16 * tile_vectors ? columns - c : 16 * tile_vectors;
        const size_t vectors = (left + 15) / 16;
        const __mmask16 last = (__mmask16)(0xFFFFu >> (16 * vectors - left));
        size_t i = 0;
        for (; i + tile_rows <= rows; i += tile_rows) {
            tile_operands t = {a + i * a_stride,        b + c, a_stride, b_stride, depth, out_stride,
                               out + i * out_stride + c};
            strip(&t, tile_rows, vectors, last);
        }
        for (size_t step; i < rows; i += step) {
            tile_operands t = {a + i * a_stride,        b + c, a_stride, b_stride, depth, out_stride,
                               out + i * out_stride + c};
            step = rows - i >= 4 ? 4 : 1;
            if (step == 4) {
                strip(&t, 4, vectors, last);
            } else {
                strip(&t, 1, vectors, last);
            }
        }
    }
}

#pragma clang attribute pop
#endif
