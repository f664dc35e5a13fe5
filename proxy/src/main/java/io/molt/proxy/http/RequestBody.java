package io.molt.proxy.http;

import io.molt.proxy.reply.Decoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads bodies of requests, unpacked, up to a limit. */
record RequestBody(long longest) {

    /** Gives the whole body, or answers by itself why not. */
    void read(HttpServerRequest request, Consumer<byte[]> handler) {
        String encoding = Optional.ofNullable(request.getHeader("content-encoding"))
                .orElse("identity")
                .toLowerCase(Locale.ROOT);
        Optional<Decoder> packed = Decoder.of(encoding);
        Decoder decoder = packed.orElse(Decoder.NONE);
        if (packed.isEmpty() && !encoding.equals("identity")) {
            refuse(
                    request,
                    decoder,
                    ApiError.invalid(415, "a body may be packed by gzip, deflate or zstd, or not at all"));
            return;
        }
        if (declaredLength(request) > longest) {
            refuse(request, decoder, tooLong());
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(bytes -> {
            if (!take(decoder, bytes.getBytes(), body)) {
                refuse(request, decoder, tooLong());
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                decoder.close();
                handler.accept(body.getBytes());
            }
        });
        request.exceptionHandler(e -> decoder.close());
    }

    /** False if that is too much. */
    private boolean take(Decoder decoder, byte[] bytes, Buffer body) {
        return append(decoder.apply(bytes, longest - body.length()), body);
    }

    private boolean append(byte[] bytes, Buffer body) {
        if (body.length() + bytes.length > longest) {
            return false;
        }
        body.appendBytes(bytes);
        return true;
    }

    private ApiError tooLong() {
        return ApiError.invalid(413, "the body is longer than " + longest + " bytes");
    }

    /** What is still to come is read and thrown away, so that the client can read why. */
    private static void refuse(HttpServerRequest request, Decoder decoder, ApiError error) {
        decoder.close();
        request.handler(ignored -> {});
        request.exceptionHandler(e -> {});
        Answers.closeAfter(request);
        Answers.error(request, error);
    }

    private static long declaredLength(HttpServerRequest request) {
        try {
            return Long.parseLong(
                    Optional.ofNullable(request.getHeader("content-length")).orElse("0"));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
