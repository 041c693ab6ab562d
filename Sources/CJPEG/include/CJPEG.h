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

/// Decodes the picture in `bytes` into `pixels`: RGB, row by row, exactly width * height * 3 bytes.
///
/// `width` and `height` must be what cjpeg_read_size gave for the same arguments. A picture that is cut off or
/// otherwise damaged is an error, not a half grey picture. Returns 0, or -1 with the reason in `message`.
int cjpeg_decode(
    const uint8_t *bytes, size_t count, int scale_denominator, uint8_t *pixels, int width, int height, char *message);

/// Encodes RGB pixels at `quality` 1...100, chroma at half resolution.
///
/// On success returns 0; `*bytes` is then to be freed with cjpeg_free. Returns -1 with the reason in `message` else.
int cjpeg_encode(
    const uint8_t *pixels, int width, int height, int quality, uint8_t **bytes, size_t *count, char *message);

void cjpeg_free(uint8_t *bytes);

#endif
