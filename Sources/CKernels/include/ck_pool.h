// Threads that share the work of one step.

#pragma once

#include <stddef.h>

/// A fixed number of threads that wait for work. Who runs work is one of them.
typedef struct ck_pool ck_pool;

/// Makes `count` - 1 threads, at least none. NULL: there is no memory. Threads that the system refuses are
/// done without.
ck_pool *ck_pool_create(size_t count);

/// Ends the threads. No work may be running.
void ck_pool_destroy(ck_pool *pool);

/// Calls `work` for the pieces 0...pieces-1, some that follow each other at a time, from `first` to the one before
/// `last`, each on one of the threads numbered 0...count-1, and returns when all are done. One caller at a time.
void ck_pool_run(ck_pool *pool, size_t pieces,
                 void (*work)(void *context, size_t thread, size_t first, size_t last), void *context);
