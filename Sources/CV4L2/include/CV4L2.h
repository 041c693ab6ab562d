// V4L2 capture devices through libv4l2, for Swift.
//
// The ioctl requests, the pixel format codes and the flags are macros that Swift cannot import, and the
// kernel's structs are unions. So every request is a function here, over small plain structs.
//
// Unless said otherwise a function returns 0 or a count, or -errno; EINTR is retried. LIBV4L2_LOG_FILENAME
// names a file for libv4l2's own messages, which are dropped otherwise.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Pixel formats, as the kernel numbers them.
extern const uint32_t cv4l2_format_mjpeg, cv4l2_format_jpeg;
extern const uint32_t cv4l2_format_yuyv, cv4l2_format_uyvy, cv4l2_format_yvyu;
extern const uint32_t cv4l2_format_nv12, cv4l2_format_nv21, cv4l2_format_nv16, cv4l2_format_yuv420;
// The same with each plane in memory of its own; only multi-planar drivers have them.
extern const uint32_t cv4l2_format_nv12m, cv4l2_format_nv21m, cv4l2_format_nv16m, cv4l2_format_yuv420m;
extern const uint32_t cv4l2_format_rgb24, cv4l2_format_bgr24, cv4l2_format_grey;

// What a node is; the texts end with 0.
typedef struct {
    char driver[17];
    char card[33];
    char bus[33];
    // Of this node, not of the other nodes of the same camera:
    uint8_t captures_video;        // single-planar video capture with streaming
    uint8_t captures_multiplanar;  // the same through the multi-planar interface
    uint8_t captures_metadata;
} cv4l2_identity;

typedef struct {
    uint32_t pixel_format;
    uint8_t is_emulated;           // converted by libv4l2 in this process; the camera itself does not send it
    char description[33];
} cv4l2_format_description;

// Either one size (minimum equals maximum) or a range with steps.
typedef struct {
    uint32_t min_width, max_width, step_width;
    uint32_t min_height, max_height, step_height;
} cv4l2_size_range;

// Frames per second: either one rate (lowest equals highest) or a range.
typedef struct {
    double lowest, highest;
} cv4l2_rate_range;

// More planes than any format has that is named above.
enum { cv4l2_most_planes = 3 };

typedef struct {
    uint32_t bytes_per_line, bytes;
} cv4l2_plane_format;

typedef struct {
    uint32_t pixel_format, width, height, plane_count;
    cv4l2_plane_format planes[cv4l2_most_planes];
} cv4l2_format;

// How the driver and this process pass pictures to each other.
typedef enum {
    cv4l2_mapped,                  // the driver's memory, mapped here
    cv4l2_user_memory,             // this process's memory (USERPTR)
    cv4l2_imported,                // memory of another device, by dma-buf descriptors
} cv4l2_exchange;

typedef struct {
    uint8_t *start;
    size_t length;
    int descriptor;                // of the dma-buf behind it; -1: none
} cv4l2_plane_memory;

// The memory of one buffer: as many planes as the format has.
typedef struct {
    uint32_t plane_count;
    cv4l2_plane_memory planes[cv4l2_most_planes];
} cv4l2_memory;

// Where in the memory of a plane the picture lies.
typedef struct {
    uint32_t start, end;
} cv4l2_plane_part;

// One filled buffer, out of the queue until cv4l2_queue() gives it back.
typedef struct {
    uint32_t index, sequence, plane_count;
    cv4l2_plane_part planes[cv4l2_most_planes];
    uint8_t has_error;             // the driver says that the picture is damaged
    double age;                    // seconds since the picture was taken; -1 when the driver does not tell
} cv4l2_buffer;

// A video capture device and the one of V4L2's two interfaces that it speaks.
typedef struct {
    int descriptor;
    uint8_t is_multiplanar;
} cv4l2_node;

// Opens a node without blocking and without libv4l2. Returns a descriptor.
int cv4l2_open(const char *path);
// Closes a descriptor, whether libv4l2 knows it or not.
void cv4l2_close(int descriptor);
int cv4l2_identify(int descriptor, cv4l2_identity *identity);
// Hands a single-planar video capture descriptor to libv4l2, which from then on converts formats on it. It knows mapped
// buffers only.
int cv4l2_adopt(int descriptor);

// The lists end with -EINVAL.
int cv4l2_enumerate_format(cv4l2_node node, uint32_t index, cv4l2_format_description *description);
int cv4l2_enumerate_size(int descriptor, uint32_t pixel_format, uint32_t index, cv4l2_size_range *range);
int cv4l2_enumerate_rate(
    int descriptor, uint32_t pixel_format, uint32_t width, uint32_t height, uint32_t index,
    cv4l2_rate_range *range);

// Asks for a format and leaves in it what the driver gives instead.
int cv4l2_set_format(cv4l2_node node, cv4l2_format *format);
// The format that the driver has now.
int cv4l2_get_format(cv4l2_node node, cv4l2_format *format);
// Asks for a rate (0: only read) and leaves in it what the driver gives; 0 when the driver has no rates.
int cv4l2_set_rate(cv4l2_node node, double *frames_per_second);

// A whole number, a switch or a menu that can be set at the camera.
typedef struct {
    uint32_t id;
    int32_t minimum, maximum, step, standard;
    uint8_t is_inactive;           // has no effect in the camera's present mode
    char name[33];
} cv4l2_control;

// The control after the one in `control` (id 0: the first); -EINVAL after the last.
int cv4l2_next_control(int descriptor, cv4l2_control *control);
int cv4l2_get_control(int descriptor, uint32_t id, int32_t *value);
int cv4l2_set_control(int descriptor, uint32_t id, int32_t value);

// Whether the input has a signal: 1 or 0; 1 where the driver does not tell.
int cv4l2_has_signal(int descriptor);
// Makes a digital input (HDMI, SDI) take the timings of what arrives there; 0 also where there is no such input. -ENOLINK:
// nothing arrives; -ENOLCK: nothing stable; -ERANGE: nothing that the device can take.
int cv4l2_lock_timings(int descriptor);
// Asks to be told when what arrives at the input changes; drivers without such events refuse.
int cv4l2_watch_source(int descriptor);
// Takes the next event: 1 when what arrives at the input has changed, 0 for another one, -ENOENT when there is none.
int cv4l2_take_event(int descriptor);

// Whether the driver offers a way to pass buffers: 1 or 0. Drivers of old kernels do not tell; they have mapped buffers.
int cv4l2_offers(cv4l2_node node, cv4l2_exchange exchange);
// Asks for buffers. Returns how many there are; 0 frees them.
int cv4l2_request_buffers(cv4l2_node node, cv4l2_exchange exchange, uint32_t count);
// The memory of buffer `index`, which lives until cv4l2_release(): the driver's own, mapped here,
int cv4l2_map(cv4l2_node node, uint32_t index, cv4l2_memory *memory);
// ... the driver's own as dma-bufs, mapped here, which another device can be given,
int cv4l2_export(cv4l2_node node, uint32_t index, cv4l2_memory *memory);
// ... or this process's, as much as `format` needs.
int cv4l2_allocate(const cv4l2_format *format, cv4l2_memory *memory);
void cv4l2_release(cv4l2_memory *memory);
// Begins (1) or ends (0) reading memory; needed for dma-bufs, for others nothing happens.
void cv4l2_read(const cv4l2_memory *memory, int begins);

int cv4l2_queue(cv4l2_node node, cv4l2_exchange exchange, uint32_t index, const cv4l2_memory *memory);
// -EAGAIN when no buffer is filled.
int cv4l2_dequeue(cv4l2_node node, cv4l2_exchange exchange, cv4l2_buffer *buffer);
int cv4l2_start(cv4l2_node node);
int cv4l2_stop(cv4l2_node node);

// Waits until a buffer is filled: 1 then, 2 for an event, 0 on time-out, -ENODEV when the device hung up, -EIO on its error.
int cv4l2_wait(int descriptor, int milliseconds);
