// The exponential as a polynomial (relative error below 3e-7 over the whole range), in a form the compiler
// can turn into vector code.

#pragma once

#include <stdint.h>
#include <string.h>

static inline float ck_exponential(float x) {
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

static inline float ck_sigmoid(float x) { return 1.0f / (1.0f + ck_exponential(-x)); }

static inline float ck_clamp(float x, float low, float high) {
    x = x < low ? low : x;
    return x > high ? high : x;
}
