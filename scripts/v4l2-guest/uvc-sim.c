// A USB camera in a program: the kernel's vhci_hcd takes it for a device on a
// USB port and binds its own uvcvideo driver, so what a V4L2 program then sees
// is what a real UVC webcam shows it (MJPEG, unplugging, bad frames, stalls).
//
//   uvc-sim [-r FPS] [-s WxH]... JPEG...        needs: modprobe vhci_hcd uvcvideo
//
// The frames are the JPEG files in turn, at the rate the V4L2 program asked
// for (or FPS). Commands, one a line, on standard input:
//   plug             attach the camera (done once at the start)
//   unplug           take it off the bus
//   error [N]        the next N frames carry UVC's error bit
//   cut [N]          the next N frames end halfway
//   junk [N]         the next N frames are noise
//   empty [N]        the next N frames have no data
//   drop [N]         the next N frames are not sent
//   hang SECONDS     no data at all for so long
//   stall            the next transfer stalls (EPIPE on the endpoint)
//   nak-control N    the next N class requests stall
//   quit
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define VHCI "/sys/devices/platform/vhci_hcd.0/"
#define PAYLOAD 16384 // the most that uvcvideo takes in one URB from a bulk endpoint of 512
#define MAX_SIZES 8
#define MAX_URBS 64

struct header { // USB/IP, all big-endian
    uint32_t command, seqnum, devid, direction, ep;
    union {
        struct { uint32_t flags, length, start, packets, interval; uint8_t setup[8]; } submit;
        struct { int32_t status, length, start, packets, errors; uint8_t pad[8]; } result;
        struct { uint32_t seqnum; uint8_t pad[24]; } unlink;
    } u;
} __attribute__((packed));

struct probe { // UVC 1.1 video probe and commit controls
    uint16_t hint;
    uint8_t format, frame;
    uint32_t interval;
    uint16_t key, p, quality, window, delay;
    uint32_t frame_size, payload, clock;
    uint8_t framing, preferred, min, max;
} __attribute__((packed));

static struct { int w, h; } sizes[MAX_SIZES];
static int nsizes;
static struct { unsigned char *data; size_t size; } *files;
static int nfiles;
static double fixed_fps;

static int sock = -1;
static struct probe probing, committed;
static int streaming;
static uint16_t brightness = 128;
static struct { uint32_t seqnum, length; } urbs[MAX_URBS];
static int nurbs;

static unsigned char *frame; // the frame under way
static size_t frame_size, frame_sent;
static int frame_open, frame_flags, fid, next_file;
static double due;
static int n_error, n_cut, n_junk, n_empty, n_drop, n_stall, n_nak;
static double hang_until;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}
static void die(const char *what) { perror(what); exit(1); }

// ---- descriptors ------------------------------------------------------------

static const uint8_t device_desc[18] = {18, 1, 0x00, 0x02, 0xef, 2, 1, 64, 0x09, 0x12, 0x01, 0x00,
                                                                                0x00, 0x01, 1, 2, 3, 1}; // 1209:0001, pid.codes' test id
static uint8_t config[1024];
static int config_len;

static void put(const void *data, int n) { memcpy(config + config_len, data, n); config_len += n; }
#define PUT(...) do { const uint8_t b_[] = {__VA_ARGS__}; put(b_, sizeof b_); } while (0)
#define LE16(v) (uint8_t)(v), (uint8_t)((v) >> 8)
#define LE32(v) LE16((uint32_t)(v)), LE16((uint32_t)(v) >> 16)

static const uint32_t intervals[] = {333333, 666666, 1000000, 2000000}; // 30, 15, 10, 5 a second

static void make_config(void) {
    int vs, vs_len;
    config_len = 0;
    PUT(9, 2, 0, 0, 2, 1, 0, 0x80, 250);                   // configuration; its length below
    PUT(8, 11, 0, 2, 0x0e, 3, 0, 0);                       // both interfaces are one video function
    PUT(9, 4, 0, 0, 0, 0x0e, 1, 0, 0);                     // video control
    PUT(13, 0x24, 1, LE16(0x0110), LE16(13 + 18 + 11 + 9), LE32(48000000), 1, 1);
    PUT(18, 0x24, 2, 1, LE16(0x0201), 0, 0, LE16(0), LE16(0), LE16(0), 3, 0, 0, 0); // 1: camera
    PUT(11, 0x24, 5, 2, 1, LE16(0), 2, 0x01, 0x00, 0);     // 2: processing unit, brightness
    PUT(9, 0x24, 3, 3, LE16(0x0101), 0, 2, 0);             // 3: to USB
    PUT(9, 4, 1, 0, 1, 0x0e, 2, 0, 0);                     // video streaming
    vs = config_len;
    PUT(14, 0x24, 1, 1, LE16(0), 0x81, 0, 3, 0, 0, 0, 1, 0); // one format; length below
    PUT(11, 0x24, 6, 1, (uint8_t)nsizes, 1, 1, 0, 0, 0, 0);  // MJPEG
    for (int i = 0; i < nsizes; i++) {
        uint32_t bytes = sizes[i].w * sizes[i].h * 2;
        PUT(26 + 4 * 4, 0x24, 7, (uint8_t)(i + 1), 0, LE16(sizes[i].w), LE16(sizes[i].h),
                LE32(bytes * 8), LE32(bytes * 240), LE32(bytes), LE32(intervals[0]), 4,
                LE32(intervals[0]), LE32(intervals[1]), LE32(intervals[2]), LE32(intervals[3]));
    }
    PUT(6, 0x24, 0x0d, 1, 1, 4);
    vs_len = config_len - vs;
    config[vs + 4] = vs_len; config[vs + 5] = vs_len >> 8;
    PUT(7, 5, 0x81, 2, LE16(512), 0);                      // bulk in
    config[2] = config_len; config[3] = config_len >> 8;
}

// ---- USB/IP -------------------------------------------------------------------

static void write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) die(path);
    close(fd);
}
static void plug(void) {
    int pair[2];
    char line[64];
    if (sock >= 0) return;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) die("socketpair");
    snprintf(line, sizeof line, "0 %d 1 3", pair[0]); // port, socket, device, high speed
    write_file(VHCI "attach", line);
    close(pair[0]);
    sock = pair[1];
    streaming = nurbs = frame_open = 0;
    fprintf(stderr, "uvc-sim: plugged\n");
}
static void unplug(void) {
    if (sock < 0) return;
    close(sock);
    sock = -1;
    fprintf(stderr, "uvc-sim: unplugged\n");
    usleep(300000); // the kernel needs a moment before the port is free again
}
static int all(int fd, void *data, size_t n, int out) {
    for (size_t done = 0; done < n;) {
        ssize_t r = out ? send(fd, (char *)data + done, n - done, MSG_NOSIGNAL)
                                        : recv(fd, (char *)data + done, n - done, 0);
        if (r <= 0) { if (r < 0 && errno == EINTR) continue; return -1; }
        done += r;
    }
    return 0;
}
static void reply(uint32_t seqnum, int status, const void *data, size_t n, size_t actual) {
    struct header h = {.command = htonl(3), .seqnum = htonl(seqnum)};
    h.u.result.status = htonl(status);
    h.u.result.length = htonl(actual);
    if (all(sock, &h, sizeof h, 1) < 0 || (n && all(sock, (void *)data, n, 1) < 0)) unplug();
}

static void set_defaults(struct probe *p) {
    if (p->format != 1) p->format = 1;
    if (p->frame < 1 || p->frame > nsizes) p->frame = 1;
    int ok = 0;
    for (unsigned i = 0; i < 4; i++) ok |= le32toh(p->interval) == intervals[i];
    if (!ok) p->interval = htole32(intervals[0]);
    p->frame_size = htole32(sizes[p->frame - 1].w * sizes[p->frame - 1].h * 2);
    p->payload = htole32(PAYLOAD);
    p->clock = htole32(48000000);
    p->framing = 3; p->preferred = p->min = p->max = 1;
}

static int string_desc(int index, uint8_t *out) {
    static const char *const s[] = {"", "uvc-sim", "UVC simulated camera", "0001"};
    int n = 2;
    if (index == 0) { memcpy(out, "\4\3\x09\4", 4); return 4; }
    if (index > 3) return -1;
    for (const char *c = s[index]; *c; c++) { out[n++] = *c; out[n++] = 0; }
    out[0] = n; out[1] = 3;
    return n;
}

// One control transfer: the reply's length, or -1 to stall.
static int control(const uint8_t *s, uint8_t *data) {
    int value = s[2] | s[3] << 8, index = s[4] | s[5] << 8;
    int selector = value >> 8, entity = index >> 8, interface = index & 255;
    switch (s[0] << 8 | s[1]) {
        case 0x8006: // GET_DESCRIPTOR
            if (selector == 1) { memcpy(data, device_desc, 18); return 18; }
            if (selector == 2) { memcpy(data, config, config_len); return config_len; }
            if (selector == 3) return string_desc(value & 255, data);
            return -1;
        case 0x8000: case 0x8100: case 0x8200: data[0] = data[1] = 0; return 2; // GET_STATUS
        case 0x8008: data[0] = 1; return 1;
        case 0x810a: data[0] = 0; return 1;
        case 0x0009: case 0x0003: case 0x0001: case 0x0005: return 0;
        case 0x010b: return 0; // SET_INTERFACE
        case 0x0201:           // CLEAR_FEATURE(halt): how uvcvideo ends a bulk stream
            streaming = frame_open = 0;
            return 0;
    }
    if (n_nak > 0) { n_nak--; return -1; }
    if (interface == 1 && entity == 0 && (selector == 1 || selector == 2)) {
        struct probe p = selector == 1 ? probing : committed;
        if (s[1] == 0x01) { // SET_CUR
            memset(&p, 0, sizeof p);
            memcpy(&p, data, sizeof p < (size_t)(s[6] | s[7] << 8) ? sizeof p : (size_t)(s[6] | s[7] << 8));
            set_defaults(&p);
            if (selector == 1) { probing = p; return 0; }
            committed = p; streaming = 1; frame_open = 0; due = now();
            fprintf(stderr, "uvc-sim: stream %dx%d, %.1f a second\n", sizes[p.frame - 1].w,
                            sizes[p.frame - 1].h, 1e7 / le32toh(p.interval));
            return 0;
        }
        if (s[1] == 0x85) { data[0] = sizeof p; data[1] = 0; return 2; } // GET_LEN
        if (s[1] == 0x86) { data[0] = 3; return 1; }                     // GET_INFO
        set_defaults(&p);
        if (s[1] == 0x82) p.interval = htole32(intervals[0]);
        if (s[1] == 0x83) p.interval = htole32(intervals[3]);
        memcpy(data, &p, sizeof p);
        return sizeof p;
    }
    if (interface == 0 && entity == 2 && selector == 2) { // brightness
        int v = brightness;
        switch (s[1]) {
            case 0x01: brightness = data[0] | data[1] << 8; return 0;
            case 0x82: v = 0; break;
            case 0x83: v = 255; break;
            case 0x84: v = 1; break;
            case 0x85: v = 2; break;
            case 0x86: data[0] = 3; return 1;
            case 0x87: v = 128; break;
        }
        data[0] = v; data[1] = v >> 8;
        return 2;
    }
    return -1;
}

static void next_frame(void) {
    free(frame);
    frame_size = files[next_file].size;
    frame = malloc(frame_size + 1);
    memcpy(frame, files[next_file].data, frame_size);
    next_file = (next_file + 1) % nfiles;
    frame_flags = 0; frame_sent = 0; frame_open = 1; fid ^= 1;
    if (n_error > 0) { n_error--; frame_flags = 0x40; }
    if (n_cut > 0) { n_cut--; frame_size /= 2; }
    if (n_junk > 0) { n_junk--; for (size_t i = 0; i < frame_size; i++) frame[i] = rand() >> 7; }
    if (n_empty > 0) { n_empty--; frame_size = 0; }
    if (n_drop > 0) { n_drop--; frame_open = 0; }
}
static void feed(void) { // as much of what is due as there are URBs for
    while (sock >= 0 && streaming && nurbs > 0 && now() >= hang_until) {
        static uint8_t buf[PAYLOAD];
        uint32_t seqnum = urbs[0].seqnum, room = urbs[0].length;
        if (!frame_open) {
            double t = now();
            if (t < due) return;
            next_frame();
            double step = fixed_fps > 0 ? 1 / fixed_fps : le32toh(committed.interval) / 1e7;
            due = due + step < t - 1 ? t : due + step;
            if (!frame_open) continue;
        }
        memmove(urbs, urbs + 1, --nurbs * sizeof *urbs);
        if (n_stall > 0) { n_stall--; reply(seqnum, -EPIPE, NULL, 0, 0); continue; }
        if (room > PAYLOAD) room = PAYLOAD;
        size_t n = frame_size - frame_sent;
        if (n > room - 2) n = room - 2;
        buf[0] = 2; buf[1] = 0x80 | fid | frame_flags;
        memcpy(buf + 2, frame + frame_sent, n);
        frame_sent += n;
        if (frame_sent == frame_size) { buf[1] |= 2; frame_open = 0; }
        reply(seqnum, 0, buf, n + 2, n + 2);
    }
}

static void request(void) {
    static uint8_t data[65536];
    struct header h;
    if (all(sock, &h, sizeof h, 0) < 0) { unplug(); return; }
    uint32_t seqnum = ntohl(h.seqnum);
    if (ntohl(h.command) == 2) { // unlink
        struct header r = {.command = htonl(4), .seqnum = h.seqnum};
        for (int i = 0; i < nurbs; i++)
            if (urbs[i].seqnum == ntohl(h.u.unlink.seqnum)) {
                memmove(urbs + i, urbs + i + 1, (--nurbs - i) * sizeof *urbs);
                r.u.result.status = htonl(-ECONNRESET);
                break;
            }
        if (all(sock, &r, sizeof r, 1) < 0) unplug();
        return;
    }
    uint32_t length = ntohl(h.u.submit.length);
    int in = ntohl(h.direction) == 1;
    if (length > sizeof data) length = sizeof data;
    if (!in && length && all(sock, data, length, 0) < 0) { unplug(); return; }
    if (ntohl(h.ep) == 0) {
        int n = control(h.u.submit.setup, data);
        if (n < 0) reply(seqnum, -EPIPE, NULL, 0, 0);
        else if (in) { if ((uint32_t)n > length) n = length; reply(seqnum, 0, data, n, n); }
        else reply(seqnum, 0, NULL, 0, length);
    } else if (in && nurbs < MAX_URBS) {
        urbs[nurbs].seqnum = seqnum; urbs[nurbs++].length = length;
    } else reply(seqnum, -EPIPE, NULL, 0, 0);
}

static int command(char *line) {
    char word[32] = "";
    double arg = 1;
    sscanf(line, "%31s %lf", word, &arg);
    if (!strcmp(word, "plug")) plug();
    else if (!strcmp(word, "unplug")) unplug();
    else if (!strcmp(word, "error")) n_error = arg;
    else if (!strcmp(word, "cut")) n_cut = arg;
    else if (!strcmp(word, "junk")) n_junk = arg;
    else if (!strcmp(word, "empty")) n_empty = arg;
    else if (!strcmp(word, "drop")) n_drop = arg;
    else if (!strcmp(word, "hang")) hang_until = now() + arg;
    else if (!strcmp(word, "stall")) n_stall = 1;
    else if (!strcmp(word, "nak-control")) n_nak = arg;
    else if (!strcmp(word, "quit")) return 1;
    else if (word[0]) fprintf(stderr, "uvc-sim: unknown command %s\n", word);
    return 0;
}

int main(int argc, char **argv) {
    int opt, stdin_open = 1, used = 0;
    char line[256];
    while ((opt = getopt(argc, argv, "r:s:")) > 0) {
        if (opt == 'r') fixed_fps = atof(optarg);
        else if (opt == 's' && nsizes < MAX_SIZES &&
             sscanf(optarg, "%dx%d", &sizes[nsizes].w, &sizes[nsizes].h) == 2) nsizes++;
        else { fprintf(stderr, "usage: uvc-sim [-r FPS] [-s WxH]... JPEG...\n"); return 2; }
    }
    if (optind == argc) { fprintf(stderr, "uvc-sim: no JPEG named\n"); return 2; }
    if (!nsizes) { sizes[0].w = 640; sizes[0].h = 480; nsizes = 1; }
    nfiles = argc - optind;
    files = calloc(nfiles, sizeof *files);
    for (int i = 0; i < nfiles; i++) {
        struct stat st;
        int fd = open(argv[optind + i], O_RDONLY);
        if (fd < 0 || fstat(fd, &st) < 0) die(argv[optind + i]);
        files[i].data = malloc(st.st_size + 1);
        files[i].size = st.st_size;
        if (read(fd, files[i].data, st.st_size) != st.st_size) die(argv[optind + i]);
        close(fd);
    }
    make_config();
    plug();
    for (;;) {
        struct pollfd p[2] = {{sock, POLLIN, 0}, {stdin_open ? 0 : -1, POLLIN, 0}};
        double t = now(), wake = t + 1;
        if (streaming && nurbs > 0 && !frame_open && due < wake) wake = due;
        if (hang_until > t && hang_until < wake) wake = hang_until;
        struct timespec ts = {0, 0};
        if (wake > t) { ts.tv_sec = (long)(wake - t); ts.tv_nsec = (long)((wake - t - ts.tv_sec) * 1e9); }
        if (ppoll(p, 2, &ts, NULL) < 0 && errno != EINTR) die("poll");
        if (p[1].revents) {
            ssize_t n = read(0, line + used, sizeof line - 1 - used);
            if (n <= 0) stdin_open = 0;
            else {
                char *nl;
                used += n; line[used] = 0;
                while ((nl = strchr(line, '\n'))) {
                    *nl = 0;
                    if (command(line)) { unplug(); return 0; }
                    used -= nl + 1 - line;
                    memmove(line, nl + 1, used + 1);
                }
                if (used == sizeof line - 1) used = 0;
            }
        }
        if (sock >= 0 && p[0].fd == sock && p[0].revents) request();
        feed();
    }
}
