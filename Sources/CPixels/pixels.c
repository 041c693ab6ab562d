#include "CPixels.h"

#include <stddef.h>
#include <string.h>

// A function marked WIDE is compiled twice, and the processor's best one is taken when the program is loaded.
#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif
#define INLINE static inline __attribute__((always_inline))

INLINE uint8_t byte_of(int32_t value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

// Adds one line of samples to sums; a constant step makes the loads shuffles.
INLINE void add_steps(const uint8_t *line, int32_t step, int32_t count, uint16_t *sums) {
    for (int32_t x = 0; x < count; x++) sums[x] = (uint16_t)(sums[x] + line[(ptrdiff_t)x * step]);
}

INLINE void add_line(const uint8_t *line, int32_t step, int32_t count, uint16_t *sums) {
    switch (step) {
    case 1: add_steps(line, 1, count, sums); break;
    case 2: add_steps(line, 2, count, sums); break;
    default: add_steps(line, 4, count, sums); break;
    }
}

// Means of `across` neighbouring sums, each of `down` samples, in place.
INLINE void mean_columns(uint16_t *sums, int32_t across, int32_t down, int32_t count) {
    int32_t shift = __builtin_ctz((unsigned)(across * down)), half = (1 << shift) >> 1;
    for (int32_t x = 0; x < count; x++) {
        int32_t total = half;
        for (int32_t k = 0; k < across; k++) total += sums[x * across + k];
        sums[x] = (uint16_t)(total >> shift);
    }
}

// One line of means: `rows` lines from `first` on, `across` samples to each mean, `count` means.
INLINE void mean_line(
    const uint8_t *first, int32_t stride, int32_t step, int32_t rows, int32_t across, int32_t count, uint16_t *means) {
    memset(means, 0, sizeof *means * (size_t)(count * across));
    for (int32_t row = 0; row < rows; row++) add_line(first + (ptrdiff_t)row * stride, step, count * across, means);
    if (rows * across > 1) mean_columns(means, across, rows, count);
}

INLINE void write_rgb(
    const uint16_t *y, const uint16_t *u, const uint16_t *v, int32_t shared, int32_t width, uint8_t *pixels) {
    for (int32_t x = 0; x < width; x++) {
        int32_t luma = 298 * ((int32_t)y[x] - 16) + 128;
        int32_t blue = (int32_t)u[x >> shared] - 128, red = (int32_t)v[x >> shared] - 128;
        pixels[x * 3] = byte_of((luma + 409 * red) >> 8);
        pixels[x * 3 + 1] = byte_of((luma - 100 * blue - 208 * red) >> 8);
        pixels[x * 3 + 2] = byte_of((luma + 516 * blue) >> 8);
    }
}

WIDE void cp_gray(const cp_samples *samples, int32_t shrink, uint16_t *lines, uint8_t *pixels) {
    int32_t width = samples->width / shrink, height = samples->height / shrink;
    for (int32_t row = 0; row < height; row++) {
        mean_line(samples->y + (ptrdiff_t)row * shrink * samples->y_stride, samples->y_stride, samples->y_step, shrink,
                  shrink, width, lines);
        uint8_t *out = pixels + (size_t)row * (size_t)width;
        for (int32_t x = 0; x < width; x++) out[x] = byte_of((298 * ((int32_t)lines[x] - 16) + 128) >> 8);
    }
}

WIDE void cp_rgb(const cp_samples *samples, int32_t shrink, uint16_t *lines, uint8_t *pixels) {
    int32_t width = samples->width / shrink, height = samples->height / shrink;
    // A pixel of the full size may share its colour with its neighbour; a shrunk one has its own.
    int32_t shared = shrink == 1 ? samples->half_columns : 0;
    int32_t rows = shrink >> samples->half_rows, across = shrink >> samples->half_columns;
    if (rows == 0) rows = 1;
    if (across == 0) across = 1;
    int32_t colours = (width + shared) >> shared;
    uint16_t *y = lines, *u = lines + samples->width + 8, *v = u + samples->width + 8;
    for (int32_t row = 0; row < height; row++) {
        mean_line(samples->y + (ptrdiff_t)row * shrink * samples->y_stride, samples->y_stride, samples->y_step, shrink,
                  shrink, width, y);
        ptrdiff_t place = (ptrdiff_t)((row * shrink) >> samples->half_rows) * samples->chroma_stride;
        if (samples->u) {
            mean_line(samples->u + place, samples->chroma_stride, samples->chroma_step, rows, across, colours, u);
            mean_line(samples->v + place, samples->chroma_stride, samples->chroma_step, rows, across, colours, v);
        } else if (row == 0) {
            for (int32_t x = 0; x < colours; x++) u[x] = v[x] = 128;
        }
        uint8_t *out = pixels + (size_t)row * (size_t)width * 3;
        if (shared) {
            write_rgb(y, u, v, 1, width, out);
        } else {
            write_rgb(y, u, v, 0, width, out);
        }
    }
}

WIDE void cp_rgb_from_packed(
    const uint8_t *bytes, int32_t stride, int32_t width, int32_t height, int32_t red, int32_t shrink, uint8_t *pixels) {
    int32_t columns = width / shrink, rows = height / shrink;
    int32_t shift = __builtin_ctz((unsigned)(shrink * shrink)), half = (1 << shift) >> 1;
    for (int32_t row = 0; row < rows; row++) {
        uint8_t *out = pixels + (size_t)row * (size_t)columns * 3;
        for (int32_t x = 0; x < columns; x++) {
            for (int32_t channel = 0; channel < 3; channel++) {
                int32_t from = channel == 1 ? 1 : channel == 0 ? red : 2 - red, total = half;
                for (int32_t down = 0; down < shrink; down++) {
                    const uint8_t *line = bytes + (ptrdiff_t)(row * shrink + down) * stride;
                    for (int32_t across = 0; across < shrink; across++) {
                        total += line[(x * shrink + across) * 3 + from];
                    }
                }
                out[x * 3 + channel] = (uint8_t)(total >> shift);
            }
        }
    }
}

WIDE void cp_gray_from_rgb(const uint8_t *rgb, int32_t count, uint8_t *gray) {
    for (int32_t x = 0; x < count; x++) {
        gray[x] = (uint8_t)((77 * rgb[x * 3] + 150 * rgb[x * 3 + 1] + 29 * rgb[x * 3 + 2] + 128) >> 8);
    }
}
