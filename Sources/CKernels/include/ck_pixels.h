// Operations on pictures of bytes other than convolutions. A picture is NHWC with its pixels `stride` bytes
// apart; nothing but its own channels is read or written.

#pragma once

/// Bytes to read.
typedef struct {
    const uint8_t *bytes;
    size_t stride;
} ck_source;

/// Bytes to write.
typedef struct {
    uint8_t *bytes;
    size_t stride;
} ck_target;

/// out[p][c] = table[in[p][c]], or in[p][c] when `table` is NULL.
void ck_map_pixels(const ck_kernels *row, ck_source in, const uint8_t *table, ck_target out, size_t pixels,
                   size_t channels);

/// out[p][c] = add(a[p][c], b[p][c]).
void ck_add_pixels(const ck_kernels *row, ck_source a, ck_source b, const ck_addition *addition, ck_target out,
                   size_t pixels, size_t channels);

/// out[p][i * groups + g] = in[p][g * (channels / groups) + i]: the channel shuffle.
void ck_shuffle_pixels(ck_source in, ck_target out, size_t pixels, size_t channels, size_t groups);

/// Largest value under each window; cells outside the picture take no part, and each window must hold a cell.
/// Computes output lines first...last-1, counted over batch and rows. `scratch` has width * channels bytes.
void ck_maxpool_u8(const ck_kernels *row, const ck_convolution_shape *shape, ck_source in, ck_target out,
                   size_t first, size_t last, uint8_t *scratch);

/// Picks whole pixels: out[n][y][x] = in[n][rows[y]][columns[x]] for output lines first...last-1.
void ck_resize_nearest_u8(const ck_convolution_shape *shape, const int32_t *rows, const int32_t *columns,
                          ck_source in, ck_target out, size_t first, size_t last);

/// out[n][c] = sum of in[n][p][c] over the pixels: at most 2^23 of them.
void ck_sum_pixels_u8(ck_source in, size_t batch, size_t pixels, size_t channels, int32_t *out);

/// NCHW floats to bytes by the row's `quantize`. Takes pixels first...last-1 of one picture whose planes have
/// `plane` floats.
void ck_quantize_f32_u8(const ck_kernels *row, const float *in, size_t plane, size_t channels, size_t first,
                        size_t last, float scale, int32_t zero_point, ck_target out);

/// What bytes stand for: entries of a table of 256, which with `is_linear` are (byte - zero_point) * scale.
typedef struct {
    const float *table;
    bool is_linear;
    float scale;
    int32_t zero_point;
} ck_expansion;

/// Bytes of some pixels to floats; the channels of the result lie `plane` floats apart.
void ck_expand_u8_f32(const ck_kernels *row, ck_source in, size_t channels, size_t pixels,
                      const ck_expansion *expansion, float *out, size_t plane);
