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

int cjpeg_decode(
    const uint8_t *bytes, size_t count, int scale_denominator, uint8_t *pixels, int width, int height,
    char *message) {
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
    info.out_color_space = JCS_RGB;
    jpeg_start_decompress(&info);
    if ((int)info.output_width != width || (int)info.output_height != height || info.output_components != 3) {
        snprintf(message, CJPEG_MESSAGE_BYTES, "the picture is not what its header said");
        jpeg_destroy_decompress(&info);
        return -1;
    }
    while (info.output_scanline < info.output_height) {
        JSAMPROW row = pixels + (size_t)info.output_scanline * (size_t)width * 3;
        jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
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
