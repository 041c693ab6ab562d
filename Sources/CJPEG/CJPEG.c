#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf escape;
    char *message;
} error_manager;

static void leave(j_common_ptr info) {
    error_manager *errors = (error_manager *)info->err;
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    snprintf(errors->message, CJPEG_MESSAGE_BYTES, "%s", text);
    longjmp(errors->escape, 1);
}

static void count_warning(j_common_ptr info, int level) {
    // Level -1 is damaged data, which libjpeg would paint over with grey. The first one ends the decoding.
    if (level < 0) {
        leave(info);
    }
}

static void install(struct jpeg_error_mgr **slot, error_manager *errors, char *message) {
    *slot = jpeg_std_error(&errors->base);
    errors->base.error_exit = leave;
    errors->base.emit_message = count_warning;
    errors->message = message;
    message[0] = 0;
}

int cjpeg_read_size(
    const uint8_t *bytes, size_t count, int scale_denominator, int *width, int *height, char *message) {
    struct jpeg_decompress_struct info;
    error_manager errors;
    install(&info.err, &errors, message);
    if (setjmp(errors.escape)) {
        jpeg_destroy_decompress(&info);
        return -1;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, (unsigned long)count);
    jpeg_read_header(&info, TRUE);
    info.scale_num = 1;
    info.scale_denom = (unsigned)scale_denominator;
    jpeg_calc_output_dimensions(&info);
    *width = (int)info.output_width;
    *height = (int)info.output_height;
    jpeg_destroy_decompress(&info);
    return 0;
}

// Reads the header and fixes the size and the colours of what is to come.
static void begin(
    struct jpeg_decompress_struct *info, const uint8_t *bytes, size_t count, int scale_denominator, int channels) {
    jpeg_create_decompress(info);
    jpeg_mem_src(info, bytes, (unsigned long)count);
    jpeg_read_header(info, TRUE);
    info->scale_num = 1;
    info->scale_denom = (unsigned)scale_denominator;
    info->out_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(info);
}

static int refuse(struct jpeg_decompress_struct *info, char *message) {
    snprintf(message, CJPEG_MESSAGE_BYTES, "the picture is not what its header said");
    jpeg_destroy_decompress(info);
    return -1;
}

// Reads lines until `last`, exclusive; `pixels` is where the next one goes.
static void read_lines(struct jpeg_decompress_struct *info, JDIMENSION last, uint8_t *pixels) {
    size_t line = (size_t)info->output_width * (size_t)info->output_components;
    JDIMENSION first = info->output_scanline;
    while (info->output_scanline < last) {
        // As many as one row of blocks may give: libjpeg copies less when it need not stop after each line.
        JSAMPROW rows[8];
        JDIMENSION wanted = last - info->output_scanline < 8 ? last - info->output_scanline : 8;
        for (JDIMENSION row = 0; row < wanted; row++) {
            rows[row] = pixels + (size_t)(info->output_scanline - first + row) * line;
        }
        jpeg_read_scanlines(info, rows, wanted);
    }
}

int cjpeg_decode(
    const uint8_t *bytes, size_t count, int scale_denominator, int channels, uint8_t *pixels, int width, int height,
    char *message) {
    struct jpeg_decompress_struct info;
    error_manager errors;
    install(&info.err, &errors, message);
    if (setjmp(errors.escape)) {
        jpeg_destroy_decompress(&info);
        return -1;
    }
    begin(&info, bytes, count, scale_denominator, channels);
    if ((int)info.output_width != width || (int)info.output_height != height || info.output_components != channels) {
        return refuse(&info, message);
    }
    read_lines(&info, info.output_height, pixels);
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return 0;
}

int cjpeg_decode_planes(
    const uint8_t *bytes, size_t count, int scale_denominator, uint8_t *lines, uint8_t *light, uint8_t *blue,
    uint8_t *red, int width, int height, char *message) {
    struct jpeg_decompress_struct info;
    error_manager errors;
    install(&info.err, &errors, message);
    if (setjmp(errors.escape)) {
        jpeg_destroy_decompress(&info);
        return -1;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, (unsigned long)count);
    jpeg_read_header(&info, TRUE);
    info.scale_num = 1;
    info.scale_denom = (unsigned)scale_denominator;
    int has_colours = info.jpeg_color_space == JCS_YCbCr;
    info.out_color_space = has_colours ? JCS_YCbCr : JCS_GRAYSCALE;
    jpeg_start_decompress(&info);
    if ((int)info.output_width != width || (int)info.output_height != height) return refuse(&info, message);
    size_t place = 0;
    while (info.output_scanline < info.output_height) {
        JSAMPROW rows[8];
        size_t channels = has_colours ? 3 : 1;
        for (int row = 0; row < 8; row++) rows[row] = lines + (size_t)row * (size_t)width * channels;
        size_t pixels = (size_t)jpeg_read_scanlines(&info, rows, 8) * (size_t)width;
        for (size_t at = 0; at < pixels; at++, place++) {
            light[place] = lines[at * channels];
            blue[place] = has_colours ? lines[at * 3 + 1] : 128;
            red[place] = has_colours ? lines[at * 3 + 2] : 128;
        }
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return 0;
}

int cjpeg_decode_part(
    const uint8_t *bytes, size_t count, int left, int width, const cjpeg_band *bands, int band_count, uint8_t *pixels,
    char *message) {
    struct jpeg_decompress_struct info;
    error_manager errors;
    install(&info.err, &errors, message);
    if (setjmp(errors.escape)) {
        jpeg_destroy_decompress(&info);
        return -1;
    }
    begin(&info, bytes, count, 1, 3);
    int last = band_count > 0 ? bands[band_count - 1].bottom : 0;
    if (left < 0 || width < 1 || left + width > (int)info.output_width || last > (int)info.output_height ||
        info.output_components != 3) {
        return refuse(&info, message);
    }
    JDIMENSION start = (JDIMENSION)left, columns = (JDIMENSION)width;
    jpeg_crop_scanline(&info, &start, &columns);
    if ((int)start != left || (int)columns != width) return refuse(&info, message);
    for (int band = 0; band < band_count; band++) {
        int gap = bands[band].top - (int)info.output_scanline;
        if (gap < 0 || bands[band].bottom < bands[band].top) return refuse(&info, message);
        if (gap > 0) jpeg_skip_scanlines(&info, (JDIMENSION)gap);
        size_t row = (size_t)(bands[band].top - bands[0].top);
        read_lines(&info, (JDIMENSION)bands[band].bottom, pixels + row * (size_t)width * 3);
    }
    // What lies below the last band is not looked at.
    jpeg_abort_decompress(&info);
    jpeg_destroy_decompress(&info);
    return 0;
}

int cjpeg_encode(
    const uint8_t *pixels, int width, int height, int quality, uint8_t **bytes, size_t *count, char *message) {
    struct jpeg_compress_struct info;
    error_manager errors;
    // Volatile: libjpeg changes them after setjmp, and the error path reads them.
    unsigned char *volatile buffer = NULL;
    unsigned char *target = NULL;
    unsigned long length = 0;
    install(&info.err, &errors, message);
    if (setjmp(errors.escape)) {
        jpeg_destroy_compress(&info);
        free(buffer);
        return -1;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &target, &length);
    buffer = target;
    info.image_width = (JDIMENSION)width;
    info.image_height = (JDIMENSION)height;
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)info.next_scanline * (size_t)width * 3);
        jpeg_write_scanlines(&info, &row, 1);
        buffer = target;
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    *bytes = target;
    *count = length;
    return 0;
}

void cjpeg_free(uint8_t *bytes) { free(bytes); }
