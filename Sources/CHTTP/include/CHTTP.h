// HTTP through libcurl, for Swift.
//
// libcurl and what it brings (TLS, several naming and login systems) would make every start of the program larger, and
// most installations have no camera that speaks HTTP. So it is loaded when the first such camera is opened.
//
// A client is used from one thread at a time. Credentials are given apart from the URL, so that no message holds them.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { CHTTP_MESSAGE_BYTES = 256, CHTTP_TYPE_BYTES = 128 };

// Why a request came to nothing.
typedef enum {
    CHTTP_UNREACHABLE = 1,  // no such host, or nobody answers there
    CHTTP_INSECURE,         // its certificate can't be trusted
    CHTTP_MISDIRECTED,      // redirected too often, or to something else than HTTP
    CHTTP_BROKEN,           // the connection broke, or what came is no HTTP
    CHTTP_UNUSABLE,         // the request itself is at fault
} chttp_fault;

typedef struct {
    const char *url;
    const char *username;        // NULL: none
    const char *password;
    const char *authority_file;  // certificates to trust in place of the system's; NULL: those
    int connect_milliseconds;
} chttp_request;

typedef struct {
    int status;                  // 0: the answer has not begun
    char content_type[CHTTP_TYPE_BYTES];
} chttp_head;

typedef struct chttp_client chttp_client;

// A client with connections of its own; NULL, and a message, when libcurl is not there.
chttp_client *chttp_new(char message[CHTTP_MESSAGE_BYTES]);
void chttp_free(chttp_client *client);

// Begins a request and ends the one before. Returns 0, or a fault with a message.
int chttp_get(chttp_client *client, const chttp_request *request, char message[CHTTP_MESSAGE_BYTES]);

enum { CHTTP_END = -1, CHTTP_FAILED = -2 };

// Copies what has come of the answer's body, at most `capacity` bytes, and waits at most `milliseconds` for the first of
// them. Returns how many, 0 when none came in that time, CHTTP_END behind the last, or CHTTP_FAILED with `fault` and a
// message.
long chttp_read(
    chttp_client *client, uint8_t *bytes, size_t capacity, int milliseconds, chttp_fault *fault,
    char message[CHTTP_MESSAGE_BYTES]);

// What the answer's header says, once its body has begun or ended.
chttp_head chttp_read_head(chttp_client *client);
