// Pointwise functions on floats, the same bits on every machine: the tables of quantized networks come from
// here.

#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "exponential.h"

#pragma STDC FP_CONTRACT OFF

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
    case CK_SIGMOID: CK_EACH(ck_sigmoid(x));
    case CK_SILU: CK_EACH(x * ck_sigmoid(x));
    case CK_HARD_SWISH: CK_EACH(x * ck_clamp(x * (1.0f / 6.0f) + 0.5f, 0, 1));
    case CK_HARD_SIGMOID: CK_EACH(ck_clamp(alpha * x + beta, 0, 1));
    case CK_LEAKY_RELU: CK_EACH(x < 0 ? alpha * x : x);
    case CK_CLIP: CK_EACH(ck_clamp(x, alpha, beta));
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
    case CK_GELU: CK_EACH(0.5f * x * (1.0f + erff(x * 0.70710678f)));
    case CK_GELU_TANH: CK_EACH(0.5f * x * (1.0f + tanhf(0.79788456f * (x + 0.044715f * x * x * x))));
    }
}
