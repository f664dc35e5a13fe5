package io.molt.proxy.http;

import io.molt.proxy.reply.Decoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads bodies of requests, unpacked, up to a limit. */
record RequestBody(long longest) {

    private static final int PIECE = 16 << 10;

    /** Gives the whole body, or answers by itself why not. */
    void read(HttpServerRequest request, Consumer<byte[]> handler) {
        String encoding = Optional.ofNullable(request.getHeader("content-encoding"))
                .orElse("identity")
                .toLowerCase(Locale.ROOT);
        Optional<Decoder> decoder = Decoder.of(encoding);
        if (decoder.isEmpty() && !encoding.equals("identity")) {
            refuse(request, ApiError.invalid(415, "a body may be packed by gzip, deflate or zstd, or not at all"));
            return;
        }
        if (declaredLength(request) > longest) {
            refuse(request, tooLong());
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(bytes -> {
            if (!take(decoder, bytes.getBytes(), body)) {
                refuse(request, tooLong());
            }
        });
        request.endHandler(end -> {
            decoder.ifPresent(Decoder::close);
            if (!request.response().ended()) {
                handler.accept(body.getBytes());
            }
        });
        request.exceptionHandler(e -> decoder.ifPresent(Decoder::close));
    }

    /** Piece by piece, since a few bytes may unpack to very many. False if that is too much. */
    private boolean take(Optional<Decoder> decoder, byte[] bytes, Buffer body) {
        if (decoder.isEmpty()) {
            return append(bytes, body);
        }
        for (int from = 0; from < bytes.length; from += PIECE) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
            if (!append(decoder.get().apply(piece), body)) {
                return false;
            }
        }
        return true;
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
    private static void refuse(HttpServerRequest request, ApiError error) {
        request.handler(ignored -> {});
        request.exceptionHandler(e -> {});
        request.response().putHeader("connection", "close");
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
