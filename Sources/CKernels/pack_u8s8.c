// The one place that knows how weights lie in memory; the kernels' contracts describe it.

#include <string.h>

#include "CKernels.h"
#include "layout.h"

size_t ck_block(const ck_kernels *row, size_t columns_left) {
    const size_t vectors = (columns_left + 15) / 16;
    if (vectors >= 4 && row->widest_block >= 64) return 64;
    return vectors >= 2 && row->widest_block >= 32 ? 32 : 16;
}

ck_segments ck_segments_of(const ck_convolution_shape *s) {
    const size_t depth = (size_t)(s->channels / s->groups);
    const bool joins_taps = s->groups == 1 && s->dilation_width == 1;
    ck_segments segments;
    segments.taps = joins_taps ? (size_t)s->kernel_width : 1;
    segments.count = (size_t)s->kernel_height * (size_t)s->kernel_width / segments.taps;
    segments.bytes = segments.taps * depth;
    segments.groups = (segments.bytes + 3) / 4;
    return segments;
}

// The channels that depthwise kernels with joined taps take at once.
static size_t depthwise_block(const ck_kernels *row) { return 16 * row->lanes; }

size_t ck_packed_channels(const ck_kernels *row, const ck_convolution_shape *s, bool is_depthwise) {
    const size_t channels = (size_t)(s->out_channels / (is_depthwise ? 1 : s->groups));
    if (is_depthwise) {
        const size_t block = depthwise_block(row);
        return row->joins_taps ? (channels + block - 1) / block * block : channels;
    }
    return (channels + 15) / 16 * 16 * (size_t)s->groups;
}

size_t ck_packed_weights(const ck_kernels *row, const ck_convolution_shape *s, bool is_depthwise) {
    const size_t channels = ck_packed_channels(row, s, is_depthwise);
    if (is_depthwise) {
        const size_t height = (size_t)s->kernel_height;
        return channels * (size_t)s->kernel_width * (row->joins_taps ? (height + 3) / 4 * 4 : height);
    }
    const ck_segments segments = ck_segments_of(s);
    return channels * segments.count * segments.groups * 4;
}

// The channel at `index` of a block in the row's order.
static size_t channel_at(size_t lanes, size_t block, size_t index) {
    const size_t v = index / (4 * lanes), lane = index / 4 % lanes, e = index % 4;
    return lane * (block / lanes) + 4 * v + e;
}

// Calls for each place of the packed channels: its channel, or -1 for a place that stays zero.
static long depthwise_channel(const ck_kernels *row, const ck_convolution_shape *s, size_t place) {
    if (!row->joins_taps) return (long)place;
    const size_t block = depthwise_block(row), channels = (size_t)s->channels;
    size_t first = place / block * block, channel = channel_at(row->lanes, block, place % block);
    // The last of several blocks ends with the last channel.
    if (first > 0 && channels - first < block) first = channels - block;
    // Halves of a vector hold the same few channels of two pixels.
    if (channels <= block / 2) channel %= block / 2;
    return first + channel < channels ? (long)(first + channel) : -1;
}

typedef struct {
    size_t group, block, columns, first, start; ///< `first` channel and `start` place, within the group
} block_place;

static bool next_block(const ck_kernels *row, const ck_convolution_shape *s, block_place *b) {
    const size_t columns = (size_t)(s->out_channels / s->groups);
    b->first += b->block;
    if (b->first >= columns) {
        b->first = 0;
        b->group++;
    }
    if (b->group >= (size_t)s->groups) return false;
    b->block = ck_block(row, columns - b->first);
    b->columns = columns - b->first < b->block ? columns - b->first : b->block;
    b->start = b->group * ((columns + 15) / 16 * 16) + b->first;
    return true;
}

void ck_pack_channels(const ck_kernels *row, const ck_convolution_shape *s, bool is_depthwise,
                      const int32_t *values, int32_t *packed) {
    const size_t count = ck_packed_channels(row, s, is_depthwise);
    memset(packed, 0, count * sizeof *packed);
    if (is_depthwise) {
        for (size_t i = 0; i < count; i++) {
            const long channel = depthwise_channel(row, s, i);
            if (channel >= 0) packed[i] = values[channel];
        }
        return;
    }
    const size_t columns = (size_t)(s->out_channels / s->groups);
    block_place b = {.group = 0, .block = 0, .first = 0};
    while (next_block(row, s, &b)) {
        for (size_t i = 0; i < b.block; i++) {
            const size_t channel = channel_at(row->lanes, b.block, i);
            if (channel < b.columns) packed[b.start + i] = values[b.group * columns + b.first + channel];
        }
    }
}

static void pack_depthwise(const ck_kernels *row, const ck_convolution_shape *s, const int8_t *weights,
                           int8_t *packed) {
    const size_t places = ck_packed_channels(row, s, true);
    const size_t height = (size_t)s->kernel_height, width = (size_t)s->kernel_width;
    const size_t block = depthwise_block(row);
    for (size_t i = 0; i < places; i++) {
        const long channel = depthwise_channel(row, s, i);
        if (channel < 0) continue;
        for (size_t y = 0; y < height; y++) {
            for (size_t x = 0; x < width; x++) {
                const int8_t weight = weights[((size_t)channel * height + y) * width + x];
                if (row->joins_taps) {
                    // [block of channels][kernel column][quad of kernel rows][channel][4]
                    const size_t quads = (height + 3) / 4, quad = (i / block * width + x) * quads + y / 4;
                    packed[(quad * block + i % block) * 4 + y % 4] = weight;
                } else {
                    packed[(y * width + x) * places + i] = weight;
                }
            }
        }
    }
}

void ck_pack_weights(const ck_kernels *row, const ck_convolution_shape *s, bool is_depthwise,
                     const int8_t *weights, int8_t *packed) {
    memset(packed, 0, ck_packed_weights(row, s, is_depthwise));
    if (is_depthwise) {
        pack_depthwise(row, s, weights, packed);
        return;
    }
    const ck_segments segments = ck_segments_of(s);
    const size_t depth = (size_t)(s->channels / s->groups), columns = (size_t)(s->out_channels / s->groups);
    const size_t taps = (size_t)s->kernel_height * (size_t)s->kernel_width;
    const size_t sum = segments.count * segments.groups * 4;
    block_place b = {.group = 0, .block = 0, .first = 0};
    while (next_block(row, s, &b)) {
        int8_t *to = packed + b.start * sum;
        for (size_t i = 0; i < b.block; i++) {
            const size_t channel = channel_at(row->lanes, b.block, i);
            if (channel >= b.columns) continue;
            const int8_t *own = weights + (b.group * columns + b.first + channel) * depth * taps;
            for (size_t tap = 0; tap < taps; tap++) {
                const size_t start = tap / segments.taps * segments.groups * 4 + tap % segments.taps * depth;
                for (size_t c = 0; c < depth; c++) {
                    const size_t k = start + c;
                    to[(k / 4 * b.block + i) * 4 + k % 4] = own[c * taps + tap];
                }
            }
        }
    }
}
