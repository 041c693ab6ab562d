// Every row of the kernel table that this machine can run against the scalar row, bit for bit over random shapes,
// for machines that are emulated and so too slow for the whole test suite.
//
//     kernel_check COUNT [ROW ...]    the rows named must be usable

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

static uint64_t state = 1;

static uint32_t any(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static void *room(size_t bytes) {
    void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
    if (!memory) exit(3);
    return memory;
}

// Extreme values appear more often than chance would have them.
static uint8_t *random_bytes(size_t count) {
    uint8_t *bytes = room(count);
    for (size_t i = 0; i < count; i++) bytes[i] = any(3) ? (uint8_t)any(256) : any(2) ? 255 : 128;
    return bytes;
}

static ck_convolution_shape random_shape(bool is_depthwise) {
    ck_convolution_shape s;
    do {
        s = (ck_convolution_shape){.batch = 1 + (int)any(2), .height = 1 + (int)any(9), .width = 1 + (int)any(16)};
        s.groups = is_depthwise ? 2 + (int)any(70) : any(3) ? 1 : 1 + (int)any(4);
        s.channels = s.groups * (is_depthwise ? 1 : 1 + (int)any(24));
        s.out_channels = is_depthwise ? s.channels : s.groups * (1 + (int)any(70));
        s.kernel_height = 1 + (int)any(5);
        s.kernel_width = any(2) ? s.kernel_height : 1 + (int)any(5);
        s.stride_height = s.stride_width = 1 + (int)any(2);
        s.dilation_height = 1 + (int)any(2);
        s.dilation_width = 1 + (int)any(2);
        s.pad_top = (int)any(3);
        s.pad_left = (int)any(3);
        const int y = s.height + 2 * s.pad_top - (s.kernel_height - 1) * s.dilation_height - 1;
        const int x = s.width + 2 * s.pad_left - (s.kernel_width - 1) * s.dilation_width - 1;
        s.out_height = y < 0 ? 0 : y / s.stride_height + 1;
        s.out_width = x < 0 ? 0 : x / s.stride_width + 1;
    } while (s.out_height == 0 || s.out_width == 0);
    return s;
}

typedef struct {
    ck_convolution_shape shape;
    bool is_depthwise, gives_floats;
    uint8_t *input;
    int8_t *weights;
    int32_t *bias;
    float *scale;
    ck_rounding rounding;
} problem;

// The output as bytes, whatever it is made of.
static uint8_t *solve(const ck_kernels *row, const problem *p, size_t *size) {
    const ck_convolution_shape *s = &p->shape;
    const size_t channels = ck_packed_channels(row, s, p->is_depthwise);
    int8_t *weights = room(ck_packed_weights(row, s, p->is_depthwise));
    int32_t *bias = room(4 * channels), *scale = room(4 * channels);
    ck_pack_weights(row, s, p->is_depthwise, p->weights, weights);
    ck_pack_channels(row, s, p->is_depthwise, p->bias, bias);
    ck_pack_channels(row, s, p->is_depthwise, (const int32_t *)(const void *)p->scale, scale);
    const size_t lines = (size_t)(s->batch * s->out_height);
    const size_t count = lines * (size_t)(s->out_width * s->out_channels);
    *size = p->gives_floats ? 4 * count : count;
    uint8_t *out = room(*size), *scratch = room(ck_convolution_scratch(row, s, p->is_depthwise, p->gives_floats));
    const ck_convolution convolution = {*s, weights, bias, (const float *)(const void *)scale, p->rounding, 131};
    const ck_picture picture = {p->input, (size_t)s->channels, out, (size_t)s->out_channels,
                                p->gives_floats ? (float *)(void *)out : NULL};
    if (p->is_depthwise) {
        ck_convolve_depthwise_u8s8(row, &convolution, &picture, 0, lines, scratch);
    } else {
        ck_convolve_u8s8(row, &convolution, &picture, 0, lines, scratch);
    }
    free(weights);
    free(bias);
    free(scale);
    free(scratch);
    return out;
}

static bool convolution_agrees(const ck_kernels *row, const ck_kernels *plain) {
    problem p = {.is_depthwise = any(3) == 0};
    p.shape = random_shape(p.is_depthwise);
    p.gives_floats = !p.is_depthwise && any(4) == 0;
    const ck_convolution_shape *s = &p.shape;
    const size_t outputs = (size_t)s->out_channels;
    const size_t patch = (size_t)(s->channels / s->groups * s->kernel_height * s->kernel_width);
    p.input = random_bytes((size_t)(s->batch * s->height * s->width * s->channels));
    p.weights = (int8_t *)random_bytes(outputs * patch);
    uint8_t *table = random_bytes(256);
    p.bias = room(4 * outputs);
    p.scale = room(4 * outputs);
    for (size_t c = 0; c < outputs; c++) {
        p.bias[c] = (int32_t)any(80001) - 40000;
        p.scale[c] = (float)(20 + any(180)) / (float)(10000 * (1 + patch / 20));
    }
    p.rounding = (ck_rounding){(int32_t)any(256), (int32_t)any(20), 200 + (int32_t)any(56), any(2) ? table : NULL};
    size_t size = 0;
    uint8_t *ours = solve(row, &p, &size), *theirs = solve(plain, &p, &size);
    const bool agrees = memcmp(ours, theirs, size) == 0;
    void *all[] = {p.input, p.weights, p.bias, p.scale, table, ours, theirs};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    return agrees;
}

static bool bytes_agree(const ck_kernels *row, const ck_kernels *plain) {
    const size_t count = any(200);
    uint8_t *a = random_bytes(count), *b = random_bytes(count), *table = random_bytes(256);
    uint8_t ours[4][200] = {{0}}, theirs[4][200] = {{0}};
    float values[200];
    for (size_t i = 0; i < count; i++) values[i] = ((float)any(4001) - 2000) * 0.0125f;
    const ck_addition addition = {0.37f, 0.61f, -17.25f, 9, 251};
    const ck_kernels *rows[] = {row, plain};
    for (size_t i = 0; i < 2; i++) {
        uint8_t(*out)[200] = i ? theirs : ours;
        rows[i]->lookup(a, table, out[0], count);
        rows[i]->add(a, b, &addition, out[1], count);
        rows[i]->max(a, b, out[2], count);
        rows[i]->quantize(values, 0.1f, 77, out[3], count);
    }
    free(a);
    free(b);
    free(table);
    return memcmp(ours, theirs, sizeof ours) == 0;
}

static bool expansions_agree(const ck_kernels *row, const ck_kernels *plain) {
    const size_t channels = 1 + any(40), pixels = 1 + any(300), stride = channels + any(3);
    uint8_t *in = random_bytes((pixels - 1) * stride + channels);
    float table[256], *results[2];
    for (int i = 0; i < 256; i++) table[i] = (float)(i - 100) * 0.037f;
    const ck_expansion expansion = {table, any(2), 0.037f, 100};
    const ck_kernels *rows[] = {row, plain};
    for (size_t i = 0; i < 2; i++) {
        results[i] = room(4 * channels * pixels);
        ck_expand_u8_f32(rows[i], (ck_source){in, stride}, channels, pixels, &expansion, results[i], pixels);
    }
    const bool agrees = memcmp(results[0], results[1], 4 * channels * pixels) == 0;
    free(in);
    free(results[0]);
    free(results[1]);
    return agrees;
}

static float *random_floats(size_t count) {
    float *values = room(4 * count);
    for (size_t i = 0; i < count; i++) values[i] = (float)any(19) - 9;
    return values;
}

// Small whole numbers: every order of summing gives the same float.
static bool products_agree(const ck_kernels *row, const ck_kernels *plain) {
    const ck_matrix_product p = {1 + any(30), 1 + any(70), 1 + any(130), any(2), any(2), 1};
    float *left = random_floats(p.rows * p.inner), *right = random_floats(p.inner * p.columns);
    const size_t size = 4 * p.rows * p.columns, middle = any((uint32_t)p.columns);
    float *results[2] = {room(size), room(size)};
    const ck_kernels *rows[] = {row, plain};
    for (size_t i = 0; i < 2; i++) {
        float *scratch = room(4 * ck_matrix_scratch(rows[i], &p));
        ck_multiply_f32(rows[i], &p, left, right, results[i], 0, p.rows, 0, middle, scratch);
        ck_multiply_f32(rows[i], &p, left, right, results[i], 0, p.rows, middle, p.columns, scratch);
        free(scratch);
    }
    const bool agrees = memcmp(results[0], results[1], size) == 0;
    void *all[] = {left, right, results[0], results[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    return agrees;
}

int main(int count, char **arguments) {
    const long rounds = count > 1 ? strtol(arguments[1], NULL, 10) : 100;
    const ck_kernels *plain = ck_kernels_select("scalar");
    int failures = 0;
    for (int i = 2; i < count; i++) {
        if (ck_kernels_select(arguments[i])) continue;
        printf("%s is not usable here\n", arguments[i]);
        failures++;
    }
    for (size_t i = 0; i < ck_kernels_count(); i++) {
        const ck_kernels *row = ck_kernels_at(i);
        if (!row->is_usable()) continue;
        long wrong = 0;
        for (long round = 0; round < rounds; round++)
            wrong += !convolution_agrees(row, plain) + !bytes_agree(row, plain) + !expansions_agree(row, plain)
                     + !products_agree(row, plain);
        printf("%s: %ld of %ld wrong\n", row->name, wrong, 4 * rounds);
        failures += wrong > 0;
    }
    return failures > 0;
}
