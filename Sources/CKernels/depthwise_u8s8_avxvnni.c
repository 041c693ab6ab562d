// Depthwise products with 256-bit vectors: up to four kernel rows of 32 channels are interleaved, so that each
// 32-bit lane holds one channel's column of the window, and one multiply-add sums it. With pixels one tap apart a
// column serves all windows over it. With 16 channels or fewer the halves of a vector work on two parts of the
// line.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2,avxvnni"))), apply_to = function)

#define CK_INLINE static inline __attribute__((always_inline))

enum { vector = 32, half = 16 };

typedef struct {
    const ck_depthwise_run *run;
    const int8_t *weights; ///< of this block: [kernel column][quad][32][4]
    const int32_t *bias;
    const float *scale;
    size_t channel, channels;   ///< first of the block, and how many it has
    size_t pixels;              ///< of each part
    size_t in_apart, out_apart; ///< bytes from a pixel of the first part to that of the second
    __m128i tail;               ///< moves the last bytes of 16 to the front
} depthwise_block;

// Exactly as many bytes as the block has channels; what is past them does not matter.
CK_INLINE __m128i load_half(const depthwise_block *b, const uint8_t *in) {
    if (b->channels == half) return _mm_loadu_si128((const __m128i *)in);
    uint8_t bytes[half] = {0};
    __builtin_memcpy(bytes, in, b->channels);
    return _mm_loadu_si128((const __m128i *)bytes);
}

CK_INLINE __m256i load(const depthwise_block *b, const uint8_t *in, const bool halves) {
    if (halves) return _mm256_set_m128i(load_half(b, in + b->in_apart), load_half(b, in));
    if (b->channels == vector) return _mm256_loadu_si256((const __m256i *)in);
    const __m128i low = _mm_loadu_si128((const __m128i *)in);
    const __m128i last = _mm_loadu_si128((const __m128i *)(in + b->channels - half));
    return _mm256_set_m128i(_mm_shuffle_epi8(last, b->tail), low);
}

// Kernel rows 4 * quad and on, `count` of them, at the place `at` in each.
CK_INLINE void interleave(const depthwise_block *b, size_t quad, size_t at, const size_t count,
                          const bool halves, __m256i *out) {
    const __m256i none = _mm256_setzero_si256();
    __m256i rows[4] = {none, none, none, none};
#pragma clang loop unroll(full)
    for (size_t i = 0; i < count; i++) rows[i] = load(b, b->run->rows[4 * quad + i] + at, halves);
    const __m256i a = _mm256_unpacklo_epi8(rows[0], rows[1]), c = _mm256_unpackhi_epi8(rows[0], rows[1]);
    const __m256i d = _mm256_unpacklo_epi8(rows[2], rows[3]), e = _mm256_unpackhi_epi8(rows[2], rows[3]);
    out[0] = _mm256_unpacklo_epi16(a, d);
    out[1] = _mm256_unpackhi_epi16(a, d);
    out[2] = _mm256_unpacklo_epi16(c, e);
    out[3] = _mm256_unpackhi_epi16(c, e);
}

CK_INLINE void multiply(const __m256i *column, const int8_t *weights, __m256i *total) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < 4; v++)
        total[v] = _mm256_dpbusd_avx_epi32(total[v], column[v],
                                           _mm256_loadu_si256((const __m256i *)(weights + vector * v)));
}

CK_INLINE void start(const depthwise_block *b, __m256i *total) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < 4; v++) total[v] = _mm256_loadu_si256((const __m256i *)(b->bias + 8 * v));
}

CK_INLINE void store(const depthwise_block *b, const __m256i *total, size_t pixel, const bool halves) {
    const ck_rounding *r = &b->run->rounding;
    __m256i q[4];
#pragma clang loop unroll(full)
    for (size_t v = 0; v < 4; v++)
        q[v] = _mm256_cvtps_epi32(
            _mm256_mul_ps(_mm256_cvtepi32_ps(total[v]), _mm256_loadu_ps(b->scale + 8 * v)));
    const __m256i zero_point = _mm256_set1_epi16((int16_t)r->zero_point);
    const __m256i low = _mm256_adds_epi16(_mm256_packs_epi32(q[0], q[1]), zero_point);
    const __m256i high = _mm256_adds_epi16(_mm256_packs_epi32(q[2], q[3]), zero_point);
    __m256i value = _mm256_packus_epi16(low, high);
    value = _mm256_max_epu8(value, _mm256_set1_epi8((char)r->low));
    value = _mm256_min_epu8(value, _mm256_set1_epi8((char)r->high));
    uint8_t *out = b->run->out + pixel * b->run->out_stride + b->channel;
    if (b->channels == vector) {
        _mm256_storeu_si256((__m256i *)out, value);
        return;
    }
    uint8_t bytes[vector];
    _mm256_storeu_si256((__m256i *)bytes, value);
    __builtin_memcpy(out, bytes, b->channels);
    if (halves) __builtin_memcpy(out + b->out_apart, bytes + half, b->channels);
}

CK_INLINE void column_of(const depthwise_block *b, size_t quad, size_t at, const size_t height,
                         const bool halves, __m256i *column) {
    const size_t left = height - 4 * quad;
    if (left >= 4) {
        interleave(b, quad, at, 4, halves, column);
    } else if (left == 3) {
        interleave(b, quad, at, 3, halves, column);
    } else if (left == 2) {
        interleave(b, quad, at, 2, halves, column);
    } else {
        interleave(b, quad, at, 1, halves, column);
    }
}

// Three columns and pixels one tap apart: sum number x % 3 belongs to output x; the first two are never stored.
CK_INLINE void sliding(const depthwise_block *b, const size_t height, const bool halves) {
    enum { width = 3 };
    __m256i total[width][4];
    for (size_t i = 0; i < width; i++) start(b, total[i]);
    const size_t columns = b->pixels + width - 1, step = b->run->tap_step;
    for (size_t first = 0; first < columns; first += width) {
#pragma clang loop unroll(full)
        for (size_t phase = 0; phase < width; phase++) {
            const size_t x = first + phase;
            if (x >= columns) return;
            start(b, total[phase]);
            __m256i column[4];
            column_of(b, 0, x * step + b->channel, height, halves, column);
#pragma clang loop unroll(full)
            for (size_t kx = 0; kx < width; kx++)
                multiply(column, b->weights + kx * 4 * vector, total[(phase + width - kx) % width]);
            if (x + 1 >= width) store(b, total[(phase + 1) % width], x + 1 - width, halves);
        }
    }
}

// Any kernel and step, one window after the other.
CK_INLINE void windows(const depthwise_block *b, const size_t height, const size_t width, const bool halves) {
    const size_t quads = (height + 3) / 4;
    for (size_t p = 0; p < b->pixels; p++) {
        __m256i total[4];
        start(b, total);
        for (size_t kx = 0; kx < width; kx++) {
            for (size_t quad = 0; quad < quads; quad++) {
                __m256i column[4];
                column_of(b, quad, p * b->run->pixel_step + kx * b->run->tap_step + b->channel, height, halves,
                          column);
                multiply(column, b->weights + (kx * quads + quad) * 4 * vector, total);
            }
        }
        store(b, total, p, halves);
    }
}

#define CK_VARIANT(NAME, CALL)                                                                                 \
    static __attribute__((noinline)) void NAME(const depthwise_block *b) { CALL; }

CK_VARIANT(sliding_3x3, sliding(b, 3, false))
CK_VARIANT(sliding_3x3_halves, sliding(b, 3, true))
CK_VARIANT(windows_3x3, windows(b, 3, 3, false))
CK_VARIANT(windows_3x3_halves, windows(b, 3, 3, true))
CK_VARIANT(windows_any, windows(b, b->run->kernel_height, b->run->kernel_width, false))
CK_VARIANT(windows_any_halves, windows(b, b->run->kernel_height, b->run->kernel_width, true))

void ck_depthwise_u8s8_avxvnni(const ck_depthwise_run *run, size_t pixels) {
    typedef void variant(const depthwise_block *);
    const bool halves = run->channels <= half;
    const bool is_3 = run->kernel_height == 3 && run->kernel_width == 3;
    variant *compute = halves ? windows_any_halves : windows_any;
    if (is_3) compute = halves ? windows_3x3_halves : windows_3x3;
    if (is_3 && run->pixel_step == run->tap_step) compute = halves ? sliding_3x3_halves : sliding_3x3;
    const size_t block_bytes = run->kernel_width * ((run->kernel_height + 3) / 4) * 4 * vector;
    for (size_t c = 0; c < run->channels; c += vector) {
        // The last of several blocks ends with the last channel.
        const size_t first = c > 0 && run->channels - c < vector ? run->channels - vector : c;
        depthwise_block b = {.run = run,
                             .weights = run->weights + c / vector * block_bytes,
                             .bias = run->bias + c,
                             .scale = run->scale + c,
                             .channel = first,
                             .channels = run->channels - first < vector ? run->channels - first : vector,
                             .pixels = halves ? (pixels + 1) / 2 : pixels};
        // With an odd number of pixels the parts share one, which is computed twice.
        b.in_apart = (pixels - b.pixels) * run->pixel_step;
        b.out_apart = (pixels - b.pixels) * run->out_stride;
        uint8_t places[half];
        for (size_t i = 0; i < half; i++) {
            const size_t place = i + vector - b.channels;
            places[i] = place < half ? (uint8_t)place : 0x80;
        }
        b.tail = _mm_loadu_si128((const __m128i *)places);
        compute(&b);
    }
}

#pragma clang attribute pop
#endif
