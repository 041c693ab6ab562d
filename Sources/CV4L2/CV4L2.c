#include "requests.h"

#include <errno.h>
#include <fcntl.h>
#include <libv4l2.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const uint32_t cv4l2_format_mjpeg = V4L2_PIX_FMT_MJPEG;
const uint32_t cv4l2_format_jpeg = V4L2_PIX_FMT_JPEG;
const uint32_t cv4l2_format_yuyv = V4L2_PIX_FMT_YUYV;
const uint32_t cv4l2_format_uyvy = V4L2_PIX_FMT_UYVY;
const uint32_t cv4l2_format_yvyu = V4L2_PIX_FMT_YVYU;
const uint32_t cv4l2_format_nv12 = V4L2_PIX_FMT_NV12;
const uint32_t cv4l2_format_nv21 = V4L2_PIX_FMT_NV21;
const uint32_t cv4l2_format_nv16 = V4L2_PIX_FMT_NV16;
const uint32_t cv4l2_format_nv12m = V4L2_PIX_FMT_NV12M;
const uint32_t cv4l2_format_nv21m = V4L2_PIX_FMT_NV21M;
const uint32_t cv4l2_format_nv16m = V4L2_PIX_FMT_NV16M;
const uint32_t cv4l2_format_yuv420m = V4L2_PIX_FMT_YUV420M;
const uint32_t cv4l2_format_yuv420 = V4L2_PIX_FMT_YUV420;
const uint32_t cv4l2_format_rgb24 = V4L2_PIX_FMT_RGB24;
const uint32_t cv4l2_format_bgr24 = V4L2_PIX_FMT_BGR24;
const uint32_t cv4l2_format_grey = V4L2_PIX_FMT_GREY;

int cv4l2_request(int descriptor, unsigned long number, void *argument) {
    // A driver that is interrupted again and again is broken: better an error than a thread that never comes back.
    enum { most_interruptions = 100 };
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
    int status = cv4l2_request(descriptor, VIDIOC_QUERYCAP, &found);
    if (status < 0) return status;
    // `capabilities` is the same on all nodes of one camera; only `device_caps` tells them apart.
    uint32_t can = found.capabilities & V4L2_CAP_DEVICE_CAPS ? found.device_caps : found.capabilities;
    copy_text(identity->driver, found.driver, sizeof found.driver);
    copy_text(identity->card, found.card, sizeof found.card);
    copy_text(identity->bus, found.bus_info, sizeof found.bus_info);
    identity->captures_video = (can & V4L2_CAP_VIDEO_CAPTURE) && (can & V4L2_CAP_STREAMING);
    identity->captures_multiplanar = (can & V4L2_CAP_VIDEO_CAPTURE_MPLANE) && (can & V4L2_CAP_STREAMING);
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

int cv4l2_enumerate_format(cv4l2_node node, uint32_t index, cv4l2_format_description *description) {
    struct v4l2_fmtdesc found;
    memset(&found, 0, sizeof found);
    found.index = index;
    found.type = cv4l2_type(node);
    int status = cv4l2_request(node.descriptor, VIDIOC_ENUM_FMT, &found);
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
    int status = cv4l2_request(descriptor, VIDIOC_ENUM_FRAMESIZES, &found);
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
    int status = cv4l2_request(descriptor, VIDIOC_ENUM_FRAMEINTERVALS, &found);
    if (status < 0) return status;
    if (found.type == V4L2_FRMIVAL_TYPE_DISCRETE) {
        *range = (cv4l2_rate_range){rate_of(found.discrete), rate_of(found.discrete)};
        return 0;
    }
    if (index > 0) return -EINVAL;
    *range = (cv4l2_rate_range){rate_of(found.stepwise.max), rate_of(found.stepwise.min)};
    return 0;
}

static int read_format(cv4l2_node node, const struct v4l2_format *found, cv4l2_format *format) {
    memset(format, 0, sizeof *format);
    if (!node.is_multiplanar) {
        const struct v4l2_pix_format *pixels = &found->fmt.pix;
        *format = (cv4l2_format){pixels->pixelformat, pixels->width, pixels->height, 1,
                                 {{pixels->bytesperline, pixels->sizeimage}}};
        return 0;
    }
    const struct v4l2_pix_format_mplane *pixels = &found->fmt.pix_mp;
    if (pixels->num_planes < 1 || pixels->num_planes > cv4l2_most_planes) return -EINVAL;
    *format = (cv4l2_format){pixels->pixelformat, pixels->width, pixels->height, pixels->num_planes, {{0, 0}}};
    for (uint32_t i = 0; i < format->plane_count; i++) {
        format->planes[i].bytes_per_line = pixels->plane_fmt[i].bytesperline;
        format->planes[i].bytes = pixels->plane_fmt[i].sizeimage;
    }
    return 0;
}

int cv4l2_set_format(cv4l2_node node, cv4l2_format *format) {
    struct v4l2_format wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.type = cv4l2_type(node);
    if (node.is_multiplanar) {
        wanted.fmt.pix_mp.width = format->width;
        wanted.fmt.pix_mp.height = format->height;
        wanted.fmt.pix_mp.pixelformat = format->pixel_format;
        wanted.fmt.pix_mp.field = V4L2_FIELD_ANY;
    } else {
        wanted.fmt.pix.width = format->width;
        wanted.fmt.pix.height = format->height;
        wanted.fmt.pix.pixelformat = format->pixel_format;
        wanted.fmt.pix.field = V4L2_FIELD_ANY;
    }
    int status = cv4l2_request(node.descriptor, VIDIOC_S_FMT, &wanted);
    return status < 0 ? status : read_format(node, &wanted, format);
}

int cv4l2_get_format(cv4l2_node node, cv4l2_format *format) {
    struct v4l2_format found;
    memset(&found, 0, sizeof found);
    found.type = cv4l2_type(node);
    int status = cv4l2_request(node.descriptor, VIDIOC_G_FMT, &found);
    return status < 0 ? status : read_format(node, &found, format);
}

int cv4l2_set_rate(cv4l2_node node, double *frames_per_second) {
    struct v4l2_streamparm parameters;
    memset(&parameters, 0, sizeof parameters);
    parameters.type = cv4l2_type(node);
    int status = cv4l2_request(node.descriptor, VIDIOC_G_PARM, &parameters);
    if (status == -EINVAL || status == -ENOTTY) {
        *frames_per_second = 0;
        return 0;
    }
    if (status < 0) return status;
    if (*frames_per_second > 0 && (parameters.parm.capture.capability & V4L2_CAP_TIMEPERFRAME)) {
        parameters.parm.capture.timeperframe.numerator = 1000;
        parameters.parm.capture.timeperframe.denominator = (uint32_t)(*frames_per_second * 1000 + 0.5);
        status = cv4l2_request(node.descriptor, VIDIOC_S_PARM, &parameters);
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
        int status = cv4l2_request(descriptor, VIDIOC_QUERYCTRL, &found);
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
    int status = cv4l2_request(descriptor, VIDIOC_G_CTRL, &control);
    if (status == 0) *value = control.value;
    return status;
}

int cv4l2_set_control(int descriptor, uint32_t id, int32_t value) {
    struct v4l2_control control = {id, value};
    return cv4l2_request(descriptor, VIDIOC_S_CTRL, &control);
}

static int present_input(int descriptor, struct v4l2_input *input) {
    int index = 0;
    int status = cv4l2_request(descriptor, VIDIOC_G_INPUT, &index);
    if (status < 0) return status;
    memset(input, 0, sizeof *input);
    input->index = (uint32_t)index;
    return cv4l2_request(descriptor, VIDIOC_ENUMINPUT, input);
}

int cv4l2_has_signal(int descriptor) {
    struct v4l2_input input;
    if (present_input(descriptor, &input) < 0) return 1;
    return (input.status & (V4L2_IN_ST_NO_POWER | V4L2_IN_ST_NO_SIGNAL)) == 0;
}

int cv4l2_lock_timings(int descriptor) {
    struct v4l2_input input;
    if (present_input(descriptor, &input) < 0 || !(input.capabilities & V4L2_IN_CAP_DV_TIMINGS)) return 0;
    struct v4l2_dv_timings arriving, present;
    memset(&arriving, 0, sizeof arriving);
    memset(&present, 0, sizeof present);
    int status = cv4l2_request(descriptor, VIDIOC_QUERY_DV_TIMINGS, &arriving);
    if (status == -ENOTTY || status == -ENODATA) return 0;
    if (status < 0) return status;
    // To set what is set already would end another program's stream.
    if (cv4l2_request(descriptor, VIDIOC_G_DV_TIMINGS, &present) == 0 && memcmp(&arriving, &present, sizeof present) == 0) return 0;
    return cv4l2_request(descriptor, VIDIOC_S_DV_TIMINGS, &arriving);
}

int cv4l2_watch_source(int descriptor) {
    struct v4l2_event_subscription wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.type = V4L2_EVENT_SOURCE_CHANGE;
    struct v4l2_input input;
    if (present_input(descriptor, &input) == 0) wanted.id = input.index;
    return cv4l2_request(descriptor, VIDIOC_SUBSCRIBE_EVENT, &wanted);
}

int cv4l2_take_event(int descriptor) {
    struct v4l2_event event;
    memset(&event, 0, sizeof event);
    int status = cv4l2_request(descriptor, VIDIOC_DQEVENT, &event);
    return status < 0 ? status : event.type == V4L2_EVENT_SOURCE_CHANGE;
}

int cv4l2_start(cv4l2_node node) {
    enum v4l2_buf_type type = cv4l2_type(node);
    return cv4l2_request(node.descriptor, VIDIOC_STREAMON, &type);
}

int cv4l2_stop(cv4l2_node node) {
    enum v4l2_buf_type type = cv4l2_type(node);
    return cv4l2_request(node.descriptor, VIDIOC_STREAMOFF, &type);
}

int cv4l2_wait(int descriptor, int milliseconds) {
    struct pollfd watched = {descriptor, POLLIN | POLLPRI, 0};
    int ready = poll(&watched, 1, milliseconds);
    if (ready < 0) return errno == EINTR ? 0 : -errno;
    if (ready == 0) return 0;
    if (watched.revents & (POLLHUP | POLLNVAL)) return -ENODEV;
    if (watched.revents & POLLERR) return -EIO;
    return watched.revents & POLLPRI ? 2 : 1;
}
