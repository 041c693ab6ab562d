#include "CPixels.h"

#include <stddef.h>

// See pixels.c.
#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#define INLINE static inline __attribute__((always_inline))

INLINE cp_sums compare(
    const uint8_t *a, int32_t a_stride, const uint8_t *b, int32_t b_stride, int32_t width, int32_t height) {
    cp_sums sums = {0, 0, 0, 0, 0};
    for (int32_t row = 0; row < height; row++) {
        const uint8_t *left = a + (ptrdiff_t)row * a_stride, *right = b + (ptrdiff_t)row * b_stride;
        for (int32_t x = 0; x < width; x++) {
            int32_t l = left[x], r = right[x];
            sums.a += l;
            sums.b += r;
            sums.aa += l * l;
            sums.bb += r * r;
            sums.ab += l * r;
        }
    }
    return sums;
}

INLINE int32_t detail(const uint8_t *a, int32_t stride, int32_t side) {
    int32_t sum = 0;
    for (int32_t row = 0; row + 1 < side; row++) {
        const uint8_t *line = a + (ptrdiff_t)row * stride;
        for (int32_t x = 0; x + 1 < side; x++) {
            int32_t across = line[x + 1] - line[x], down = line[x + stride] - line[x];
            sum += across * across + down * down;
        }
    }
    return sum;
}

WIDE cp_sums cp_compare(
    const uint8_t *a, int32_t a_stride, const uint8_t *b, int32_t b_stride, int32_t width, int32_t height) {
    return compare(a, a_stride, b, b_stride, width, height);
}

WIDE void cp_compare_blocks(
    const uint8_t *a, const uint8_t *b, int32_t stride, int32_t side, int32_t columns, int32_t rows, cp_block *blocks) {
    for (int32_t row = 0; row < rows; row++) {
        for (int32_t column = 0; column < columns; column++) {
            ptrdiff_t place = (ptrdiff_t)row * side * stride + (ptrdiff_t)column * side;
            cp_block *block = blocks + row * columns + column;
            if (side == 8) {  // the usual size, with loops of known length
                block->sums = compare(a + place, stride, b + place, stride, 8, 8);
                block->a_detail = detail(a + place, stride, 8);
                block->b_detail = detail(b + place, stride, 8);
            } else {
                block->sums = compare(a + place, stride, b + place, stride, side, side);
                block->a_detail = detail(a + place, stride, side);
                block->b_detail = detail(b + place, stride, side);
            }
        }
    }
}
