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
           && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
           && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("fma");
}

static bool has_avx512vbmi(void) { return has_avx512vnni() && __builtin_cpu_supports("avx512vbmi"); }
#endif

#if defined(__aarch64__)
#include <sys/auxv.h>

// From the kernel's header; HWCAP2_I8MM is younger than some C libraries.
static const unsigned long has_asimddp = 1ul << 20, has_i8mm_too = 1ul << 13;

static bool has_dotprod(void) { return getauxval(AT_HWCAP) & has_asimddp; }

static bool has_i8mm(void) { return has_dotprod() && (getauxval(AT_HWCAP2) & has_i8mm_too); }
#endif

// The float functions of one instruction set, and the tile of its product.
#define FLOATS(SET, PRODUCT, ROWS, COLUMNS)                                                                    \
    .quantize = ck_quantize_##SET, .float_rows = ROWS, .float_columns = COLUMNS,                               \
    .product_f32 = ck_product_f32_##PRODUCT, .apply_f32 = ck_apply_f32_##SET,                                  \
    .depthwise_f32 = ck_depthwise_f32_##SET, .maxpool_f32 = ck_maxpool_f32_##SET

// Best first; the last runs anywhere.
static const ck_kernels table[] = {
#if defined(__x86_64__)
    {
        .name = "avx512vbmi",
        .is_usable = has_avx512vbmi,
        .lanes = 4,
        .widest_block = 64,
        .fuses_table = true,
        .joins_taps = true,
        .burst = ck_burst_avx512vnni,
        .dense = ck_dense_u8s8_avx512vbmi,
        .depthwise = ck_depthwise_u8s8_avx512vbmi,
        .lookup = ck_lookup_u8_avx512vbmi,
        .add = ck_add_u8_avx512vnni,
        .max = ck_max_u8_avx2,
        .weave = ck_weave_u8_avx512vbmi,
        .scan = ck_scan_avx512vnni,
        .refine = ck_refine_avx512vnni,
        FLOATS(avx512, avx512, 8, 48),
    },
    {
        .name = "avx512vnni",
        .is_usable = has_avx512vnni,
        .lanes = 4,
        .widest_block = 64,
        .fuses_table = false,
        .joins_taps = true,
        .burst = ck_burst_avx512vnni,
        .dense = ck_dense_u8s8_avx512vnni,
        .depthwise = ck_depthwise_u8s8_avx512vnni,
        .lookup = ck_lookup_u8_scalar,
        .add = ck_add_u8_avx512vnni,
        .max = ck_max_u8_avx2,
        .weave = ck_weave_u8_scalar,
        .scan = ck_scan_avx512vnni,
        .refine = ck_refine_avx512vnni,
        FLOATS(avx512, avx512, 8, 48),
    },
    {
        .name = "avxvnni",
        .is_usable = has_avxvnni,
        .lanes = 2,
        .widest_block = 16,
        .fuses_table = false,
        .joins_taps = false,
        .burst = ck_burst_avxvnni,
        .dense = ck_dense_u8s8_avxvnni,
        .depthwise = ck_depthwise_u8s8_avx2,
        .lookup = ck_lookup_u8_scalar,
        .add = ck_add_u8_avx2,
        .max = ck_max_u8_avx2,
        .weave = ck_weave_u8_scalar,
        .scan = ck_scan_avxvnni,
        .refine = ck_refine_avxvnni,
        FLOATS(avx2, avx2, 6, 16),
    },
    {
        .name = "avx2",
        .is_usable = has_avx2,
        .lanes = 1,
        .widest_block = 16,
        .fuses_table = false,
        .joins_taps = false,
        .dense = ck_dense_u8s8_avx2,
        .depthwise = ck_depthwise_u8s8_avx2,
        .lookup = ck_lookup_u8_scalar,
        .add = ck_add_u8_avx2,
        .max = ck_max_u8_avx2,
        .weave = ck_weave_u8_scalar,
        .scan = ck_scan_avx2,
        .refine = ck_refine_avx2,
        FLOATS(avx2, avx2, 6, 16),
    },
#elif defined(__aarch64__)
    {
        .name = "neoni8mm",
        .is_usable = has_i8mm,
        .lanes = 1,
        .widest_block = 16,
        .fuses_table = false,
        .joins_taps = false,
        .dense = ck_dense_u8s8_neoni8mm,
        .depthwise = ck_depthwise_u8s8_neon,
        .lookup = ck_lookup_u8_neon,
        .add = ck_add_u8_scalar,
        .max = ck_max_u8_scalar,
        .weave = ck_weave_u8_scalar,
        .scan = ck_scan_neondot,
        .refine = ck_refine_neondot,
        FLOATS(scalar, neon, 4, 16),
    },
    {
        .name = "neondot",
        .is_usable = has_dotprod,
        .lanes = 1,
        .widest_block = 16,
        .fuses_table = false,
        .joins_taps = false,
        .dense = ck_dense_u8s8_neondot,
        .depthwise = ck_depthwise_u8s8_neon,
        .lookup = ck_lookup_u8_neon,
        .add = ck_add_u8_scalar,
        .max = ck_max_u8_scalar,
        .weave = ck_weave_u8_scalar,
        .scan = ck_scan_neondot,
        .refine = ck_refine_neondot,
        FLOATS(scalar, neon, 4, 16),
    },
#endif
    {
        .name = "scalar",
        .is_usable = always,
        .lanes = 1,
        .widest_block = 16,
        .fuses_table = true,
        .joins_taps = false,
        .dense = ck_dense_u8s8_scalar,
        .depthwise = ck_depthwise_u8s8_scalar,
        .lookup = ck_lookup_u8_scalar,
        .add = ck_add_u8_scalar,
        .max = ck_max_u8_scalar,
        .weave = ck_weave_u8_scalar,
        .scan = ck_scan_scalar,
        .refine = ck_refine_scalar,
        FLOATS(scalar, scalar, 4, 16),
    },
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
