// Sixteen channels at a time. One product fits int16 (at most 255 * 128 in magnitude), a sum of two does not.

#if defined(__x86_64__)
#include <immintrin.h>

#include "requantize.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

static inline __m256i whole(__m256i sum, const float *scale) {
    return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_cvtepi32_ps(sum), _mm256_loadu_ps(scale)));
}

static inline void sixteen(const ck_depthwise_run *run, size_t p, size_t c) {
    __m256i low = _mm256_loadu_si256((const __m256i *)(run->bias + c));
    __m256i high = _mm256_loadu_si256((const __m256i *)(run->bias + c + 8));
    const int8_t *w = run->weights + c;
    for (size_t y = 0; y < run->kernel_height; y++) {
        const uint8_t *in = run->rows[y] + p * run->pixel_step + c;
        for (size_t x = 0; x < run->kernel_width; x++, in += run->tap_step, w += run->channels) {
            __m256i values = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)in));
            __m256i weights = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)w));
            __m256i products = _mm256_mullo_epi16(values, weights);
            low = _mm256_add_epi32(low, _mm256_cvtepi16_epi32(_mm256_castsi256_si128(products)));
            high = _mm256_add_epi32(high, _mm256_cvtepi16_epi32(_mm256_extracti128_si256(products, 1)));
        }
    }
    const ck_rounding *r = &run->rounding;
    __m256i words = _mm256_packs_epi32(whole(low, run->scale + c), whole(high, run->scale + c + 8));
    words = _mm256_adds_epi16(_mm256_permute4x64_epi64(words, _MM_SHUFFLE(3, 1, 2, 0)),
                              _mm256_set1_epi16((int16_t)r->zero_point));
    __m128i value = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    value = _mm_min_epu8(_mm_max_epu8(value, _mm_set1_epi8((char)r->low)), _mm_set1_epi8((char)r->high));
    _mm_storeu_si128((__m128i *)(run->out + p * run->out_stride + c), value);
}

void ck_depthwise_u8s8_avx2(const ck_depthwise_run *run, size_t pixels) {
    for (size_t p = 0; p < pixels; p++) {
        size_t c = 0;
        for (; c + 16 <= run->channels; c += 16) sixteen(run, p, c);
        for (; c < run->channels; c++) {
            int32_t total = run->bias[c];
            const int8_t *w = run->weights + c;
            for (size_t y = 0; y < run->kernel_height; y++)
                for (size_t x = 0; x < run->kernel_width; x++, w += run->channels)
                    total += run->rows[y][p * run->pixel_step + x * run->tap_step + c] * *w;
            run->out[p * run->out_stride + c] = ck_round(total, run->scale[c], &run->rounding);
        }
    }
}

#pragma clang attribute pop
#endif
