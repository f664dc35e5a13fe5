package io.molt.proxy.reply;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.compression.ZstdDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads along with a compressed answer, piece by piece. */
public final class Decoder implements UnaryOperator<byte[]>, AutoCloseable {

    private static final Set<String> READABLE = Set.of("gzip", "deflate", "zstd", "identity");

    private static final Pattern WEIGHT = Pattern.compile("\\s*;.*");

    private final EmbeddedChannel channel;

    private Decoder(EmbeddedChannel channel) {
        this.channel = channel;
    }

    /** For an answer with this content encoding; empty if its bytes are what they say, or cannot be read here. */
    public static Optional<Decoder> of(String encoding) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip" -> Optional.of(new Decoder(new EmbeddedChannel(new JdkZlibDecoder(ZlibWrapper.GZIP, 0))));
            case "deflate" -> Optional.of(
                    new Decoder(new EmbeddedChannel(new JdkZlibDecoder(ZlibWrapper.ZLIB_OR_NONE, 0))));
            case "zstd" -> Optional.of(new Decoder(new EmbeddedChannel(new ZstdDecoder())));
            default -> Optional.empty();
        };
    }

    /** What a client accepts, as far as it can be read along; {@code identity} if that is nothing. */
    public static String readable(String acceptEncoding) {
        String kept = Stream.of(acceptEncoding.split(","))
                .map(String::strip)
                .filter(coding ->
                        READABLE.contains(WEIGHT.matcher(coding).replaceAll("").toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        return kept.isEmpty() ? "identity" : kept;
    }

    /** The bytes behind these; none if they cannot be read. */
    @Override
    public byte[] apply(byte[] bytes) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length * 4);
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        } catch (DecompressionException e) {
            return new byte[0];
        }
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            byte[] part = new byte[piece.readableBytes()];
            piece.readBytes(part);
            piece.release();
            decoded.writeBytes(part);
        }
        return decoded.toByteArray();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
