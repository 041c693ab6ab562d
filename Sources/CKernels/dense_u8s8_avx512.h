// The dense product with 512-bit vectors: the body of two files that differ in the instructions they may use.
//
// A tile is R pixels by V vectors of sixteen channels with R * V near 24 sums in registers: per group of four
// k, V loads of weights and R broadcasts of pixels feed R * V multiply-adds, so both multipliers stay busy.

#pragma once

#include "rounding_avx512.h"

typedef struct {
    const ck_dense_run *run;
    const uint8_t *in;
    uint8_t *out;
    float *floats;
} dense_tile;

#define CK_INLINE static inline __attribute__((always_inline))

CK_INLINE void store_floats(const __m512i *total, const size_t rows, const size_t vectors,
                            const dense_tile *t) {
    const ck_dense_run *run = t->run;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
        float plain[64];
        for (size_t v = 0; v < vectors; v++) {
            __m512 value =
                _mm512_mul_ps(_mm512_cvtepi32_ps(total[i * vectors + v]), _mm512_loadu_ps(run->scale + 16 * v));
            for (size_t lane = 0; lane < 4; lane++) {
                __m512 moved = _mm512_permutexvar_ps(
                    _mm512_set1_epi32((int)(4 * lane)) + _mm512_setr_epi32(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
                                                                            0, 1, 2, 3), value);
                _mm_storeu_ps(plain + lane * 4 * vectors + 4 * v, _mm512_castps512_ps128(moved));
            }
        }
        __builtin_memcpy(t->floats + i * run->float_stride, plain, run->columns * sizeof(float));
    }
}

CK_INLINE void store_64(const __m512i *total, const size_t rows, const dense_tile *t,
                        const rounding_avx512 *r) {
    const ck_dense_run *run = t->run;
    const __mmask64 mask = first_bytes(run->columns);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
        __m512i q[4];
        for (size_t v = 0; v < 4; v++) q[v] = scaled(total[i * 4 + v], run->scale + 16 * v);
        __m512i value = through_table(bytes_of(q[0], q[1], q[2], q[3], r), r);
        _mm512_mask_storeu_epi8(t->out + i * run->out_stride, mask, value);
    }
}

CK_INLINE void store_32(const __m512i *total, const size_t rows, const dense_tile *t,
                        const rounding_avx512 *r) {
    const ck_dense_run *run = t->run;
    const __mmask32 mask = (__mmask32)first_bytes(run->columns);
    // Each lane holds eight bytes of either pixel.
    const __m512i apart = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i += 2) {
        const size_t j = i + 1 < rows ? i + 1 : i;
        __m512i q[4];
        for (size_t v = 0; v < 2; v++) {
            q[v] = scaled(total[i * 2 + v], run->scale + 16 * v);
            q[2 + v] = scaled(total[j * 2 + v], run->scale + 16 * v);
        }
        __m512i value = through_table(bytes_of(q[0], q[1], q[2], q[3], r), r);
        value = _mm512_permutexvar_epi64(apart, value);
        _mm256_mask_storeu_epi8(t->out + i * run->out_stride, mask, _mm512_castsi512_si256(value));
        if (j != i)
            _mm256_mask_storeu_epi8(t->out + j * run->out_stride, mask, _mm512_extracti64x4_epi64(value, 1));
    }
}

CK_INLINE void store_16(const __m512i *total, const size_t rows, const dense_tile *t,
                        const rounding_avx512 *r) {
    const ck_dense_run *run = t->run;
    const __mmask16 mask = (__mmask16)first_bytes(run->columns);
    // Each lane holds four bytes of each of four pixels.
    const __m512i apart = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i += 4) {
        __m512i q[4];
        for (size_t n = 0; n < 4; n++) q[n] = scaled(total[i + n < rows ? i + n : i], run->scale);
        __m512i value = through_table(bytes_of(q[0], q[1], q[2], q[3], r), r);
        value = _mm512_permutexvar_epi32(apart, value);
        uint8_t *out = t->out + i * run->out_stride;
        _mm_mask_storeu_epi8(out, mask, _mm512_castsi512_si128(value));
        if (i + 1 < rows)
            _mm_mask_storeu_epi8(out + run->out_stride, mask, _mm512_extracti32x4_epi32(value, 1));
        if (i + 2 < rows)
            _mm_mask_storeu_epi8(out + 2 * run->out_stride, mask, _mm512_extracti32x4_epi32(value, 2));
        if (i + 3 < rows)
            _mm_mask_storeu_epi8(out + 3 * run->out_stride, mask, _mm512_extracti32x4_epi32(value, 3));
    }
}

// `rows` and `vectors` are constants at each call, so that every loop over them unrolls and the sums stay in
// registers.
CK_INLINE void dense_tile_avx512(const dense_tile *t, const size_t rows, const size_t vectors) {
    const ck_dense_run *run = t->run;
    __m512i total[24];
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) {
        __m512i bias = _mm512_loadu_si512(run->bias + 16 * v);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < rows; i++) total[i * vectors + v] = bias;
    }
    const int8_t *w = run->weights;
    const size_t stride = run->pixel_stride;
    for (size_t s = 0; s < run->segment_count; s++) {
        const uint8_t *a = t->in + run->segments[s];
        for (size_t g = 0; g < run->segment_groups; g++, a += 4, w += 64 * vectors) {
            __m512i weights[4];
#pragma clang loop unroll(full)
            for (size_t v = 0; v < vectors; v++) weights[v] = _mm512_loadu_si512(w + 64 * v);
#pragma clang loop unroll(full)
            for (size_t i = 0; i < rows; i++) {
                int32_t four;
                __builtin_memcpy(&four, a + i * stride, 4);
                __m512i values = _mm512_set1_epi32(four);
#pragma clang loop unroll(full)
                for (size_t v = 0; v < vectors; v++)
                    total[i * vectors + v] = _mm512_dpbusd_epi32(total[i * vectors + v], values, weights[v]);
            }
        }
    }
    if (run->floats) {
        store_floats(total, rows, vectors, t);
        return;
    }
    const rounding_avx512 r = load_rounding(&run->rounding);
    if (vectors == 4) {
        store_64(total, rows, t, &r);
    } else if (vectors == 2) {
        store_32(total, rows, t, &r);
    } else {
        store_16(total, rows, t, &r);
    }
}

#define CK_TILE(R, V)                                                                                          \
    static __attribute__((noinline)) void tile_##R##x##V(const dense_tile *t) { dense_tile_avx512(t, R, V); }

CK_TILE(1, 4) CK_TILE(2, 4) CK_TILE(3, 4) CK_TILE(4, 4) CK_TILE(5, 4) CK_TILE(6, 4)
CK_TILE(1, 2) CK_TILE(2, 2) CK_TILE(3, 2) CK_TILE(4, 2) CK_TILE(5, 2) CK_TILE(6, 2)
CK_TILE(7, 2) CK_TILE(8, 2) CK_TILE(9, 2) CK_TILE(10, 2) CK_TILE(11, 2) CK_TILE(12, 2)
CK_TILE(1, 1) CK_TILE(2, 1) CK_TILE(3, 1) CK_TILE(4, 1) CK_TILE(5, 1) CK_TILE(6, 1)
CK_TILE(7, 1) CK_TILE(8, 1) CK_TILE(9, 1) CK_TILE(10, 1) CK_TILE(11, 1) CK_TILE(12, 1)
CK_TILE(13, 1) CK_TILE(14, 1) CK_TILE(15, 1) CK_TILE(16, 1)

typedef void tile_function(const dense_tile *t);

static tile_function *const tiles_64[] = {tile_1x4, tile_2x4, tile_3x4, tile_4x4, tile_5x4, tile_6x4};
static tile_function *const tiles_32[] = {tile_1x2, tile_2x2, tile_3x2, tile_4x2,  tile_5x2,  tile_6x2,
                                          tile_7x2, tile_8x2, tile_9x2, tile_10x2, tile_11x2, tile_12x2};
static tile_function *const tiles_16[] = {tile_1x1,  tile_2x1,  tile_3x1,  tile_4x1, tile_5x1,  tile_6x1,
                                          tile_7x1,  tile_8x1,  tile_9x1,  tile_10x1, tile_11x1, tile_12x1,
                                          tile_13x1, tile_14x1, tile_15x1, tile_16x1};

// As few tiles as will do, none more than one pixel larger than another.
static void dense_avx512(const ck_dense_run *run, size_t block, size_t pixels) {
    const size_t most = block == 64 ? 6 : block == 32 ? 12 : 16;
    tile_function *const *tiles = block == 64 ? tiles_64 : block == 32 ? tiles_32 : tiles_16;
    dense_tile t = {run, run->in, run->out, run->floats};
    for (size_t count = (pixels + most - 1) / most; count > 0; count--) {
        const size_t rows = (pixels + count - 1) / count;
        tiles[rows - 1](&t);
        t.in += rows * run->pixel_stride;
        if (t.floats) {
            t.floats += rows * run->float_stride;
        } else {
            t.out += rows * run->out_stride;
        }
        pixels -= rows;
    }
}
