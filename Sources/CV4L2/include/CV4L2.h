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
extern const uint32_t cv4l2_format_nv12, cv4l2_format_nv21, cv4l2_format_yuv420;
extern const uint32_t cv4l2_format_rgb24, cv4l2_format_bgr24, cv4l2_format_grey;

// What a node is; the texts end with 0.
typedef struct {
    char driver[17];
    char card[33];
    char bus[33];
    // Of this node, not of the other nodes of the same camera:
    uint8_t captures_video;        // single-planar video capture with streaming
    uint8_t captures_multiplanar;  // video capture through the multi-planar interface
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

typedef struct {
    uint32_t pixel_format, width, height, bytes_per_line, bytes_per_image;
} cv4l2_format;

// One filled buffer, out of the queue until cv4l2_queue() gives it back.
typedef struct {
    uint32_t index, bytes_used, sequence;
    uint8_t has_error;             // the driver says that the picture is damaged
    double age;                    // seconds since the picture was taken; -1 when the driver does not tell
} cv4l2_buffer;

// Opens a node without blocking and without libv4l2. Returns a descriptor.
int cv4l2_open(const char *path);
// Closes a descriptor, whether libv4l2 knows it or not.
void cv4l2_close(int descriptor);
int cv4l2_identify(int descriptor, cv4l2_identity *identity);
// Hands a video capture descriptor to libv4l2, which from then on converts formats on it.
int cv4l2_adopt(int descriptor);

// The lists end with -EINVAL.
int cv4l2_enumerate_format(int descriptor, uint32_t index, cv4l2_format_description *description);
int cv4l2_enumerate_size(int descriptor, uint32_t pixel_format, uint32_t index, cv4l2_size_range *range);
int cv4l2_enumerate_rate(
    int descriptor, uint32_t pixel_format, uint32_t width, uint32_t height, uint32_t index,
    cv4l2_rate_range *range);

// Asks for a format and leaves in it what the driver gives instead.
int cv4l2_set_format(int descriptor, cv4l2_format *format);
// Asks for a rate (0: only read) and leaves in it what the driver gives; 0 when the driver has no rates.
int cv4l2_set_rate(int descriptor, double *frames_per_second);

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

// Asks for memory-mapped buffers. Returns how many there are; 0 frees them.
int cv4l2_request_buffers(int descriptor, uint32_t count);
// Maps buffer `index`; the mapping lives until cv4l2_unmap().
int cv4l2_map(int descriptor, uint32_t index, void **start, size_t *length);
void cv4l2_unmap(void *start, size_t length);
int cv4l2_queue(int descriptor, uint32_t index);
// -EAGAIN when no buffer is filled.
int cv4l2_dequeue(int descriptor, cv4l2_buffer *buffer);
int cv4l2_start(int descriptor);
int cv4l2_stop(int descriptor);

// Waits until a buffer is filled: 1 then, 0 on time-out, -ENODEV when the device hung up, -EIO on its error.
int cv4l2_wait(int descriptor, int milliseconds);
