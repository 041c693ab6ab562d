// Pointwise functions on floats. The exponential is a polynomial (relative error below 3e-7 over the whole
// range), in a form the compiler can turn into vector code.

#include <math.h>
#include <string.h>

#include "CKernels.h"

static inline float exponential(float x) {
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    const float magic = 12582912.0f;
    float shifted = x * 1.44269504088896341f + magic;
    float whole = shifted - magic;
    float rest = x - whole * 0.693359375f + whole * 2.12194440e-4f;
    float power = 1.9875691500e-4f;
    power = power * rest + 1.3981999507e-3f;
    power = power * rest + 8.3334519073e-3f;
    power = power * rest + 4.1665795894e-2f;
    power = power * rest + 1.6666665459e-1f;
    power = power * rest + 5.0000001201e-1f;
    power = power * rest * rest + rest + 1.0f;
    int32_t bits = ((int32_t)whole + 127) << 23;
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return power * scale;
}

static inline float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

static inline float clamp(float x, float low, float high) {
    x = x < low ? low : x;
    return x > high ? high : x;
}

#define CK_EACH(expression)                                                                                  \
    for (size_t i = 0; i < count; i++) {                                                                     \
        float x = in[i];                                                                                     \
        out[i] = (expression);                                                                               \
    }                                                                                                        \
    break

void ck_apply_f32(ck_function function, float alpha, float beta, const float *in, float *out, size_t count) {
    switch (function) {
    case CK_IDENTITY:
        if (in != out) memcpy(out, in, count * sizeof *in);
        break;
    case CK_RELU: CK_EACH(x > 0 ? x : 0);
    case CK_SIGMOID: CK_EACH(sigmoid(x));
    case CK_SILU: CK_EACH(x * sigmoid(x));
    case CK_HARD_SWISH: CK_EACH(x * clamp(x * (1.0f / 6.0f) + 0.5f, 0, 1));
    case CK_HARD_SIGMOID: CK_EACH(clamp(alpha * x + beta, 0, 1));
    case CK_LEAKY_RELU: CK_EACH(x < 0 ? alpha * x : x);
    case CK_CLIP: CK_EACH(clamp(x, alpha, beta));
    case CK_TANH: CK_EACH(tanhf(x));
    case CK_EXP: CK_EACH(expf(x));
    case CK_LOG: CK_EACH(logf(x));
    case CK_SQRT: CK_EACH(sqrtf(x));
    case CK_NEGATE: CK_EACH(-x);
    case CK_ABS: CK_EACH(fabsf(x));
    case CK_POWER: CK_EACH(powf(x, alpha));
    case CK_ERF: CK_EACH(erff(x));
    case CK_RECIPROCAL: CK_EACH(1.0f / x);
    case CK_SOFTPLUS: CK_EACH(x > 0 ? x + log1pf(expf(-x)) : log1pf(expf(x)));
    case CK_ELU: CK_EACH(x < 0 ? alpha * (expf(x) - 1) : x);
    case CK_FLOOR: CK_EACH(floorf(x));
    }
}

void ck_finish_f32(float *values, size_t rows, size_t count, size_t stride, const float *bias,
                   ck_function function, float alpha, float beta) {
    for (size_t r = 0; r < rows; r++) {
        float *row = values + r * stride;
        if (bias) {
            const float add = bias[r];
            for (size_t i = 0; i < count; i++) row[i] += add;
        }
        if (function != CK_IDENTITY) ck_apply_f32(function, alpha, beta, row, row, count);
    }
}
