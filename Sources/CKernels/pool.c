// Threads first spin, since the next step follows within microseconds, and sleep when nothing comes.

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "ck_pool.h"

/// Looks for work before a thread sleeps: some tens of microseconds.
enum { spins = 4000 };

typedef void work_function(void *context, size_t thread, size_t piece);

struct ck_pool {
    size_t threads; ///< beside the caller
    pthread_t *handles;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    size_t sleepers;       ///< under the mutex
    atomic_size_t round;   ///< counts runs; a change is the signal to work
    atomic_size_t next;    ///< piece that nobody has taken yet
    atomic_size_t working; ///< threads that have not finished this round
    atomic_bool ends;
    size_t pieces;
    work_function *work;
    void *context;
};

typedef struct {
    ck_pool *pool;
    size_t number;
} thread_start;

static void pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void take_pieces(ck_pool *pool, size_t number) {
    for (;;) {
        const size_t piece = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (piece >= pool->pieces) return;
        pool->work(pool->context, number, piece);
    }
}

static size_t wait_for_round(ck_pool *pool, size_t seen) {
    for (size_t i = 0; i < spins; i++) {
        const size_t round = atomic_load_explicit(&pool->round, memory_order_acquire);
        if (round != seen) return round;
        pause_briefly();
    }
    pthread_mutex_lock(&pool->mutex);
    pool->sleepers++;
    size_t round;
    while ((round = atomic_load_explicit(&pool->round, memory_order_acquire)) == seen)
        pthread_cond_wait(&pool->wake, &pool->mutex);
    pool->sleepers--;
    pthread_mutex_unlock(&pool->mutex);
    return round;
}

static void *serve(void *argument) {
    thread_start start = *(thread_start *)argument;
    free(argument);
    for (size_t seen = 0;;) {
        seen = wait_for_round(start.pool, seen);
        if (atomic_load(&start.pool->ends)) return NULL;
        take_pieces(start.pool, start.number);
        atomic_fetch_sub_explicit(&start.pool->working, 1, memory_order_release);
    }
}

// The mutex orders the change of round with a thread that is about to sleep.
static void begin_round(ck_pool *pool) {
    pthread_mutex_lock(&pool->mutex);
    atomic_fetch_add_explicit(&pool->round, 1, memory_order_release);
    if (pool->sleepers > 0) pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->mutex);
}

ck_pool *ck_pool_create(size_t count) {
    ck_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return NULL;
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pool->handles = count > 1 ? calloc(count - 1, sizeof *pool->handles) : NULL;
    for (size_t i = 1; i < count && pool->handles; i++) {
        thread_start *start = malloc(sizeof *start);
        if (!start) break;
        *start = (thread_start){pool, pool->threads + 1};
        if (pthread_create(&pool->handles[pool->threads], NULL, serve, start) != 0) {
            free(start);
            break;
        }
        pool->threads++;
    }
    return pool;
}

void ck_pool_destroy(ck_pool *pool) {
    atomic_store(&pool->ends, true);
    begin_round(pool);
    for (size_t i = 0; i < pool->threads; i++) pthread_join(pool->handles[i], NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->handles);
    free(pool);
}

void ck_pool_run(ck_pool *pool, size_t pieces, work_function *work, void *context) {
    pool->pieces = pieces;
    pool->work = work;
    pool->context = context;
    atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
    atomic_store_explicit(&pool->working, pool->threads, memory_order_relaxed);
    if (pool->threads > 0) begin_round(pool);
    take_pieces(pool, 0);
    size_t looks = 0;
    while (atomic_load_explicit(&pool->working, memory_order_acquire) > 0) {
        pause_briefly();
        // On a machine with fewer cores than threads the one that still works may need this core.
        if (++looks % spins == 0) sched_yield();
    }
}
