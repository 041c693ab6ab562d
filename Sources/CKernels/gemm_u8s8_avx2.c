// Two rows by sixteen columns. Values are widened to int16 first: the u8 x s8 instruction would saturate, and
// the sums must equal the scalar kernel's. Each column's sum lies in two halves until the end.

#if defined(__x86_64__)
#include <immintrin.h>

#include "requantize.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

enum { tile_rows = 2 };

static inline __m256i four_bytes(const uint8_t *a) {
    int32_t four;
    __builtin_memcpy(&four, a, 4);
    return _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(four)));
}

// Two vectors of (low half, high half) pairs of columns 0...3 and 4...7 become the sums of columns 0...7.
static inline __m256i join(__m256i first, __m256i second) {
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(first, second), _MM_SHUFFLE(3, 1, 2, 0));
}

static inline void store(__m256i sum, const ck_requantize *r, size_t c, uint8_t *out) {
    sum = _mm256_add_epi32(sum, _mm256_loadu_si256((const __m256i *)(r->bias + c)));
    __m256 value = _mm256_mul_ps(_mm256_cvtepi32_ps(sum), _mm256_loadu_ps(r->scale + c));
    value = _mm256_max_ps(value, _mm256_set1_ps((float)(r->low - r->zero_point)));
    value = _mm256_min_ps(value, _mm256_set1_ps((float)(r->high - r->zero_point)));
    __m256i whole = _mm256_add_epi32(_mm256_cvtps_epi32(value), _mm256_set1_epi32(r->zero_point));
    __m128i words = _mm_packus_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
    _mm_storel_epi64((__m128i *)(out + c), _mm_packus_epi16(words, words));
}

void ck_gemm_u8s8_avx2(const uint8_t *a, size_t a_stride, size_t groups, const int8_t *w, size_t rows,
                       size_t columns, const ck_requantize *r, uint8_t *out, size_t out_stride,
                       int32_t *sums) {
    __m256i total[tile_rows][4];
    for (size_t i = 0; i < tile_rows; i++)
        for (size_t v = 0; v < 4; v++) total[i][v] = _mm256_setzero_si256();

    for (size_t g = 0; g < groups; g++) {
        __m256i values[tile_rows];
        for (size_t i = 0; i < tile_rows; i++) values[i] = four_bytes(a + i * a_stride + 4 * g);
        for (size_t v = 0; v < 4; v++) {
            __m256i weights = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(w + g * 64 + v * 16)));
            for (size_t i = 0; i < tile_rows; i++)
                total[i][v] = _mm256_add_epi32(total[i][v], _mm256_madd_epi16(values[i], weights));
        }
    }

    for (size_t i = 0; i < rows; i++) {
        __m256i halves[2] = {join(total[i][0], total[i][1]), join(total[i][2], total[i][3])};
        if (!sums && columns == 16) {
            store(halves[0], r, 0, out + i * out_stride);
            store(halves[1], r, 8, out + i * out_stride);
            continue;
        }
        int32_t plain[16];
        _mm256_storeu_si256((__m256i *)plain, halves[0]);
        _mm256_storeu_si256((__m256i *)(plain + 8), halves[1]);
        for (size_t c = 0; c < columns; c++) {
            if (sums) {
                sums[i * 16 + c] = plain[c];
            } else {
                out[i * out_stride + c] =
                    ck_requantize_one(plain[c] + r->bias[c], r->scale[c], r->zero_point, r->low, r->high);
            }
        }
    }
}

#pragma clang attribute pop
#endif
