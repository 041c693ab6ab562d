#include "CV4L2.h"

#include <errno.h>
#include <fcntl.h>
#include <libv4l2.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

const uint32_t cv4l2_format_mjpeg = V4L2_PIX_FMT_MJPEG;
const uint32_t cv4l2_format_jpeg = V4L2_PIX_FMT_JPEG;
const uint32_t cv4l2_format_yuyv = V4L2_PIX_FMT_YUYV;
const uint32_t cv4l2_format_uyvy = V4L2_PIX_FMT_UYVY;
const uint32_t cv4l2_format_yvyu = V4L2_PIX_FMT_YVYU;
const uint32_t cv4l2_format_nv12 = V4L2_PIX_FMT_NV12;
const uint32_t cv4l2_format_nv21 = V4L2_PIX_FMT_NV21;
const uint32_t cv4l2_format_yuv420 = V4L2_PIX_FMT_YUV420;
const uint32_t cv4l2_format_rgb24 = V4L2_PIX_FMT_RGB24;
const uint32_t cv4l2_format_bgr24 = V4L2_PIX_FMT_BGR24;
const uint32_t cv4l2_format_grey = V4L2_PIX_FMT_GREY;

static const enum v4l2_buf_type capture = V4L2_BUF_TYPE_VIDEO_CAPTURE;

// A driver that is interrupted again and again is broken: better an error than a thread that never comes
// back.
enum { most_interruptions = 100 };

static int request(int descriptor, unsigned long number, void *argument) {
    for (int i = 0; i < most_interruptions; i++) {
        if (v4l2_ioctl(descriptor, number, argument) >= 0) return 0;
        if (errno != EINTR) return -errno;
    }
    return -EINTR;
}

// The kernel's texts need not end with 0, and may hold whatever the USB device claims to be called.
static void copy_text(char *to, const uint8_t *from, size_t size) {
    size_t used = 0;
    while (used < size && from[used] != 0) {
        to[used] = from[used] >= ' ' && from[used] < 127 ? (char)from[used] : '?';
        used++;
    }
    to[used] = 0;
}

int cv4l2_open(const char *path) {
    for (;;) {
        int descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (descriptor >= 0) return descriptor;
        if (errno != EINTR) return -errno;
    }
}

void cv4l2_close(int descriptor) {
    // For a descriptor that is not its own, libv4l2 does what close() does.
    v4l2_close(descriptor);
}

int cv4l2_identify(int descriptor, cv4l2_identity *identity) {
    struct v4l2_capability found;
    memset(&found, 0, sizeof found);
    int status = request(descriptor, VIDIOC_QUERYCAP, &found);
    if (status < 0) return status;
    // `capabilities` is the same on all nodes of one camera; only `device_caps` tells them apart.
    uint32_t can = found.capabilities & V4L2_CAP_DEVICE_CAPS ? found.device_caps : found.capabilities;
    copy_text(identity->driver, found.driver, sizeof found.driver);
    copy_text(identity->card, found.card, sizeof found.card);
    copy_text(identity->bus, found.bus_info, sizeof found.bus_info);
    identity->captures_video = (can & V4L2_CAP_VIDEO_CAPTURE) && (can & V4L2_CAP_STREAMING);
    identity->captures_multiplanar = (can & V4L2_CAP_VIDEO_CAPTURE_MPLANE) != 0;
    identity->captures_metadata = (can & V4L2_CAP_META_CAPTURE) != 0;
    return 0;
}

// Without a log file libv4l2 writes to standard error, also when a queue is merely empty.
static void silence_library(void) {
    if (getenv("LIBV4L2_LOG_FILENAME") != NULL || v4l2_log_file != NULL) return;
    v4l2_log_file = fopen("/dev/null", "we");
}

int cv4l2_adopt(int descriptor) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, silence_library);
    return v4l2_fd_open(descriptor, 0) < 0 ? -errno : 0;
}

int cv4l2_enumerate_format(int descriptor, uint32_t index, cv4l2_format_description *description) {
    struct v4l2_fmtdesc found;
    memset(&found, 0, sizeof found);
    found.index = index;
    found.type = capture;
    int status = request(descriptor, VIDIOC_ENUM_FMT, &found);
    if (status < 0) return status;
    description->pixel_format = found.pixelformat;
    description->is_emulated = (found.flags & V4L2_FMT_FLAG_EMULATED) != 0;
    copy_text(description->description, found.description, sizeof found.description);
    return 0;
}

int cv4l2_enumerate_size(int descriptor, uint32_t pixel_format, uint32_t index, cv4l2_size_range *range) {
    struct v4l2_frmsizeenum found;
    memset(&found, 0, sizeof found);
    found.index = index;
    found.pixel_format = pixel_format;
    int status = request(descriptor, VIDIOC_ENUM_FRAMESIZES, &found);
    if (status < 0) return status;
    if (found.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
        uint32_t width = found.discrete.width, height = found.discrete.height;
        *range = (cv4l2_size_range){width, width, 1, height, height, 1};
        return 0;
    }
    if (index > 0) return -EINVAL;  // a range is the only entry of its list
    *range = (cv4l2_size_range){
        found.stepwise.min_width,  found.stepwise.max_width,  found.stepwise.step_width,
        found.stepwise.min_height, found.stepwise.max_height, found.stepwise.step_height,
    };
    return 0;
}

static double rate_of(struct v4l2_fract interval) {
    return interval.numerator == 0 ? 0 : (double)interval.denominator / interval.numerator;
}

int cv4l2_enumerate_rate(
    int descriptor, uint32_t pixel_format, uint32_t width, uint32_t height, uint32_t index,
    cv4l2_rate_range *range) {
    struct v4l2_frmivalenum found;
    memset(&found, 0, sizeof found);
    found.index = index;
    found.pixel_format = pixel_format;
    found.width = width;
    found.height = height;
    int status = request(descriptor, VIDIOC_ENUM_FRAMEINTERVALS, &found);
    if (status < 0) return status;
    if (found.type == V4L2_FRMIVAL_TYPE_DISCRETE) {
        *range = (cv4l2_rate_range){rate_of(found.discrete), rate_of(found.discrete)};
        return 0;
    }
    if (index > 0) return -EINVAL;
    *range = (cv4l2_rate_range){rate_of(found.stepwise.max), rate_of(found.stepwise.min)};
    return 0;
}

int cv4l2_set_format(int descriptor, cv4l2_format *format) {
    struct v4l2_format wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.type = capture;
    wanted.fmt.pix.width = format->width;
    wanted.fmt.pix.height = format->height;
    wanted.fmt.pix.pixelformat = format->pixel_format;
    wanted.fmt.pix.field = V4L2_FIELD_ANY;
    int status = request(descriptor, VIDIOC_S_FMT, &wanted);
    if (status < 0) return status;
    format->pixel_format = wanted.fmt.pix.pixelformat;
    format->width = wanted.fmt.pix.width;
    format->height = wanted.fmt.pix.height;
    format->bytes_per_line = wanted.fmt.pix.bytesperline;
    format->bytes_per_image = wanted.fmt.pix.sizeimage;
    return 0;
}

int cv4l2_set_rate(int descriptor, double *frames_per_second) {
    struct v4l2_streamparm parameters;
    memset(&parameters, 0, sizeof parameters);
    parameters.type = capture;
    int status = request(descriptor, VIDIOC_G_PARM, &parameters);
    if (status == -EINVAL || status == -ENOTTY) {
        *frames_per_second = 0;
        return 0;
    }
    if (status < 0) return status;
    if (*frames_per_second > 0 && (parameters.parm.capture.capability & V4L2_CAP_TIMEPERFRAME)) {
        parameters.parm.capture.timeperframe.numerator = 1000;
        parameters.parm.capture.timeperframe.denominator = (uint32_t)(*frames_per_second * 1000 + 0.5);
        status = request(descriptor, VIDIOC_S_PARM, &parameters);
        if (status < 0) return status;
    }
    *frames_per_second = rate_of(parameters.parm.capture.timeperframe);
    return 0;
}

int cv4l2_next_control(int descriptor, cv4l2_control *control) {
    struct v4l2_queryctrl found;
    memset(&found, 0, sizeof found);
    found.id = control->id;
    for (;;) {
        found.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
        int status = request(descriptor, VIDIOC_QUERYCTRL, &found);
        if (status < 0) return status;
        bool is_number = found.type == V4L2_CTRL_TYPE_INTEGER || found.type == V4L2_CTRL_TYPE_BOOLEAN ||
                         found.type == V4L2_CTRL_TYPE_MENU || found.type == V4L2_CTRL_TYPE_INTEGER_MENU;
        if (is_number && !(found.flags & (V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_READ_ONLY))) break;
    }
    *control = (cv4l2_control){found.id, found.minimum, found.maximum, found.step, found.default_value, 0, {0}};
    control->is_inactive = (found.flags & V4L2_CTRL_FLAG_INACTIVE) != 0;
    copy_text(control->name, found.name, sizeof found.name);
    return 0;
}

int cv4l2_get_control(int descriptor, uint32_t id, int32_t *value) {
    struct v4l2_control control = {id, 0};
    int status = request(descriptor, VIDIOC_G_CTRL, &control);
    if (status == 0) *value = control.value;
    return status;
}

int cv4l2_set_control(int descriptor, uint32_t id, int32_t value) {
    struct v4l2_control control = {id, value};
    return request(descriptor, VIDIOC_S_CTRL, &control);
}

int cv4l2_has_signal(int descriptor) {
    struct v4l2_input input;
    memset(&input, 0, sizeof input);
    int current = 0;
    if (request(descriptor, VIDIOC_G_INPUT, &current) < 0) return 1;
    input.index = (uint32_t)current;
    if (request(descriptor, VIDIOC_ENUMINPUT, &input) < 0) return 1;
    return (input.status & (V4L2_IN_ST_NO_POWER | V4L2_IN_ST_NO_SIGNAL)) == 0;
}

int cv4l2_request_buffers(int descriptor, uint32_t count) {
    struct v4l2_requestbuffers wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.count = count;
    wanted.type = capture;
    wanted.memory = V4L2_MEMORY_MMAP;
    int status = request(descriptor, VIDIOC_REQBUFS, &wanted);
    return status < 0 ? status : (int)wanted.count;
}

static struct v4l2_buffer mapped_buffer(uint32_t index) {
    struct v4l2_buffer buffer;
    memset(&buffer, 0, sizeof buffer);
    buffer.index = index;
    buffer.type = capture;
    buffer.memory = V4L2_MEMORY_MMAP;
    return buffer;
}

int cv4l2_map(int descriptor, uint32_t index, void **start, size_t *length) {
    struct v4l2_buffer buffer = mapped_buffer(index);
    int status = request(descriptor, VIDIOC_QUERYBUF, &buffer);
    if (status < 0) return status;
    void *mapping = v4l2_mmap(
        NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, (int64_t)buffer.m.offset);
    if (mapping == MAP_FAILED) return -errno;
    *start = mapping;
    *length = buffer.length;
    return 0;
}

void cv4l2_unmap(void *start, size_t length) {
    v4l2_munmap(start, length);
}

int cv4l2_queue(int descriptor, uint32_t index) {
    struct v4l2_buffer buffer = mapped_buffer(index);
    return request(descriptor, VIDIOC_QBUF, &buffer);
}

int cv4l2_dequeue(int descriptor, cv4l2_buffer *filled) {
    struct v4l2_buffer buffer = mapped_buffer(0);
    int status = request(descriptor, VIDIOC_DQBUF, &buffer);
    if (status < 0) return status;
    filled->index = buffer.index;
    filled->bytes_used = buffer.bytesused;
    filled->sequence = buffer.sequence;
    filled->has_error = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0;
    filled->age = -1;
    struct timespec now;
    if ((buffer.flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) == V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC &&
        clock_gettime(CLOCK_MONOTONIC, &now) == 0) {
        filled->age = (double)(now.tv_sec - buffer.timestamp.tv_sec) + (double)now.tv_nsec / 1e9 -
                      (double)buffer.timestamp.tv_usec / 1e6;
    }
    return 0;
}

int cv4l2_start(int descriptor) {
    enum v4l2_buf_type type = capture;
    return request(descriptor, VIDIOC_STREAMON, &type);
}

int cv4l2_stop(int descriptor) {
    enum v4l2_buf_type type = capture;
    return request(descriptor, VIDIOC_STREAMOFF, &type);
}

int cv4l2_wait(int descriptor, int milliseconds) {
    struct pollfd watched = {descriptor, POLLIN, 0};
    int ready = poll(&watched, 1, milliseconds);
    if (ready < 0) return errno == EINTR ? 0 : -errno;
    if (ready == 0) return 0;
    if (watched.revents & (POLLHUP | POLLNVAL)) return -ENODEV;
    if (watched.revents & POLLERR) return -EIO;
    return 1;
}
