package io.molt.proxy.listen;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.settings.Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How connections are taken.
 *
 * @param tls what they are encrypted with; empty if they are not
 * @param limits when they are given up
 * @param answers how long answers are waited for
 */
public record Listening(Optional<Tls> tls, ConnectionLimits limits, AnswerTimes answers) {

    private static final long HANDSHAKE_SECONDS = 10;

    /**
     * What a server shows and keeps.
     *
     * @param certificate PEM file, the whole chain, its own first
     * @param key PEM file, PKCS#8 or PKCS#1
     */
    public record Tls(Path certificate, Path key) {

        public Tls {
            requireNonNull(certificate, "certificate");
            requireNonNull(key, "key");
        }
    }

    public Listening {
        requireNonNull(tls, "tls");
        requireNonNull(limits, "limits");
        requireNonNull(answers, "answers");
    }

    /** With the usual times. */
    public Listening(Optional<Tls> tls, ConnectionLimits limits) {
        this(tls, limits, AnswerTimes.STANDARD);
    }

    /** In the clear. */
    public static Listening openly() {
        return new Listening(Optional.empty(), ConnectionLimits.STANDARD);
    }

    /** Reads {@code proxy.tls.*} and {@code proxy.maxConnections}; problems stay with the settings. */
    public static Listening from(Settings settings) {
        String certificate = settings.text("proxy.tls.certificate", "");
        String key = settings.text("proxy.tls.key", "");
        ConnectionLimits standard = ConnectionLimits.STANDARD;
        int most = settings.wholeNumber("proxy.maxConnections", standard.most(), 1, 1_000_000);
        ConnectionLimits limits = new ConnectionLimits(
                most,
                standard.firstRequest(),
                standard.nextRequest(),
                standard.silence(),
                standard.body(),
                standard.reading());
        boolean none = certificate.isBlank() && key.isBlank();
        return new Listening(
                none ? Optional.empty() : Optional.of(new Tls(Path.of(certificate), Path.of(key))), limits);
    }

    /**
     * Adds this to how a server listens: over TLS it speaks HTTP/2 and HTTP/1.1, as the client likes it.
     *
     * @throws IllegalStateException if certificate or key cannot be read
     */
    public HttpServerOptions addTo(HttpServerOptions options) {
        // With it a connection is not known before it has said something, and could say nothing for ever.
        options.setHttp2ClearTextEnabled(false);
        tls.ifPresent(files -> {
            check("proxy.tls.certificate", files.certificate());
            check("proxy.tls.key", files.key());
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(files.certificate().toAbsolutePath().toString())
                            .setKeyPath(files.key().toAbsolutePath().toString()));
        });
        return options;
    }

    private static void check(String setting, Path file) {
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new IllegalStateException(setting + " must name a file that can be read; proxy.tls.certificate and"
                    + " proxy.tls.key are given both or neither");
        }
    }
}
