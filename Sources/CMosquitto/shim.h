#include <mosquitto.h>
#include <mqtt_protocol.h>

/// OpenSSL's judgement of the other side's certificate, X509_V_OK (0) or X509_V_ERR_...; `ssl` is what
/// mosquitto_ssl_get answers. Declared here because it is all that is needed of OpenSSL, whose headers are large.
long SSL_get_verify_result(const void *ssl);
