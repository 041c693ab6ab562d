#ifndef CR_DISPATCH_H
#define CR_DISPATCH_H

// A function marked CR_WIDE is compiled three times, and the processor's best one is taken when the program is loaded.
#if defined(__x86_64__) && defined(__linux__)
#define CR_WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CR_WIDE
#endif

// What such a function calls in its inner loops becomes part of it.
#define CR_INLINE static inline __attribute__((always_inline))

static inline float cr_min(float a, float b) { return a < b ? a : b; }
static inline float cr_max(float a, float b) { return a > b ? a : b; }
static inline int32_t cr_clamp(int32_t value, int32_t low, int32_t high) {
    return value < low ? low : value > high ? high : value;
}

#endif
