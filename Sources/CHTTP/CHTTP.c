#include "CHTTP.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// More header is no camera's; more body waits in the connection until it is read.
enum { largest_header = 64 << 10, largest_pending = 1 << 20, most_redirects = 3 };

// What is used of libcurl.
static struct {
    __typeof__(&curl_global_init) global_init;
    __typeof__(&curl_easy_init) easy_init;
    __typeof__(&curl_easy_setopt) easy_setopt;
    __typeof__(&curl_easy_getinfo) easy_getinfo;
    __typeof__(&curl_easy_pause) easy_pause;
    __typeof__(&curl_easy_cleanup) easy_cleanup;
    __typeof__(&curl_easy_strerror) easy_strerror;
    __typeof__(&curl_multi_init) multi_init;
    __typeof__(&curl_multi_cleanup) multi_cleanup;
    __typeof__(&curl_multi_add_handle) multi_add_handle;
    __typeof__(&curl_multi_remove_handle) multi_remove_handle;
    __typeof__(&curl_multi_perform) multi_perform;
    __typeof__(&curl_multi_poll) multi_poll;
    __typeof__(&curl_multi_info_read) multi_info_read;
} curl;

static const char *load_failure;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        load_failure = "libcurl is not installed (Debian's package libcurl4)";
        return;
    }
#define FIND(name)                                        \
    do {                                                  \
        void *found = dlsym(library, "curl_" #name);      \
        if (!found) load_failure = "libcurl is too old";  \
        memcpy(&curl.name, &found, sizeof(found));        \
    } while (0)
    FIND(global_init);
    FIND(easy_init);
    FIND(easy_setopt);
    FIND(easy_getinfo);
    FIND(easy_pause);
    FIND(easy_cleanup);
    FIND(easy_strerror);
    FIND(multi_init);
    FIND(multi_cleanup);
    FIND(multi_add_handle);
    FIND(multi_remove_handle);
    FIND(multi_perform);
    FIND(multi_poll);
    FIND(multi_info_read);
#undef FIND
    if (!load_failure && curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) load_failure = "libcurl does not start";
}

struct chttp_client {
    CURLM *multi;
    CURL *easy;             // the request under way, if any
    char words[CURL_ERROR_SIZE];
    size_t header_bytes;
    uint8_t *pending;       // of the body, not read yet
    size_t begin, end, room;
    bool is_paused, has_begun, has_ended;
    CURLcode result;
};

static size_t take_header(char *bytes, size_t size, size_t count, void *user) {
    (void)bytes;
    chttp_client *client = user;
    client->header_bytes += size * count;
    // Less than what came means failure to libcurl.
    return client->header_bytes > largest_header ? 0 : size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *user) {
    chttp_client *client = user;
    size_t length = size * count;
    client->has_begun = true;
    if (client->end - client->begin + length > largest_pending && client->end > client->begin) {
        client->is_paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (client->begin == client->end) client->begin = client->end = 0;
    if (client->end + length > client->room) {
        uint8_t *larger = realloc(client->pending, client->end + length);
        if (!larger) return 0;
        client->pending = larger;
        client->room = client->end + length;
    }
    memcpy(client->pending + client->end, bytes, length);
    client->end += length;
    return length;
}

chttp_client *chttp_new(char message[CHTTP_MESSAGE_BYTES]) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    chttp_client *client = load_failure ? NULL : calloc(1, sizeof(chttp_client));
    if (client && (client->multi = curl.multi_init())) return client;
    free(client);
    snprintf(message, CHTTP_MESSAGE_BYTES, "%s", load_failure ? load_failure : "no memory");
    return NULL;
}

static void end_request(chttp_client *client) {
    if (!client->easy) return;
    curl.multi_remove_handle(client->multi, client->easy);
    curl.easy_cleanup(client->easy);
    client->easy = NULL;
}

void chttp_free(chttp_client *client) {
    end_request(client);
    curl.multi_cleanup(client->multi);
    free(client->pending);
    free(client);
}

int chttp_get(chttp_client *client, const chttp_request *request, char message[CHTTP_MESSAGE_BYTES]) {
    end_request(client);
    client->header_bytes = client->begin = client->end = 0;
    client->is_paused = client->has_begun = client->has_ended = false;
    client->words[0] = 0;
    CURL *easy = client->easy = curl.easy_init();
    if (!easy) {
        snprintf(message, CHTTP_MESSAGE_BYTES, "no memory");
        return CHTTP_UNUSABLE;
    }
    CURLcode code = CURLE_OK;
#define SET(option, value) \
    if (code == CURLE_OK) code = curl.easy_setopt(easy, option, value)
    SET(CURLOPT_ERRORBUFFER, client->words);
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 1L);
    SET(CURLOPT_MAXREDIRS, (long)most_redirects);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_USERAGENT, "gondola");
    // A camera stands in the store's own network, whatever proxy the environment names.
    SET(CURLOPT_NOPROXY, "*");
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_milliseconds);
    SET(CURLOPT_HEADERFUNCTION, take_header);
    SET(CURLOPT_HEADERDATA, client);
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, client);
    if (request->username) {
        SET(CURLOPT_HTTPAUTH, (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
        SET(CURLOPT_USERNAME, request->username);
        SET(CURLOPT_PASSWORD, request->password ? request->password : "");
    }
    if (request->authority_file) SET(CURLOPT_CAINFO, request->authority_file);
#undef SET
    if (code == CURLE_OK && curl.multi_add_handle(client->multi, easy) == CURLM_OK) return 0;
    snprintf(message, CHTTP_MESSAGE_BYTES, "%s", curl.easy_strerror(code));
    return CHTTP_UNUSABLE;
}

static chttp_fault fault_of(chttp_client *client) {
    long redirects = 0;
    curl.easy_getinfo(client->easy, CURLINFO_REDIRECT_COUNT, &redirects);
    switch (client->result) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_OPERATION_TIMEDOUT: return CHTTP_UNREACHABLE;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CACERT_BADFILE: return CHTTP_INSECURE;
        case CURLE_TOO_MANY_REDIRECTS: return CHTTP_MISDIRECTED;
        // Also what an answer without HTTP's first line is called.
        case CURLE_UNSUPPORTED_PROTOCOL: return redirects > 0 ? CHTTP_MISDIRECTED : CHTTP_BROKEN;
        case CURLE_URL_MALFORMAT: return CHTTP_UNUSABLE;
        default: return CHTTP_BROKEN;
    }
}

// Lets libcurl work on what has come, and notes the end of the request.
static void advance(chttp_client *client) {
    int running = 0, left = 0;
    curl.multi_perform(client->multi, &running);
    for (CURLMsg *note; (note = curl.multi_info_read(client->multi, &left));) {
        if (note->msg != CURLMSG_DONE) continue;
        client->has_ended = true;
        client->result = note->data.result;
    }
}

long chttp_read(
    chttp_client *client, uint8_t *bytes, size_t capacity, int milliseconds, chttp_fault *fault,
    char message[CHTTP_MESSAGE_BYTES]) {
    if (!client->easy) return CHTTP_END;
    if (client->begin == client->end && !client->has_ended) {
        if (client->is_paused) {
            client->is_paused = false;
            curl.easy_pause(client->easy, CURLPAUSE_CONT);
        }
        advance(client);
        if (client->begin == client->end && !client->has_ended) {
            curl.multi_poll(client->multi, NULL, 0, milliseconds, NULL);
            advance(client);
        }
    }
    size_t length = client->end - client->begin;
    if (length > 0) {
        if (length > capacity) length = capacity;
        memcpy(bytes, client->pending + client->begin, length);
        client->begin += length;
        return (long)length;
    }
    if (!client->has_ended) return 0;
    if (client->result == CURLE_OK) return CHTTP_END;
    *fault = fault_of(client);
    const char *words = client->header_bytes > largest_header ? "its header has no end"
                        : client->words[0]                    ? client->words
                                                              : curl.easy_strerror(client->result);
    snprintf(message, CHTTP_MESSAGE_BYTES, "%s", words);
    return CHTTP_FAILED;
}

chttp_head chttp_read_head(chttp_client *client) {
    chttp_head head = {0};
    if (!client->easy || !(client->has_begun || client->has_ended)) return head;
    long status = 0;
    const char *type = NULL;
    curl.easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status);
    curl.easy_getinfo(client->easy, CURLINFO_CONTENT_TYPE, &type);
    head.status = (int)status;
    // It goes into messages: letters and signs only, whatever the camera sends.
    size_t used = 0;
    for (; type && type[used] && used < sizeof(head.content_type) - 1; used++) {
        head.content_type[used] = type[used] >= ' ' && type[used] < 127 ? type[used] : '?';
    }
    return head;
}
