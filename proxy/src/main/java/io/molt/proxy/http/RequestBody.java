package io.molt.proxy.http;

import io.molt.proxy.reply.Decoder;
import io.molt.proxy.request.Caller;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads bodies of requests, unpacked, up to a limit.
 *
 * @param longest bytes of one
 * @param held those of all requests
 */
record RequestBody(long longest, HeldBodies held) {

    private static final ApiError NO_PLACE = ApiError.busy("the proxy holds as many request bodies as it may");

    /** One body on its way. */
    private final class Arriving {

        private final HttpServerRequest request;
        private final Caller caller;
        private final Decoder decoder;
        private final GrowingBytes body;
        private long taken;

        Arriving(Visit visit, Decoder decoder) {
            this.request = visit.request();
            this.caller = visit.caller();
            this.decoder = decoder;
            this.body = new GrowingBytes(declaredLength(request), longest);
            visit.holdsBody(this::giveBack);
        }

        void take(Buffer packed) {
            if (decoder == Decoder.NONE) {
                takePlain(packed, true);
            } else {
                // Somewhat more than there is a place for is enough to know that there is none.
                long most = Math.min(longest - body.length(), taken + held.left(caller, taken));
                byte[] unpacked = decoder.apply(packed.getBytes(), most);
                takePlain(Buffer.buffer(unpacked), unpacked.length <= most);
            }
        }

        private void takePlain(Buffer bytes, boolean allOfThem) {
            if (body.length() + bytes.length() > longest) {
                giveBack();
                refuse(request, decoder, tooLong());
                return;
            }
            long more = body.capacityWith(bytes.length()) - taken;
            if (!allOfThem || (more > 0 && !held.take(caller, taken, more))) {
                giveBack();
                request.response().putHeader("retry-after", "1");
                refuse(request, decoder, NO_PLACE);
            } else {
                taken += more;
                body.append(bytes);
            }
        }

        /** All of it, held by whoever gets it from now on. */
        byte[] whole() {
            return body.taken();
        }

        private void giveBack() {
            body.drop();
            held.giveBack(caller, taken);
            taken = 0;
        }
    }

    /** Gives the whole body, or answers by itself why not. */
    void read(Visit visit, Consumer<byte[]> handler) {
        HttpServerRequest request = visit.request();
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
        Arriving arriving = new Arriving(visit, decoder);
        request.handler(arriving::take);
        request.endHandler(end -> {
            if (!request.response().ended()) {
                decoder.close();
                handler.accept(arriving.whole());
            }
        });
        request.exceptionHandler(e -> decoder.close());
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
