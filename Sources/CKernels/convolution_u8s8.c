// Convolution over a row's dense kernel. Lines of the picture are copied once, with their padding, to scratch
// that stays in the second cache; under each window the bytes of a kernel row then lie together, and no patch
// is ever gathered. A 1x1 convolution without padding reads the picture where it lies.

#include <assert.h>
#include <string.h>

#include "CKernels.h"
#include "layout.h"

/// Bytes of scratch that lines may take; a line at least is always held.
static const size_t line_budget = 96 << 10;
/// Bytes of pixels that meet all blocks of weights before the next pixels do.
static const size_t run_budget = 24 << 10;

typedef struct {
    ck_segments segments;
    bool is_in_place, is_contiguous;
    size_t lines;     ///< output lines per stripe
    size_t pixels;    ///< most pixels of one run
    size_t row_bytes; ///< of one padded line
    size_t lines_at, floats_at, total; ///< places in scratch, after the segments' offsets
} cut;

static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

static cut cut_of(const ck_convolution_shape *s, bool gives_floats) {
    cut c = {.segments = ck_segments_of(s)};
    const bool is_point = s->kernel_height == 1 && s->kernel_width == 1 && s->pad_top == 0 && s->pad_left == 0;
    c.is_in_place = is_point && s->channels / s->groups % 4 == 0
                    && (s->out_height - 1) * s->stride_height < s->height
                    && (s->out_width - 1) * s->stride_width < s->width;
    c.is_contiguous = c.is_in_place && s->stride_height == 1 && s->stride_width == 1
                      && s->out_height == s->height && s->out_width == s->width;
    c.lines_at = aligned(c.segments.count * sizeof(size_t));
    c.pixels = (size_t)s->out_width;
    c.lines = 1;
    size_t line_bytes = 0;
    if (c.is_contiguous) {
        const size_t fit = run_budget / (size_t)s->channels;
        // Floats on their way to planes wait beside the pixels.
        const size_t most = gives_floats ? 96 : 384;
        c.pixels = fit < 48 ? 48 : fit > most ? most : fit;
    } else if (!c.is_in_place) {
        const size_t span_x = (size_t)((s->out_width - 1) * s->stride_width
                                       + (s->kernel_width - 1) * s->dilation_width + 1);
        const size_t span_y = (size_t)((s->kernel_height - 1) * s->dilation_height + 1);
        c.row_bytes = span_x * (size_t)s->channels;
        const size_t fit = line_budget / c.row_bytes;
        if (fit > span_y) c.lines = (fit - span_y) / (size_t)s->stride_height + 1;
        if (c.lines > (size_t)s->out_height) c.lines = (size_t)s->out_height;
        // The last segment may be read up to three bytes past its end.
        line_bytes = aligned(((c.lines - 1) * (size_t)s->stride_height + span_y) * c.row_bytes + 3);
    }
    c.floats_at = c.lines_at + line_bytes;
    c.total = c.floats_at + (gives_floats ? aligned(c.pixels * 64 * sizeof(float)) : 0);
    return c;
}

// Lines of input around output lines y...y + lines - 1 of one picture, padding included.
static void copy_lines(const ck_convolution *convolution, const cut *c, const uint8_t *picture,
                       size_t in_stride, size_t y, size_t lines, uint8_t *out) {
    const ck_convolution_shape *s = &convolution->shape;
    const size_t channels = (size_t)s->channels, width = (size_t)s->width;
    const int64_t first = (int64_t)y * s->stride_height - s->pad_top;
    const size_t rows =
        (lines - 1) * (size_t)s->stride_height + (size_t)((s->kernel_height - 1) * s->dilation_height + 1);
    const size_t span = c->row_bytes / channels, left = (size_t)s->pad_left < span ? (size_t)s->pad_left : span;
    const size_t inside = span - left < width ? span - left : width;
    for (size_t r = 0; r < rows; r++, out += c->row_bytes) {
        const int64_t line = first + (int64_t)r;
        if (line < 0 || line >= s->height) {
            memset(out, convolution->input_zero_point, c->row_bytes);
            continue;
        }
        const uint8_t *source = picture + (size_t)line * width * in_stride;
        memset(out, convolution->input_zero_point, left * channels);
        if (in_stride == channels) {
            memcpy(out + left * channels, source, inside * channels);
        } else {
            for (size_t x = 0; x < inside; x++)
                memcpy(out + (left + x) * channels, source + x * in_stride, channels);
        }
        memset(out + (left + inside) * channels, convolution->input_zero_point,
               (span - left - inside) * channels);
    }
    memset(out, 0, 3);
}

/// Lines of output whose input is ready: what one pass over all weights computes.
typedef struct {
    const uint8_t *in;
    size_t line_step, pixel_step; ///< bytes between the first pixels of lines, and between pixels
    size_t lines, pixels;
    size_t batch, pixel; ///< the picture, and the first output pixel in it
} stripe;

typedef float four __attribute__((vector_size(16), aligned(4)));

// Four pixels of four channels, turned.
static inline void turn(const float *values, float *out, size_t plane) {
    four a = *(const four *)values, b = *(const four *)(values + 64);
    four c = *(const four *)(values + 128), d = *(const four *)(values + 192);
    four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    *(four *)out = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
    *(four *)(out + plane) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    ab = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *(four *)(out + 2 * plane) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
    *(four *)(out + 3 * plane) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

static void give_planes(const float *values, size_t pixels, size_t columns, float *out, size_t plane) {
    const size_t whole = pixels / 4 * 4, whole_columns = columns / 4 * 4;
    for (size_t c = 0; c < whole_columns; c += 4)
        for (size_t p = 0; p < whole; p += 4) turn(values + p * 64 + c, out + c * plane + p, plane);
    for (size_t c = 0; c < columns; c++)
        for (size_t p = c < whole_columns ? whole : 0; p < pixels; p++) out[c * plane + p] = values[p * 64 + c];
}

static void give_rows(const float *values, size_t pixels, size_t columns, float *out, size_t stride) {
    for (size_t p = 0; p < pixels; p++) memcpy(out + p * stride, values + p * 64, columns * sizeof *out);
}

static void compute(const ck_kernels *row, const ck_convolution *convolution, const ck_picture *picture,
                    const cut *c, const stripe *part, uint8_t *scratch) {
    const ck_convolution_shape *s = &convolution->shape;
    const size_t groups = (size_t)s->groups, columns = (size_t)s->out_channels / groups;
    const size_t depth = (size_t)s->channels / groups, plane = (size_t)s->out_height * (size_t)s->out_width;
    const size_t sum_bytes = c->segments.count * c->segments.groups * 4;
    const uint8_t *table = convolution->rounding.table;
    float *floats = (float *)(void *)(scratch + c->floats_at);
    ck_dense_run run = {.pixel_stride = part->pixel_step,
                        .segments = (const size_t *)(const void *)scratch,
                        .segment_count = c->segments.count,
                        .segment_groups = c->segments.groups,
                        .rounding = convolution->rounding,
                        .out_stride = picture->out_stride,
                        .floats = picture->floats ? floats : NULL,
                        .float_stride = 64};
    if (!row->fuses_table) run.rounding.table = NULL;
    for (size_t group = 0; group < groups; group++) {
        size_t block = 0;
        for (size_t first = 0; first < columns; first += block) {
            block = ck_block(row, columns - first);
            const size_t place = group * ((columns + 15) / 16 * 16) + first, channel = group * columns + first;
            run.columns = columns - first < block ? columns - first : block;
            run.weights = convolution->weights + place * sum_bytes;
            run.bias = convolution->bias + place;
            run.scale = convolution->scale + place;
            for (size_t y = 0; y < part->lines; y++) {
                const size_t pixel = part->pixel + y * part->pixels;
                run.in = part->in + y * part->line_step + group * depth;
                if (picture->floats) {
                    row->dense(&run, block, part->pixels);
                    const size_t at = part->batch * (size_t)s->out_channels + channel;
                    if (plane == 1) {
                        give_rows(floats, part->pixels, run.columns,
                                  picture->floats + (part->batch + pixel) * (size_t)s->out_channels + channel,
                                  (size_t)s->out_channels);
                    } else {
                        give_planes(floats, part->pixels, run.columns, picture->floats + at * plane + pixel,
                                    plane);
                    }
                    continue;
                }
                run.out = picture->out + (part->batch * plane + pixel) * picture->out_stride + channel;
                row->dense(&run, block, part->pixels);
                for (size_t p = 0; table && !row->fuses_table && p < part->pixels; p++) {
                    uint8_t *own = run.out + p * run.out_stride;
                    row->lookup(own, table, own, run.columns);
                }
            }
        }
    }
}

size_t ck_convolution_scratch(const ck_kernels *row, const ck_convolution_shape *shape, bool is_depthwise,
                              bool gives_floats) {
    (void)row;
    return is_depthwise ? ck_depthwise_scratch(shape) : cut_of(shape, gives_floats).total;
}

void ck_convolve_u8s8(const ck_kernels *row, const ck_convolution *convolution, const ck_picture *picture,
                      size_t first, size_t last, uint8_t *scratch) {
    const ck_convolution_shape *s = &convolution->shape;
    assert(s->channels % s->groups == 0 && s->out_channels % s->groups == 0);
    const cut c = cut_of(s, picture->floats != NULL);
    const size_t height = (size_t)s->out_height, width = (size_t)s->out_width, channels = (size_t)s->channels;
    const size_t in_pixels = (size_t)s->height * (size_t)s->width;
    size_t *offsets = (size_t *)(void *)scratch;
    for (size_t i = 0; i < c.segments.count; i++) {
        const size_t across = (size_t)s->kernel_width / c.segments.taps;
        offsets[i] = i / across * (size_t)s->dilation_height * c.row_bytes
                     + i % across * (size_t)s->dilation_width * channels;
    }
    for (size_t line = first; line < last;) {
        // Pictures of one pixel, such as the rows of a matrix, are one run of pixels.
        const bool is_matrix = c.is_contiguous && height * width == 1;
        const size_t n = is_matrix ? 0 : line / height, y = is_matrix ? line : line % height;
        const size_t left = is_matrix || height - y > last - line ? last - line : height - y;
        const uint8_t *in = picture->in + n * in_pixels * picture->in_stride;
        stripe part = {.batch = n, .pixel = y * width, .pixels = width, .lines = 1};
        part.pixel_step = (size_t)s->stride_width * picture->in_stride;
        if (c.is_contiguous) {
            const size_t end = (y + left) * width;
            for (size_t pixel = y * width; pixel < end; pixel += part.pixels) {
                part.pixel = pixel;
                part.pixels = end - pixel < c.pixels ? end - pixel : c.pixels;
                part.in = in + pixel * picture->in_stride;
                compute(row, convolution, picture, &c, &part, scratch);
            }
            line += left;
        } else if (c.is_in_place) {
            part.lines = left;
            part.line_step = (size_t)s->stride_height * (size_t)s->width * picture->in_stride;
            part.in = in + y * part.line_step;
            compute(row, convolution, picture, &c, &part, scratch);
            line += left;
        } else {
            part.lines = left < c.lines ? left : c.lines;
            part.in = scratch + c.lines_at;
            part.line_step = (size_t)s->stride_height * c.row_bytes;
            part.pixel_step = (size_t)s->stride_width * channels;
            copy_lines(convolution, &c, in, picture->in_stride, y, part.lines, scratch + c.lines_at);
            compute(row, convolution, picture, &c, &part, scratch);
            line += part.lines;
        }
    }
}
