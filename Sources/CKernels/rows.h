// Every kernel that a row of the table can name.

#pragma once

#include "CKernels.h"

ck_dense_u8s8 ck_dense_u8s8_scalar;
ck_depthwise_u8s8 ck_depthwise_u8s8_scalar;
ck_lookup_u8 ck_lookup_u8_scalar;
ck_add_u8 ck_add_u8_scalar;
ck_max_u8 ck_max_u8_scalar;
ck_product_f32 ck_product_f32_scalar;
ck_apply_vectors_f32 ck_apply_f32_scalar;
ck_depthwise_f32 ck_depthwise_f32_scalar;
ck_maxpool_f32 ck_maxpool_f32_scalar;
ck_quantize_vectors ck_quantize_scalar;

/// For windows wider than the others hold, cell by cell.
ck_maxpool_f32 ck_maxpool_wide_f32;

ck_weave_u8 ck_weave_u8_scalar;
ck_scan ck_scan_scalar;
ck_refine ck_refine_scalar;

#if defined(__aarch64__)
ck_dense_u8s8 ck_dense_u8s8_neondot, ck_dense_u8s8_neoni8mm;
ck_depthwise_u8s8 ck_depthwise_u8s8_neon;
ck_lookup_u8 ck_lookup_u8_neon;
ck_scan ck_scan_neondot;
ck_refine ck_refine_neondot;
ck_product_f32 ck_product_f32_neon;
#endif

#if defined(__x86_64__)
ck_dense_u8s8 ck_dense_u8s8_avx2, ck_dense_u8s8_avxvnni, ck_dense_u8s8_avx512vnni, ck_dense_u8s8_avx512vbmi;
ck_burst ck_burst_avxvnni, ck_burst_avx512vnni;
ck_depthwise_u8s8 ck_depthwise_u8s8_avx2, ck_depthwise_u8s8_avx512vnni, ck_depthwise_u8s8_avx512vbmi;
ck_lookup_u8 ck_lookup_u8_avx512vbmi;
ck_add_u8 ck_add_u8_avx2, ck_add_u8_avx512vnni;
ck_max_u8 ck_max_u8_avx2;
ck_product_f32 ck_product_f32_avx2, ck_product_f32_avx512;
ck_apply_vectors_f32 ck_apply_f32_avx2, ck_apply_f32_avx512;
ck_depthwise_f32 ck_depthwise_f32_avx2, ck_depthwise_f32_avx512;
ck_maxpool_f32 ck_maxpool_f32_avx2, ck_maxpool_f32_avx512;
ck_quantize_vectors ck_quantize_avx2, ck_quantize_avx512;
ck_weave_u8 ck_weave_u8_avx512vbmi;
ck_scan ck_scan_avx2, ck_scan_avxvnni, ck_scan_avx512vnni;
ck_refine ck_refine_avx2, ck_refine_avxvnni, ck_refine_avx512vnni;
#endif
