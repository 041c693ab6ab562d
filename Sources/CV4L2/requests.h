// What the files of this library share.
#pragma once
#include "CV4L2.h"

#include <linux/videodev2.h>

// Carries out a request; returns 0 or -errno.
int cv4l2_request(int descriptor, unsigned long number, void *argument);

// What the node's interface calls the queue of captured pictures.
static inline enum v4l2_buf_type cv4l2_type(cv4l2_node node) {
    return node.is_multiplanar ? V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE : V4L2_BUF_TYPE_VIDEO_CAPTURE;
}
