package io.molt.proxy.listen;

import io.molt.proxy.watch.WatchedFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/** Certificate and key of a running server, read again whenever one of them changes. */
public final class RenewedCertificate implements AutoCloseable {

    private final Listening.Tls files;
    private final Consumer<PemKeyCertOptions> renewed;
    private final List<WatchedFile<Buffer>> watched;

    private RenewedCertificate(Listening.Tls files, Consumer<PemKeyCertOptions> renewed) throws IOException {
        this.files = files;
        this.renewed = renewed;
        WatchedFile.Reading<Buffer> reading = file -> Buffer.buffer(Files.readAllBytes(file));
        this.watched = List.of(
                WatchedFile.watch(files.certificate(), reading, changed -> tell()),
                WatchedFile.watch(files.key(), reading, changed -> tell()));
    }

    /**
     * Watches both files.
     *
     * @param renewed told of both whenever one has changed, so perhaps of two that do not belong together yet; on any thread
     */
    public static RenewedCertificate watch(Listening.Tls files, Consumer<PemKeyCertOptions> renewed) {
        try {
            return new RenewedCertificate(files, renewed);
        } catch (IOException e) {
            throw new UncheckedIOException("proxy.tls.certificate or proxy.tls.key cannot be read", e);
        }
    }

    private void tell() {
        try {
            renewed.accept(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(Files.readAllBytes(files.certificate())))
                    .addKeyValue(Buffer.buffer(Files.readAllBytes(files.key()))));
        } catch (IOException e) {
            throw new UncheckedIOException("the other file cannot be read; once it can, it has changed too", e);
        }
    }

    @Override
    public void close() {
        watched.forEach(WatchedFile::close);
    }
}
