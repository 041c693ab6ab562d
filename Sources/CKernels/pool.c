// Threads first spin, since the next step follows within microseconds, and sleep when nothing comes.
//
// Each thread has a share of the pieces of its own: in the next step the same one comes upon what it wrote in this one, and
// finds it in its own cache. Who is done with its share takes from the others', so that nobody waits for a thread
// which something else holds up.

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ck_pool.h"

/// Looks for work before a thread sleeps: some tens of microseconds.
enum { spins = 4000 };

typedef void work_function(void *context, size_t thread, size_t first, size_t last);

/// The round, the end of the share and the next of its pieces that nobody has taken, in one word: who takes pieces
/// knows that their round is not over, and a thread that comes late holds nobody up.
typedef struct {
    _Alignas(64) _Atomic uint64_t state;
} share;

struct ck_pool {
    size_t threads; ///< beside the caller
    size_t count;   ///< of shares, some of which stay empty if the system refused threads
    share *shares;
    pthread_t *handles;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    size_t sleepers;    ///< under the mutex
    uint64_t round;     ///< the caller's
    atomic_size_t done; ///< pieces finished in this round
    atomic_bool ends;
    work_function *work;
    void *context;
};

enum { piece_bits = 24 };
static const uint64_t piece_mask = ((uint64_t)1 << piece_bits) - 1;

static size_t left(uint64_t state) {
    const uint64_t next = state & piece_mask, end = state >> piece_bits & piece_mask;
    return next < end ? end - next : 0;
}

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

// Half of what is left at a time: most of a share at once, and little to wait for at its end.
static void take_from(ck_pool *pool, share *share, size_t number) {
    uint64_t state = atomic_load_explicit(&share->state, memory_order_acquire);
    while (left(state) > 0) {
        const size_t count = (left(state) + 1) / 2, first = state & piece_mask;
        if (!atomic_compare_exchange_weak_explicit(&share->state, &state, state + count, memory_order_acq_rel,
                                                   memory_order_acquire))
            continue;
        pool->work(pool->context, number, first, first + count);
        atomic_fetch_add_explicit(&pool->done, count, memory_order_release);
        state = atomic_load_explicit(&share->state, memory_order_acquire);
    }
}

static void take_pieces(ck_pool *pool, size_t number) {
    for (size_t i = 0; i < pool->count; i++)
        take_from(pool, &pool->shares[(number + i) % pool->count], number);
}

static bool must_wait(ck_pool *pool) {
    for (size_t i = 0; i < pool->count; i++)
        if (left(atomic_load_explicit(&pool->shares[i].state, memory_order_acquire)) > 0) return false;
    return !atomic_load(&pool->ends);
}

static void wait_for_work(ck_pool *pool) {
    for (size_t i = 0; i < spins; i++) {
        if (!must_wait(pool)) return;
        pause_briefly();
    }
    pthread_mutex_lock(&pool->mutex);
    pool->sleepers++;
    while (must_wait(pool)) pthread_cond_wait(&pool->wake, &pool->mutex);
    pool->sleepers--;
    pthread_mutex_unlock(&pool->mutex);
}

static void *serve(void *argument) {
    thread_start start = *(thread_start *)argument;
    free(argument);
    while (!atomic_load(&start.pool->ends)) {
        take_pieces(start.pool, start.number);
        wait_for_work(start.pool);
    }
    return NULL;
}

// The mutex orders what there is to do with a thread that is about to sleep.
static void wake_sleepers(ck_pool *pool) {
    pthread_mutex_lock(&pool->mutex);
    if (pool->sleepers > 0) pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->mutex);
}

ck_pool *ck_pool_create(size_t count) {
    ck_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return NULL;
    pool->count = count > 1 ? count : 1;
    pool->shares = aligned_alloc(_Alignof(share), pool->count * sizeof *pool->shares);
    if (!pool->shares) {
        free(pool);
        return NULL;
    }
    memset(pool->shares, 0, pool->count * sizeof *pool->shares);
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
    wake_sleepers(pool);
    for (size_t i = 0; i < pool->threads; i++) pthread_join(pool->handles[i], NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->handles);
    free(pool->shares);
    free(pool);
}

void ck_pool_run(ck_pool *pool, size_t pieces, work_function *work, void *context) {
    assert(pieces <= piece_mask);
    pool->work = work;
    pool->context = context;
    atomic_store_explicit(&pool->done, 0, memory_order_relaxed);
    pool->round++;
    const size_t count = pool->threads + 1;
    for (size_t i = 0; i < count; i++) {
        const uint64_t first = pieces * i / count, end = pieces * (i + 1) / count;
        atomic_store_explicit(&pool->shares[i].state, pool->round << 2 * piece_bits | end << piece_bits | first,
                              memory_order_release);
    }
    if (pool->threads > 0) wake_sleepers(pool);
    take_pieces(pool, 0);
    size_t looks = 0;
    while (atomic_load_explicit(&pool->done, memory_order_acquire) < pieces) {
        pause_briefly();
        // The thread that still works may need this core.
        if (++looks % spins == 0) sched_yield();
    }
}
