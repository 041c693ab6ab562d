// Feeds files into a v4l2loopback node, as the frames of a camera's stream.
//
//   loopback-feed DEV FORMAT WIDTH HEIGHT FPS COUNT FILE...
//
// FORMAT is a V4L2 code of four letters, such as MJPG or UYVY. Writes COUNT frames (0: until a signal ends it), the
// files in turn, FPS a second. A file need not be a whole picture: cut-off and broken files make the faults that a
// camera shows. A file named "-" is a pause of one second.
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct frame { unsigned char *data; size_t size; };

static void die(const char *what) { perror(what); exit(1); }

static struct frame slurp(const char *path) {
    struct frame f = {0};
    struct stat st;
    if (strcmp(path, "-") == 0) return f;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &st) < 0) die(path);
    f.data = malloc(st.st_size + 1);
    if (!f.data || read(fd, f.data, st.st_size) != st.st_size) die(path);
    f.size = st.st_size;
    close(fd);
    return f;
}

int main(int argc, char **argv) {
    if (argc < 8 || strlen(argv[2]) != 4) {
        fprintf(stderr, "usage: loopback-feed DEV FORMAT WIDTH HEIGHT FPS COUNT FILE...\n");
        return 2;
    }
    const char *format = argv[2];
    int width = atoi(argv[3]), height = atoi(argv[4]), files = argc - 7;
    double fps = atof(argv[5]);
    long count = atol(argv[6]);
    size_t most = (size_t)width * height * 2; // the buffer: a frame at its largest
    struct frame *frames = calloc(files, sizeof *frames);
    for (int i = 0; i < files; i++) {
        frames[i] = slurp(argv[7 + i]);
        if (frames[i].size > most) most = frames[i].size;
    }

    int fd = open(argv[1], O_RDWR);
    if (fd < 0) die(argv[1]);
    struct v4l2_format fmt = {.type = V4L2_BUF_TYPE_VIDEO_OUTPUT};
    fmt.fmt.pix.width = width;
    fmt.fmt.pix.height = height;
    fmt.fmt.pix.pixelformat = v4l2_fourcc(format[0], format[1], format[2], format[3]);
    fmt.fmt.pix.field = V4L2_FIELD_NONE;
    fmt.fmt.pix.colorspace = strcmp(format, "MJPG") == 0 ? V4L2_COLORSPACE_JPEG : V4L2_COLORSPACE_SRGB;
    fmt.fmt.pix.sizeimage = most;
    if (ioctl(fd, VIDIOC_S_FMT, &fmt) < 0) die("VIDIOC_S_FMT");
    struct v4l2_streamparm parm = {.type = V4L2_BUF_TYPE_VIDEO_OUTPUT};
    parm.parm.output.timeperframe.numerator = 1000;
    parm.parm.output.timeperframe.denominator = (unsigned)(fps * 1000);
    if (ioctl(fd, VIDIOC_S_PARM, &parm) < 0) die("VIDIOC_S_PARM");
    fprintf(stderr, "loopback-feed: %s %ux%u %.4s, buffers of %u bytes\n", argv[1], fmt.fmt.pix.width,
                    fmt.fmt.pix.height, (char *)&fmt.fmt.pix.pixelformat, fmt.fmt.pix.sizeimage);

    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    long period = (long)(1e9 / fps);
    for (long n = 0; count == 0 || n < count; n++) {
        struct frame *f = &frames[n % files];
        long wait = f->data ? period : 1000000000L;
        if (f->data && write(fd, f->data, f->size) != (ssize_t)f->size) die("write");
        next.tv_nsec += wait;
        while (next.tv_nsec >= 1000000000L) { next.tv_nsec -= 1000000000L; next.tv_sec++; }
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL) == EINTR) {}
    }
    close(fd);
    return 0;
}
