// Tiles of up to six pixels by two vectors of eight channels: twelve sums, one broadcast, weights from
// memory.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2,avxvnni"))), apply_to = function)

static inline __attribute__((always_inline)) __m256i words(const __m256i *sums, const ck_dense_run *run) {
    __m256i whole[2];
    for (size_t v = 0; v < 2; v++)
        whole[v] = _mm256_cvtps_epi32(
            _mm256_mul_ps(_mm256_cvtepi32_ps(sums[v]), _mm256_loadu_ps(run->scale + 8 * v)));
    return _mm256_adds_epi16(_mm256_packs_epi32(whole[0], whole[1]),
                             _mm256_set1_epi16((int16_t)run->rounding.zero_point));
}

static inline __attribute__((always_inline)) void store_floats(const __m256i *sums, const ck_dense_run *run,
                                                               float *out) {
    float plain[16];
    for (size_t v = 0; v < 2; v++) {
        __m256 value = _mm256_mul_ps(_mm256_cvtepi32_ps(sums[v]), _mm256_loadu_ps(run->scale + 8 * v));
        _mm_storeu_ps(plain + 4 * v, _mm256_castps256_ps128(value));
        _mm_storeu_ps(plain + 8 + 4 * v, _mm256_extractf128_ps(value, 1));
    }
    __builtin_memcpy(out, plain, run->columns * sizeof *plain);
}

static inline __attribute__((always_inline)) void store_bytes(__m128i value, const ck_dense_run *run,
                                                              uint8_t *out) {
    uint8_t plain[16];
    _mm_storeu_si128((__m128i *)plain, value);
    __builtin_memcpy(out, plain, run->columns);
}

// `rows` is a constant at each call, so that the sums stay in registers.
static inline __attribute__((always_inline)) void tile(const ck_dense_run *run, size_t pixel,
                                                       const size_t rows) {
    __m256i total[6][2];
    for (size_t v = 0; v < 2; v++)
        for (size_t i = 0; i < rows; i++)
            total[i][v] = _mm256_loadu_si256((const __m256i *)(run->bias + 8 * v));
    const int8_t *w = run->weights;
    for (size_t s = 0; s < run->segment_count; s++) {
        const uint8_t *a = run->in + pixel * run->pixel_stride + run->segments[s];
        for (size_t g = 0; g < run->segment_groups; g++, a += 4, w += 64) {
            const __m256i low = _mm256_loadu_si256((const __m256i *)w);
            const __m256i high = _mm256_loadu_si256((const __m256i *)(w + 32));
#pragma clang loop unroll(full)
            for (size_t i = 0; i < rows; i++) {
                int32_t four;
                __builtin_memcpy(&four, a + i * run->pixel_stride, 4);
                const __m256i values = _mm256_set1_epi32(four);
                total[i][0] = _mm256_dpbusd_avx_epi32(total[i][0], values, low);
                total[i][1] = _mm256_dpbusd_avx_epi32(total[i][1], values, high);
            }
        }
    }
    if (run->floats) {
        for (size_t i = 0; i < rows; i++)
            store_floats(total[i], run, run->floats + (pixel + i) * run->float_stride);
        return;
    }
    const __m256i low = _mm256_set1_epi8((char)run->rounding.low);
    const __m256i high = _mm256_set1_epi8((char)run->rounding.high);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i += 2) {
        const size_t j = i + 1 < rows ? i + 1 : i;
        __m256i value = _mm256_packus_epi16(words(total[i], run), words(total[j], run));
        value = _mm256_min_epu8(_mm256_max_epu8(value, low), high);
        // Each lane holds eight bytes of either pixel.
        value = _mm256_permute4x64_epi64(value, _MM_SHUFFLE(3, 1, 2, 0));
        store_bytes(_mm256_castsi256_si128(value), run, run->out + (pixel + i) * run->out_stride);
        store_bytes(_mm256_extracti128_si256(value, 1), run, run->out + (pixel + j) * run->out_stride);
    }
}

void ck_dense_u8s8_avxvnni(const ck_dense_run *run, size_t block, size_t pixels) {
    (void)block;
    size_t p = 0;
    for (size_t tiles = (pixels + 5) / 6; tiles > 0; tiles--) {
        const size_t rows = (pixels - p + tiles - 1) / tiles;
        switch (rows) {
        case 1: tile(run, p, 1); break;
        case 2: tile(run, p, 2); break;
        case 3: tile(run, p, 3); break;
        case 4: tile(run, p, 4); break;
        case 5: tile(run, p, 5); break;
        default: tile(run, p, 6); break;
        }
        p += rows;
    }
}

#pragma clang attribute pop
#endif
