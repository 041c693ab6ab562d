// The list of kernel sets: the only place that knows it.

#include <stdlib.h>
#include <string.h>

#include "CKernels.h"
#include "rows.h"

static bool always(void) { return true; }

#if defined(__x86_64__)
static bool has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static bool has_avxvnni(void) { return has_avx2() && __builtin_cpu_supports("avxvnni"); }

static bool has_avx512vnni(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
           && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
}

static bool has_avx512vbmi(void) { return has_avx512vnni() && __builtin_cpu_supports("avx512vbmi"); }
#endif

// Best first; the last runs anywhere.
static const ck_kernels table[] = {
#if defined(__x86_64__)
    {"avx512vbmi", has_avx512vbmi, 4, 64, true, true, ck_dense_u8s8_avx512vbmi, ck_depthwise_u8s8_avx512vbmi,
     ck_lookup_u8_avx512vbmi, ck_add_u8_avx512vnni, ck_max_u8_avx2, 8, 48, ck_product_f32_avx512, ck_apply_f32_avx512,
     ck_patches_f32_avx512, ck_depthwise_f32_avx512},
    {"avx512vnni", has_avx512vnni, 4, 64, false, true, ck_dense_u8s8_avx512vnni, ck_depthwise_u8s8_avx512vnni,
     ck_lookup_u8_scalar, ck_add_u8_avx512vnni, ck_max_u8_avx2, 8, 48, ck_product_f32_avx512, ck_apply_f32_avx512,
     ck_patches_f32_avx512, ck_depthwise_f32_avx512},
    {"avxvnni", has_avxvnni, 2, 16, false, false, ck_dense_u8s8_avxvnni, ck_depthwise_u8s8_avx2,
     ck_lookup_u8_scalar, ck_add_u8_avx2, ck_max_u8_avx2, 6, 16, ck_product_f32_avx2, ck_apply_f32_avx2,
     ck_patches_f32_avx2, ck_depthwise_f32_avx2},
    {"avx2", has_avx2, 1, 16, false, false, ck_dense_u8s8_avx2, ck_depthwise_u8s8_avx2, ck_lookup_u8_scalar,
     ck_add_u8_avx2, ck_max_u8_avx2, 6, 16, ck_product_f32_avx2, ck_apply_f32_avx2,
     ck_patches_f32_avx2, ck_depthwise_f32_avx2},
#endif
    {"scalar", always, 1, 16, true, false, ck_dense_u8s8_scalar, ck_depthwise_u8s8_scalar, ck_lookup_u8_scalar,
     ck_add_u8_scalar, ck_max_u8_scalar, 4, 16, ck_product_f32_scalar, ck_apply_f32_scalar,
     ck_patches_f32_scalar, ck_depthwise_f32_scalar},
};

size_t ck_kernels_count(void) { return sizeof table / sizeof *table; }

const ck_kernels *ck_kernels_at(size_t index) { return index < ck_kernels_count() ? &table[index] : NULL; }

const ck_kernels *ck_kernels_select(const char *name) {
    for (size_t i = 0; i < ck_kernels_count(); i++) {
        if (name && strcmp(name, table[i].name) != 0) continue;
        if (table[i].is_usable()) return &table[i];
        if (name) return NULL;
    }
    return NULL;
}
