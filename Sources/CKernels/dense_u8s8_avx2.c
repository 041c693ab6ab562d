// Two pixels by sixteen channels. Values are widened to int16 first: the u8 x s8 instruction would saturate,
// and the sums must equal the scalar kernel's. Each channel's sum lies in two halves until the end.

#if defined(__x86_64__)
#include <immintrin.h>

#include "requantize.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

static inline __m256i four_bytes(const uint8_t *a) {
    int32_t four;
    __builtin_memcpy(&four, a, 4);
    return _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(four)));
}

// Two vectors of (low half, high half) pairs of channels 0...3 and 4...7 become the sums of channels 0...7.
static inline __m256i join(__m256i first, __m256i second) {
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(first, second), _MM_SHUFFLE(3, 1, 2, 0));
}

static inline __m256i whole(__m256i sum, const float *scale) {
    return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_cvtepi32_ps(sum), _mm256_loadu_ps(scale)));
}

static inline void finish(const ck_dense_run *run, const __m256i *total, size_t pixel) {
    __m256i low = _mm256_add_epi32(join(total[0], total[1]), _mm256_loadu_si256((const __m256i *)run->bias));
    __m256i high =
        _mm256_add_epi32(join(total[2], total[3]), _mm256_loadu_si256((const __m256i *)(run->bias + 8)));
    if (run->floats) {
        float plain[16];
        _mm256_storeu_ps(plain, _mm256_mul_ps(_mm256_cvtepi32_ps(low), _mm256_loadu_ps(run->scale)));
        _mm256_storeu_ps(plain + 8, _mm256_mul_ps(_mm256_cvtepi32_ps(high), _mm256_loadu_ps(run->scale + 8)));
        __builtin_memcpy(run->floats + pixel * run->float_stride, plain, run->columns * sizeof *plain);
        return;
    }
    const ck_rounding *r = &run->rounding;
    __m256i words = _mm256_packs_epi32(whole(low, run->scale), whole(high, run->scale + 8));
    words = _mm256_adds_epi16(_mm256_permute4x64_epi64(words, _MM_SHUFFLE(3, 1, 2, 0)),
                              _mm256_set1_epi16((int16_t)r->zero_point));
    __m128i value = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    value = _mm_min_epu8(_mm_max_epu8(value, _mm_set1_epi8((char)r->low)), _mm_set1_epi8((char)r->high));
    uint8_t plain[16];
    _mm_storeu_si128((__m128i *)plain, value);
    __builtin_memcpy(run->out + pixel * run->out_stride, plain, run->columns);
}

void ck_dense_u8s8_avx2(const ck_dense_run *run, size_t block, size_t pixels) {
    (void)block;
    for (size_t p = 0; p < pixels; p += 2) {
        // A last odd pixel is computed twice.
        const size_t other = p + 1 < pixels ? p + 1 : p;
        __m256i total[2][4];
        for (size_t v = 0; v < 4; v++) total[0][v] = total[1][v] = _mm256_setzero_si256();
        const int8_t *w = run->weights;
        for (size_t s = 0; s < run->segment_count; s++) {
            const uint8_t *a = run->in + p * run->pixel_stride + run->segments[s];
            const uint8_t *b = run->in + other * run->pixel_stride + run->segments[s];
            for (size_t g = 0; g < run->segment_groups; g++, a += 4, b += 4) {
                const __m256i left = four_bytes(a), right = four_bytes(b);
                for (size_t v = 0; v < 4; v++, w += 16) {
                    __m256i weights = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)w));
                    total[0][v] = _mm256_add_epi32(total[0][v], _mm256_madd_epi16(left, weights));
                    total[1][v] = _mm256_add_epi32(total[1][v], _mm256_madd_epi16(right, weights));
                }
            }
        }
        finish(run, total[0], p);
        if (other != p) finish(run, total[1], other);
    }
}

#pragma clang attribute pop
#endif
