/// Uncompressed pictures of cameras to RGB or brightness, at full size or shrunk by 2, 4 or 8.
///
/// Colours follow ITU-R BT.601 with limited range, which is what UVC cameras send.
#ifndef CPIXELS_H
#define CPIXELS_H

#include <stdint.h>

/// Where the samples of a picture lie: brightness, and two colour differences at the same or half the resolution.
///
/// `u` and `v` are NULL for a picture without colour. A sample of column x lies `step * x` bytes into its line.
typedef struct {
    const uint8_t *y, *u, *v;
    int32_t y_stride, chroma_stride;  // bytes from one line to the next
    int32_t y_step, chroma_step;      // bytes from one sample to the next: 1, 2 or 4
    int32_t half_columns, half_rows;  // 1 where two columns (rows) share a colour sample
    int32_t width, height;            // in brightness samples
} cp_samples;

/// Writes (width / shrink) x (height / shrink) pixels of RGB to `pixels`; each is the mean of the samples it covers.
///
/// `shrink` is 1, 2, 4 or 8; rows and columns that do not fill a pixel are left out. `lines` is scratch for
/// 3 * (width + 8) numbers.
void cp_rgb(const cp_samples *samples, int32_t shrink, uint16_t *lines, uint8_t *pixels);

/// The brightness alone, stretched from limited range to 0...255: (width / shrink) x (height / shrink) bytes.
void cp_gray(const cp_samples *samples, int32_t shrink, uint16_t *lines, uint8_t *pixels);

/// The same from three bytes a pixel, which lie at `red`, 1 and 2 - `red` (0 or 2) of each.
void cp_rgb_from_packed(
    const uint8_t *bytes, int32_t stride, int32_t width, int32_t height, int32_t red, int32_t shrink, uint8_t *pixels);

/// The brightness of packed RGB as ITU-R BT.601 weighs it, `count` pixels.
void cp_gray_from_rgb(const uint8_t *rgb, int32_t count, uint8_t *gray);

/// What two windows of brightness have in common: sums over all their pixels.
typedef struct {
    int32_t a, b, aa, bb, ab;
} cp_sums;

/// Compares windows of `width` x `height` pixels, at most 32,768 in all; the strides are bytes from line to line.
cp_sums cp_compare(
    const uint8_t *a, int32_t a_stride, const uint8_t *b, int32_t b_stride, int32_t width, int32_t height);

/// What a block of two pictures has in common, and the sum of squared differences between neighbouring pixels in each: how
/// much detail it holds.
typedef struct {
    cp_sums sums;
    int32_t a_detail, b_detail;
} cp_block;

/// Compares the blocks of `side` x `side` pixels (at most 64) of two pictures that are `stride` pixels wide, row by row.
void cp_compare_blocks(
    const uint8_t *a, const uint8_t *b, int32_t stride, int32_t side, int32_t columns, int32_t rows, cp_block *blocks);

#endif
