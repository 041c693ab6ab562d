// Depthwise products with 512-bit vectors: the body of two files that differ in the instructions they may
// use.
//
// Up to four kernel rows of 64 channels are interleaved, so that each 32-bit lane holds one channel's column
// of the window; one multiply-add then sums it. With pixels one tap apart a column serves all windows over
// it: as many sums as the kernel has columns are under way, and each new column finishes one.
//
// With 32 channels or fewer the halves of a vector work on two parts of the line.

#pragma once

#include "rounding_avx512.h"

#define CK_INLINE static inline __attribute__((always_inline))

typedef struct {
    const ck_depthwise_run *run;
    const int8_t *weights; ///< of this block: [kernel column][quad][64][4]
    const int32_t *bias;
    const float *scale;
    size_t channel;        ///< first of the block
    size_t pixels;         ///< of each part
    size_t in_apart, out_apart; ///< bytes from a pixel of the first part to that of the second
    __mmask64 mask;
} depthwise_block;

CK_INLINE __m512i load(const depthwise_block *b, const uint8_t *in, const bool halves) {
    if (!halves) return _mm512_maskz_loadu_epi8(b->mask, in);
    __m256i low = _mm256_maskz_loadu_epi8((__mmask32)b->mask, in);
    __m256i high = _mm256_maskz_loadu_epi8((__mmask32)b->mask, in + b->in_apart);
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

// Kernel rows 4 * quad and on, `count` of them, at the place `at` in each.
CK_INLINE void interleave(const depthwise_block *b, size_t quad, size_t at, const size_t count,
                          const bool halves, __m512i *out) {
    const __m512i none = _mm512_setzero_si512();
    __m512i rows[4] = {none, none, none, none};
#pragma clang loop unroll(full)
    for (size_t i = 0; i < count; i++) rows[i] = load(b, b->run->rows[4 * quad + i] + at, halves);
    __m512i a = _mm512_unpacklo_epi8(rows[0], rows[1]), c = _mm512_unpackhi_epi8(rows[0], rows[1]);
    __m512i d = none, e = none;
    if (count > 2) {
        d = _mm512_unpacklo_epi8(rows[2], rows[3]);
        e = _mm512_unpackhi_epi8(rows[2], rows[3]);
    }
    out[0] = _mm512_unpacklo_epi16(a, d);
    out[1] = _mm512_unpackhi_epi16(a, d);
    out[2] = _mm512_unpacklo_epi16(c, e);
    out[3] = _mm512_unpackhi_epi16(c, e);
}

CK_INLINE void multiply(const __m512i *column, const int8_t *weights, __m512i *total) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < 4; v++)
        total[v] = _mm512_dpbusd_epi32(total[v], column[v], _mm512_loadu_si512(weights + 64 * v));
}

CK_INLINE void start(const depthwise_block *b, __m512i *total) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < 4; v++) total[v] = _mm512_loadu_si512(b->bias + 16 * v);
}

CK_INLINE void store(const depthwise_block *b, const __m512i *total, const rounding_avx512 *r, size_t pixel,
                     const bool halves) {
    __m512i q[4];
    for (size_t v = 0; v < 4; v++) q[v] = scaled(total[v], b->scale + 16 * v);
    __m512i value = through_table(bytes_of(q[0], q[1], q[2], q[3], r), r);
    uint8_t *out = b->run->out + pixel * b->run->out_stride + b->channel;
    if (!halves) {
        _mm512_mask_storeu_epi8(out, b->mask, value);
    } else {
        _mm256_mask_storeu_epi8(out, (__mmask32)b->mask, _mm512_castsi512_si256(value));
        _mm256_mask_storeu_epi8(out + b->out_apart, (__mmask32)b->mask, _mm512_extracti64x4_epi64(value, 1));
    }
}

// Pixels one tap apart. Sum number x % width belongs to output x; the first width - 1 are never stored.
CK_INLINE void sliding(const depthwise_block *b, const size_t height, const size_t width, const bool halves) {
    const size_t quads = (height + 3) / 4;
    const rounding_avx512 r = load_rounding(&b->run->rounding);
    __m512i total[5][4];
    for (size_t i = 0; i < width; i++) start(b, total[i]);
    const size_t columns = b->pixels + width - 1, step = b->run->tap_step;
    for (size_t first = 0; first < columns; first += width) {
#pragma clang loop unroll(full)
        for (size_t phase = 0; phase < width; phase++) {
            const size_t x = first + phase;
            if (x >= columns) return;
            start(b, total[phase]);
#pragma clang loop unroll(full)
            for (size_t quad = 0; quad < quads; quad++) {
                __m512i column[4];
                const size_t count = height - 4 * quad < 4 ? height - 4 * quad : 4;
                interleave(b, quad, x * step + b->channel, count, halves, column);
#pragma clang loop unroll(full)
                for (size_t kx = 0; kx < width; kx++)
                    multiply(column, b->weights + (kx * quads + quad) * 256,
                             total[(phase + width - kx) % width]);
            }
            if (x + 1 >= width) store(b, total[(phase + 1) % width], &r, x + 1 - width, halves);
        }
    }
}

// Any kernel and step, one window after the other.
CK_INLINE void windows(const depthwise_block *b, const size_t height, const size_t width, const bool halves) {
    const size_t quads = (height + 3) / 4;
    const rounding_avx512 r = load_rounding(&b->run->rounding);
    for (size_t p = 0; p < b->pixels; p++) {
        __m512i total[4];
        start(b, total);
        for (size_t kx = 0; kx < width; kx++) {
            for (size_t quad = 0; quad < quads; quad++) {
                const size_t at = p * b->run->pixel_step + kx * b->run->tap_step + b->channel;
                const size_t left = height - 4 * quad;
                __m512i column[4];
                if (left >= 4) {
                    interleave(b, quad, at, 4, halves, column);
                } else if (left == 3) {
                    interleave(b, quad, at, 3, halves, column);
                } else if (left == 2) {
                    interleave(b, quad, at, 2, halves, column);
                } else {
                    interleave(b, quad, at, 1, halves, column);
                }
                multiply(column, b->weights + (kx * quads + quad) * 256, total);
            }
        }
        store(b, total, &r, p, halves);
    }
}

#define CK_VARIANT(NAME, CALL)                                                                                 \
    static __attribute__((noinline)) void NAME(const depthwise_block *b) { CALL; }

CK_VARIANT(sliding_3x3, sliding(b, 3, 3, false))
CK_VARIANT(sliding_3x3_halves, sliding(b, 3, 3, true))
CK_VARIANT(sliding_5x5, sliding(b, 5, 5, false))
CK_VARIANT(sliding_5x5_halves, sliding(b, 5, 5, true))
CK_VARIANT(windows_3x3, windows(b, 3, 3, false))
CK_VARIANT(windows_3x3_halves, windows(b, 3, 3, true))
CK_VARIANT(windows_any, windows(b, b->run->kernel_height, b->run->kernel_width, false))
CK_VARIANT(windows_any_halves, windows(b, b->run->kernel_height, b->run->kernel_width, true))

static void depthwise_avx512(const ck_depthwise_run *run, size_t pixels) {
    typedef void variant(const depthwise_block *);
    const bool halves = run->channels <= 32, slides = run->pixel_step == run->tap_step;
    const bool is_3 = run->kernel_height == 3 && run->kernel_width == 3;
    const bool is_5 = run->kernel_height == 5 && run->kernel_width == 5;
    variant *compute = halves ? windows_any_halves : windows_any;
    if (is_3) compute = halves ? windows_3x3_halves : windows_3x3;
    if (is_3 && slides) compute = halves ? sliding_3x3_halves : sliding_3x3;
    if (is_5 && slides) compute = halves ? sliding_5x5_halves : sliding_5x5;
    const size_t block_bytes = run->kernel_width * ((run->kernel_height + 3) / 4) * 256;
    for (size_t c = 0; c < run->channels; c += 64) {
        // The last of several blocks ends with the last channel.
        const size_t first = c > 0 && run->channels - c < 64 ? run->channels - 64 : c;
        const size_t left = run->channels - first < 64 ? run->channels - first : 64;
        depthwise_block b = {.run = run,
                             .weights = run->weights + c / 64 * block_bytes,
                             .bias = run->bias + c,
                             .scale = run->scale + c,
                             .channel = first,
                             .pixels = halves ? (pixels + 1) / 2 : pixels,
                             .mask = first_bytes(left)};
        // With an odd number of pixels the parts share one, which is computed twice.
        b.in_apart = (pixels - b.pixels) * run->pixel_step;
        b.out_apart = (pixels - b.pixels) * run->out_stride;
        compute(&b);
    }
}
