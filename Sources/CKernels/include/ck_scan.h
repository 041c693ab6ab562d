// Rows of bytes compared with queries by their inner products: the search for the most similar of many.

#pragma once

#include <stddef.h>
#include <stdint.h>

/// Rows that lie beside each other in a group, so that one vector holds four columns of all of them.
#define CK_SCAN_GROUP 16

/// Column c of row r lies at groups[((r / 16) * columns / 4 + c / 4) * 64 + (r % 16) * 4 + c % 4], as its value plus
/// 128: instructions multiply bytes without a sign by bytes with one.
typedef struct {
    const uint8_t *groups;
    const uint16_t *scales; ///< one for each row
    size_t columns;         ///< a multiple of 4
} ck_scan_rows;

/// Queries with a scale and a least similarity each.
typedef struct {
    const int8_t *values;    ///< count * columns
    const int32_t *offsets;  ///< 128 times the sum of each query's values
    const float *scales;
    const float *thresholds;
    size_t count;
} ck_scan_queries;

typedef struct {
    uint32_t row;
    uint32_t query;
    float similarity;
} ck_scan_hit;

/// Compares the rows of groups [first, end) with every query and writes those pairs whose similarity is above the
/// query's threshold, in no order; returns their number. The similarity is
/// (inner product) * (row's scale) * (query's scale), rounded after each product.
///
/// `hits` has room for (end - first) * 16 * queries->count of them.
typedef size_t ck_scan(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                       ck_scan_hit *hits);
