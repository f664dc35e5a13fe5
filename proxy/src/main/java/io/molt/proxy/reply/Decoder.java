package io.molt.proxy.reply;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Unpacks what comes packed, piece by piece; what cannot be unpacked gives nothing. */
public interface Decoder extends UnaryOperator<byte[]>, AutoCloseable {

    /** For what is not packed. */
    Decoder NONE = new Decoder() {
        @Override
        public byte[] apply(byte[] bytes, long most) {
            return bytes;
        }

        @Override
        public void close() {}
    };

    Set<String> READABLE = Set.of("gzip", "deflate", "zstd", "identity");
    Pattern WEIGHT = Pattern.compile("\\s*;.*");

    /** For what has this content encoding; empty if its bytes are what they say, or cannot be read here. */
    static Optional<Decoder> of(String encoding) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip" -> Optional.of(new Inflating(ZlibWrapper.GZIP));
            case "deflate" -> Optional.of(new Inflating(ZlibWrapper.ZLIB_OR_NONE));
            case "zstd" -> Optional.of(new Unpacking());
            default -> Optional.empty();
        };
    }

    /** What a client accepts, as far as it can be read along; {@code identity} if that is nothing. */
    static String readable(String acceptEncoding) {
        String kept = Stream.of(acceptEncoding.split(","))
                .map(String::strip)
                .filter(coding ->
                        READABLE.contains(WEIGHT.matcher(coding).replaceAll("").toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        return kept.isEmpty() ? "identity" : kept;
    }

    /**
     * The bytes behind these, or somewhat more than {@code most} of them: a few bytes may unpack to very many.
     */
    byte[] apply(byte[] bytes, long most);

    @Override
    default byte[] apply(byte[] bytes) {
        return apply(bytes, Long.MAX_VALUE);
    }

    @Override
    void close();

    /** By zlib. */
    final class Inflating implements Decoder {

        private final EmbeddedChannel channel;

        private Inflating(ZlibWrapper wrapper) {
            this.channel = new EmbeddedChannel(new JdkZlibDecoder(wrapper, 0));
        }

        /** A thousandfold is the most that zlib can unpack to. */
        private static final int PIECE = 1024;

        @Override
        public byte[] apply(byte[] bytes, long most) {
            ByteArrayOutputStream unpacked = new ByteArrayOutputStream(bytes.length * 4);
            try {
                for (int from = 0; from < bytes.length && unpacked.size() <= most; from += PIECE) {
                    channel.writeInbound(Unpooled.wrappedBuffer(bytes, from, Math.min(PIECE, bytes.length - from)));
                    read(unpacked);
                }
            } catch (DecompressionException e) {
                return new byte[0];
            }
            return unpacked.toByteArray();
        }

        private void read(ByteArrayOutputStream unpacked) {
            for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
                byte[] part = new byte[piece.readableBytes()];
                piece.readBytes(part);
                piece.release();
                unpacked.writeBytes(part);
            }
        }

        @Override
        public void close() {
            try {
                channel.finishAndReleaseAll();
            } catch (DecompressionException e) {
                channel.releaseInbound(); // what is left is no more readable than what came before it
            }
        }
    }

    /** By zstd itself: Netty's decoder of it cannot take a frame whose header comes in pieces. */
    final class Unpacking implements Decoder {

        private final ZstdDecompressCtx context = new ZstdDecompressCtx();
        private final ByteBuffer out = ByteBuffer.allocateDirect(64 << 10);

        private Unpacking() {}

        @Override
        public byte[] apply(byte[] bytes, long most) {
            ByteArrayOutputStream unpacked = new ByteArrayOutputStream(bytes.length * 4);
            ByteBuffer in = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            boolean full = false;
            try {
                while ((in.hasRemaining() || full) && unpacked.size() <= most) {
                    out.clear();
                    context.decompressDirectByteBufferStream(out, in);
                    full = !out.hasRemaining();
                    byte[] part = new byte[out.flip().remaining()];
                    out.get(part);
                    unpacked.writeBytes(part);
                }
            } catch (ZstdException e) {
                return new byte[0];
            }
            return unpacked.toByteArray();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
