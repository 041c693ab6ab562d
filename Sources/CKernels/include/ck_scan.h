// Rows of bytes compared with queries by their inner products: the search for the most similar of many.
//
// A row may be cut in two: a head that every query meets, whose last number bounds what the rest can add, and a tail that
// only those meet whose bound is high enough.

#pragma once

#include <stddef.h>
#include <stdint.h>

/// Rows that lie beside each other in a group, so that one vector holds four columns of all of them.
#define CK_SCAN_GROUP 16

/// Rows have at most so many columns.
#define CK_SCAN_MOST_COLUMNS 1024

/// Column c of row r lies at groups[((r / 16) * columns / 4 + c / 4) * 64 + (r % 16) * 4 + c % 4], as its value plus
/// 128: instructions multiply bytes without a sign by bytes with one.
typedef struct {
    const uint8_t *groups;
    const uint16_t *scales; ///< one for each row
    size_t columns;         ///< a multiple of 4
} ck_scan_rows;

/// Queries with a scale and a least similarity each.
typedef struct {
    const int8_t *values;    ///< as many as the columns for each query
    const int32_t *offsets;  ///< 128 times the sum of each query's values
    const float *scales;
    const float *thresholds;
} ck_scan_queries;

typedef struct {
    uint32_t row;
    uint32_t query;
    float similarity;
} ck_scan_hit;

/// Compares the rows of groups [first, end) with the `count` queries whose places are in `order` and writes those pairs
/// whose similarity is above the query's threshold, in no order; returns their number. The similarity is
/// (inner product) * (row's scale) * (query's scale), rounded after each product.
///
/// `hits` has room for (end - first) * 16 * count of them.
typedef size_t ck_scan(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                       const uint32_t *order, size_t count, ck_scan_hit *hits);

/// What rows hold beyond their heads: row r at bytes + r * columns, each number plus 128. After the last row, as many
/// bytes as the queries are wide may be read, whatever they hold.
typedef struct {
    const uint8_t *bytes;
    size_t columns;
    float step; ///< what one of a tail's numbers stands for
} ck_scan_tails;

/// Tails of queries.
typedef struct {
    const int8_t *values;   ///< `width` for each query; zero beyond the tail's columns
    const int32_t *offsets; ///< 128 times the sum of each query's values
    const float *scales;
    size_t width; ///< a multiple of 64
} ck_scan_query_tails;

/// Turns the bounds of `count` hits into similarities: takes the product of the last numbers of the heads away and adds
/// the product of the tails. Every product and sum is rounded by itself, so that all instruction sets agree.
typedef void ck_refine(const ck_scan_rows *rows, const ck_scan_queries *queries, const ck_scan_tails *tails,
                       const ck_scan_query_tails *query_tails, ck_scan_hit *hits, size_t count);
