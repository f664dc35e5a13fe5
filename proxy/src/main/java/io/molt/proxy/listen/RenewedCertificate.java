package io.molt.proxy.listen;

import io.molt.proxy.watch.WatchedFile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certificate and key of a running server, read again when one of them changes and used when they belong together. */
public final class RenewedCertificate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenewedCertificate.class);
    private static final byte[] SIGNED = {1};

    private final Vertx vertx;
    private final Listening.Tls files;
    private final Consumer<PemKeyCertOptions> renewed;
    private final List<WatchedFile<Buffer>> watched;

    private RenewedCertificate(Vertx vertx, Listening.Tls files, Consumer<PemKeyCertOptions> renewed)
            throws IOException {
        this.vertx = vertx;
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
     * @param renewed told of both when one has changed and they belong together; on any thread
     */
    public static RenewedCertificate watch(Vertx vertx, Listening.Tls files, Consumer<PemKeyCertOptions> renewed) {
        try {
            return new RenewedCertificate(vertx, files, renewed);
        } catch (IOException e) {
            throw new UncheckedIOException("proxy.tls.certificate or proxy.tls.key cannot be read", e);
        }
    }

    private void tell() {
        try {
            PemKeyCertOptions both = new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(Files.readAllBytes(files.certificate())))
                    .addKeyValue(Buffer.buffer(Files.readAllBytes(files.key())));
            if (belongTogether(vertx, both)) {
                renewed.accept(both);
            } else {
                LOG.warn("certificate and key do not belong together: the old ones stay until they do");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the other file cannot be read; once it can, it has changed too", e);
        }
    }

    /** Whether what the key signs is what the certificate vouches for; false also if one of them cannot be read. */
    public static boolean belongTogether(Vertx vertx, PemKeyCertOptions both) {
        try {
            for (KeyManager manager : both.getKeyManagerFactory(vertx).getKeyManagers()) {
                X509KeyManager keys = (X509KeyManager) manager;
                for (String type : List.of("RSA", "EC", "EdDSA")) {
                    String[] names = keys.getServerAliases(type, null);
                    if (names != null) {
                        PublicKey certified = keys.getCertificateChain(names[0])[0].getPublicKey();
                        return vouches(certified, keys.getPrivateKey(names[0]));
                    }
                }
            }
            return false;
        } catch (Exception e) { // half a file, or no PEM at all: Vert.x says so in many ways
            LOG.warn("certificate or key cannot be read cause={}", e.getClass().getName());
            return false;
        }
    }

    private static boolean vouches(PublicKey certified, PrivateKey key) throws GeneralSecurityException {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(SIGNED);
        byte[] signature = signing.sign();
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(certified);
        checking.update(SIGNED);
        return checking.verify(signature);
    }

    @Override
    public void close() {
        watched.forEach(WatchedFile::close);
    }
}
