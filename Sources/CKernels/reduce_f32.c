#include <assert.h>
#include <math.h>

#include "CKernels.h"

static float reduce(ck_reduction reduction, const float *in, size_t count) {
    float best = in[0];
    double sum = 0;
    switch (reduction) {
    case CK_REDUCE_SUM:
    case CK_REDUCE_MEAN:
        for (size_t i = 0; i < count; i++) sum += in[i];
        return (float)(reduction == CK_REDUCE_MEAN ? sum / (double)count : sum);
    case CK_REDUCE_MAX:
        for (size_t i = 1; i < count; i++) best = in[i] > best ? in[i] : best;
        return best;
    case CK_REDUCE_MIN:
        for (size_t i = 1; i < count; i++) best = in[i] < best ? in[i] : best;
        return best;
    case CK_REDUCE_L2:
        for (size_t i = 0; i < count; i++) sum += (double)in[i] * in[i];
        return (float)sqrt(sum);
    }
    return 0;
}

void ck_reduce_f32(ck_reduction reduction, const float *in, size_t rows, size_t count, float *out) {
    assert(count > 0);
    for (size_t r = 0; r < rows; r++) out[r] = reduce(reduction, in + r * count, count);
}

void ck_softmax_f32(const float *in, size_t rows, size_t count, float *out) {
    for (size_t r = 0; r < rows; r++, in += count, out += count) {
        const float most = reduce(CK_REDUCE_MAX, in, count);
        for (size_t i = 0; i < count; i++) out[i] = in[i] - most;
        ck_apply_f32(CK_EXP, 0, 0, out, out, count);
        const float scale = 1.0f / reduce(CK_REDUCE_SUM, out, count);
        for (size_t i = 0; i < count; i++) out[i] *= scale;
    }
}

void ck_layer_norm_f32(const float *in, size_t rows, size_t count, const float *scale, const float *bias,
                       float epsilon, float *out) {
    assert(count > 0);
    for (size_t r = 0; r < rows; r++, in += count, out += count) {
        const float mean = reduce(CK_REDUCE_MEAN, in, count);
        double sum = 0;
        for (size_t i = 0; i < count; i++) sum += (double)(in[i] - mean) * (in[i] - mean);
        const float factor = (float)(1 / sqrt(sum / (double)count + epsilon));
        for (size_t i = 0; i < count; i++)
            out[i] = (in[i] - mean) * factor * scale[i] + (bias ? bias[i] : 0);
    }
}
