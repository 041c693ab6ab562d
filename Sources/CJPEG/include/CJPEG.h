/// A shim over libjpeg: its error handling jumps out of the library, which must never cross Swift frames.
#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

/// Bytes of the longest message that a call writes, terminator included.
enum { CJPEG_MESSAGE_BYTES = 200 };

/// Reads the size of the picture in `bytes`, after scaling by `1/scale_denominator` (1, 2, 4 or 8).
///
/// Returns 0, or -1 with the reason in `message` (CJPEG_MESSAGE_BYTES long).
int cjpeg_read_size(
    const uint8_t *bytes, size_t count, int scale_denominator, int *width, int *height, char *message);

/// Decodes the picture in `bytes` into `pixels`, row by row, exactly width * height * channels bytes: RGB for 3
/// channels, brightness for 1.
///
/// `width` and `height` must be what cjpeg_read_size gave for the same arguments. A picture that is cut off or
/// otherwise damaged is an error, not a half grey picture. Returns 0, or -1 with the reason in `message`.
int cjpeg_decode(
    const uint8_t *bytes, size_t count, int scale_denominator, int channels, uint8_t *pixels, int width, int height,
    char *message);

/// Decodes into planes of brightness and of both colour differences (128 is grey), each exactly width * height bytes.
///
/// As cjpeg_decode otherwise; a picture of another kind than YCbCr gives grey colours. `lines` is room for 8 lines of three
/// bytes a pixel.
int cjpeg_decode_planes(
    const uint8_t *bytes, size_t count, int scale_denominator, uint8_t *lines, uint8_t *light, uint8_t *blue,
    uint8_t *red, int width, int height, char *message);

/// Rows of a picture, `bottom` not among them.
typedef struct {
    int top, bottom;
} cjpeg_band;

/// Decodes columns `left` to `left + width` of the rows in `bands` at full size, RGB.
///
/// `bands` go downwards without overlap; row r of a band goes to line r - bands[0].top of `pixels`, which is `width`
/// pixels wide, and the lines between bands stay as they are. `left` is a multiple of 32 (of the widest unit of coding),
/// and `left + width` is one or the picture's edge. Only damage above the last row is found.
int cjpeg_decode_part(
    const uint8_t *bytes, size_t count, int left, int width, const cjpeg_band *bands, int band_count, uint8_t *pixels,
    char *message);

/// Encodes RGB pixels at `quality` 1...100, chroma at half resolution.
///
/// On success returns 0; `*bytes` is then to be freed with cjpeg_free. Returns -1 with the reason in `message` else.
int cjpeg_encode(
    const uint8_t *pixels, int width, int height, int quality, uint8_t **bytes, size_t *count, char *message);

void cjpeg_free(uint8_t *bytes);

#endif
