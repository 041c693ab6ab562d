// How pictures pass between a driver and this process: buffers, their memory, and the queue that they go through.
#include "requests.h"

#include <errno.h>
#include <fcntl.h>
#include <libv4l2.h>
#include <linux/dma-buf.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const enum v4l2_memory kinds[] = {
    [cv4l2_mapped] = V4L2_MEMORY_MMAP,
    [cv4l2_user_memory] = V4L2_MEMORY_USERPTR,
    [cv4l2_imported] = V4L2_MEMORY_DMABUF,
};

static int request_buffers(cv4l2_node node, cv4l2_exchange exchange, struct v4l2_requestbuffers *wanted) {
    uint32_t count = wanted->count;
    memset(wanted, 0, sizeof *wanted);
    wanted->count = count;
    wanted->type = cv4l2_type(node);
    wanted->memory = kinds[exchange];
    return cv4l2_request(node.descriptor, VIDIOC_REQBUFS, wanted);
}

int cv4l2_offers(cv4l2_node node, cv4l2_exchange exchange) {
    static const uint32_t flags[] = {
        [cv4l2_mapped] = V4L2_BUF_CAP_SUPPORTS_MMAP,
        [cv4l2_user_memory] = V4L2_BUF_CAP_SUPPORTS_USERPTR,
        [cv4l2_imported] = V4L2_BUF_CAP_SUPPORTS_DMABUF,
    };
    struct v4l2_requestbuffers none = {.count = 0};
    int status = request_buffers(node, exchange, &none);
    // Only -EINVAL means that the driver has no such buffers; another program that streams brings -EBUSY.
    if (status < 0) return status != -EINVAL && exchange == cv4l2_mapped;
    return none.capabilities == 0 ? exchange == cv4l2_mapped : (none.capabilities & flags[exchange]) != 0;
}

int cv4l2_request_buffers(cv4l2_node node, cv4l2_exchange exchange, uint32_t count) {
    struct v4l2_requestbuffers wanted = {.count = count};
    int status = request_buffers(node, exchange, &wanted);
    return status < 0 ? status : (int)wanted.count;
}

// A buffer as requests want it, with room for its planes.
struct numbered {
    struct v4l2_buffer buffer;
    struct v4l2_plane planes[VIDEO_MAX_PLANES];
};

static void number(struct numbered *asked, cv4l2_node node, cv4l2_exchange exchange, uint32_t index) {
    memset(asked, 0, sizeof *asked);
    asked->buffer.index = index;
    asked->buffer.type = cv4l2_type(node);
    asked->buffer.memory = kinds[exchange];
    if (!node.is_multiplanar) return;
    asked->buffer.m.planes = asked->planes;
    asked->buffer.length = VIDEO_MAX_PLANES;
}

static uint32_t plane_count(const struct numbered *found, cv4l2_node node) {
    if (!node.is_multiplanar) return 1;
    return found->buffer.length < cv4l2_most_planes ? found->buffer.length : cv4l2_most_planes;
}

// Readies `memory` for planes to come.
static void clear(cv4l2_memory *memory) {
    memset(memory, 0, sizeof *memory);
    for (int i = 0; i < cv4l2_most_planes; i++) memory->planes[i].descriptor = -1;
}

// Adds a plane; `start` is what a mapping gave.
static int add_plane(cv4l2_memory *memory, void *start, size_t length, int descriptor) {
    int status = start == MAP_FAILED ? -errno : 0;
    if (status < 0) {
        if (descriptor >= 0) close(descriptor);
        cv4l2_release(memory);
        return status;
    }
    memory->planes[memory->plane_count].start = start;
    memory->planes[memory->plane_count].length = length;
    memory->planes[memory->plane_count].descriptor = descriptor;
    memory->plane_count++;
    return 0;
}

int cv4l2_map(cv4l2_node node, uint32_t index, cv4l2_memory *memory) {
    struct numbered found;
    clear(memory);
    number(&found, node, cv4l2_mapped, index);
    int status = cv4l2_request(node.descriptor, VIDIOC_QUERYBUF, &found.buffer);
    for (uint32_t i = 0; status == 0 && i < plane_count(&found, node); i++) {
        size_t length = node.is_multiplanar ? found.planes[i].length : found.buffer.length;
        int64_t offset = node.is_multiplanar ? found.planes[i].m.mem_offset : found.buffer.m.offset;
        // Through libv4l2, whose converted buffers lie elsewhere.
        void *start = v4l2_mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, node.descriptor, offset);
        status = add_plane(memory, start, length, -1);
    }
    return status;
}

int cv4l2_export(cv4l2_node node, uint32_t index, cv4l2_memory *memory) {
    struct numbered found;
    clear(memory);
    number(&found, node, cv4l2_mapped, index);
    int status = cv4l2_request(node.descriptor, VIDIOC_QUERYBUF, &found.buffer);
    for (uint32_t i = 0; status == 0 && i < plane_count(&found, node); i++) {
        struct v4l2_exportbuffer wanted = {.type = cv4l2_type(node), .index = index, .plane = i, .flags = O_CLOEXEC | O_RDWR};
        status = cv4l2_request(node.descriptor, VIDIOC_EXPBUF, &wanted);
        if (status < 0) {
            cv4l2_release(memory);
            break;
        }
        size_t length = node.is_multiplanar ? found.planes[i].length : found.buffer.length;
        void *start = v4l2_mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, wanted.fd, 0);
        status = add_plane(memory, start, length, wanted.fd);
    }
    return status;
}

int cv4l2_allocate(const cv4l2_format *format, cv4l2_memory *memory) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    int status = 0;
    clear(memory);
    for (uint32_t i = 0; status == 0 && i < format->plane_count; i++) {
        size_t length = (format->planes[i].bytes + page - 1) / page * page;
        void *start = v4l2_mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        status = add_plane(memory, start, length, -1);
    }
    return status;
}

void cv4l2_release(cv4l2_memory *memory) {
    for (uint32_t i = 0; i < memory->plane_count; i++) {
        v4l2_munmap(memory->planes[i].start, memory->planes[i].length);
        if (memory->planes[i].descriptor >= 0) close(memory->planes[i].descriptor);
    }
    clear(memory);
}

void cv4l2_read(const cv4l2_memory *memory, int begins) {
    struct dma_buf_sync sync = {.flags = DMA_BUF_SYNC_READ | (begins ? DMA_BUF_SYNC_START : DMA_BUF_SYNC_END)};
    for (uint32_t i = 0; i < memory->plane_count; i++) {
        // What is refused here leaves at worst an old line in a picture.
        if (memory->planes[i].descriptor >= 0) (void)cv4l2_request(memory->planes[i].descriptor, DMA_BUF_IOCTL_SYNC, &sync);
    }
}

int cv4l2_queue(cv4l2_node node, cv4l2_exchange exchange, uint32_t index, const cv4l2_memory *memory) {
    struct numbered given;
    number(&given, node, exchange, index);
    if (node.is_multiplanar) given.buffer.length = memory->plane_count;
    for (uint32_t i = 0; exchange != cv4l2_mapped && i < memory->plane_count; i++) {
        uint32_t length = (uint32_t)memory->planes[i].length;
        unsigned long start = (unsigned long)memory->planes[i].start;
        int descriptor = memory->planes[i].descriptor;
        if (node.is_multiplanar) {
            given.planes[i].length = length;
            if (exchange == cv4l2_imported) given.planes[i].m.fd = descriptor;
            else given.planes[i].m.userptr = start;
        } else {
            given.buffer.length = length;
            if (exchange == cv4l2_imported) given.buffer.m.fd = descriptor;
            else given.buffer.m.userptr = start;
        }
    }
    return cv4l2_request(node.descriptor, VIDIOC_QBUF, &given.buffer);
}

int cv4l2_dequeue(cv4l2_node node, cv4l2_exchange exchange, cv4l2_buffer *filled) {
    struct numbered found;
    number(&found, node, exchange, 0);
    int status = cv4l2_request(node.descriptor, VIDIOC_DQBUF, &found.buffer);
    if (status < 0) return status;
    const struct v4l2_buffer *buffer = &found.buffer;
    memset(filled, 0, sizeof *filled);
    filled->index = buffer->index;
    filled->sequence = buffer->sequence;
    filled->plane_count = plane_count(&found, node);
    if (!node.is_multiplanar) filled->planes[0].end = buffer->bytesused;
    for (uint32_t i = 0; node.is_multiplanar && i < filled->plane_count; i++) {
        // The number of bytes counts those before the picture.
        filled->planes[i].start = found.planes[i].data_offset;
        filled->planes[i].end = found.planes[i].bytesused;
    }
    filled->has_error = (buffer->flags & V4L2_BUF_FLAG_ERROR) != 0;
    filled->age = -1;
    struct timespec now;
    if ((buffer->flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) == V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC &&
        clock_gettime(CLOCK_MONOTONIC, &now) == 0) {
        filled->age = (double)(now.tv_sec - buffer->timestamp.tv_sec) + (double)now.tv_nsec / 1e9 -
                      (double)buffer->timestamp.tv_usec / 1e6;
    }
    return 0;
}
