package io.molt.policy.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reading and writing safetensors files (https://github.com/huggingface/safetensors). */
public final class Safetensors {

    private static final int MAX_HEADER_BYTES = 100_000_000;

    private Safetensors() {}

    /** Every tensor of a file by name; BF16 is widened to F32. */
    public static SortedMap<String, Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new MalformedFile(file.getFileName() + " has " + size + " bytes, too few for a header");
            }
            long headerBytes = map(channel, 0, Long.BYTES).getLong();
            if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > size - Long.BYTES) {
                throw new MalformedFile(file.getFileName() + " has a header of " + headerBytes + " bytes");
            }
            byte[] json = new byte[(int) headerBytes];
            map(channel, Long.BYTES, headerBytes).get(json);
            long start = Long.BYTES + headerBytes;
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            for (var entry :
                    SafetensorsHeader.parse(json, size - start).entries().entrySet()) {
                tensors.put(entry.getKey(), read(channel, start, entry.getValue()));
            }
            return tensors;
        }
    }

    /** The same for bytes in memory. */
    public static SortedMap<String, Tensor> parse(byte[] file) throws MalformedFile {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < Long.BYTES) {
            throw new MalformedFile("a safetensors file of " + file.length + " bytes is too short");
        }
        long headerBytes = bytes.getLong();
        if (headerBytes < 2 || headerBytes > bytes.remaining()) {
            throw new MalformedFile("a safetensors header cannot have " + headerBytes + " bytes");
        }
        byte[] json = new byte[(int) headerBytes];
        bytes.get(json);
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (var entry :
                SafetensorsHeader.parse(json, data.remaining()).entries().entrySet()) {
            tensors.put(entry.getKey(), decode(entry.getValue(), data.position((int)
                    entry.getValue().begin())));
        }
        return tensors;
    }

    /** Writes the file whole or not at all: beside it first, flushed, then renamed. */
    public static void write(Path file, SortedMap<String, Tensor> tensors, Dtype dtype, Map<String, String> metadata)
            throws IOException {
        DurableFiles.write(file, channel -> {
            writeFully(channel, header(tensors, dtype, metadata));
            for (Tensor tensor : tensors.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tensor.data().length, dtype.bytes()))
                        .order(ByteOrder.LITTLE_ENDIAN);
                for (float value : tensor.data()) {
                    dtype.put(bytes, value);
                }
                writeFully(channel, bytes.flip());
            }
        });
    }

    private static ByteBuffer header(SortedMap<String, Tensor> tensors, Dtype dtype, Map<String, String> metadata) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = root.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(node::put);
        }
        long at = 0;
        for (var entry : tensors.entrySet()) {
            ObjectNode node = root.putObject(entry.getKey());
            node.put("dtype", dtype.name());
            var shape = node.putArray("shape");
            for (int axis : entry.getValue().shape()) {
                shape.add(axis);
            }
            long end = at + (long) entry.getValue().data().length * dtype.bytes();
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json = bytes(mapper, root);
        int padded = (json.length + 7) / 8 * 8; // the format wants the data aligned; blanks are allowed at the end
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static byte[] bytes(JsonMapper mapper, ObjectNode root) {
        try {
            return mapper.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tensor read(FileChannel channel, long start, SafetensorsHeader.Entry entry) throws IOException {
        return decode(entry, map(channel, start + entry.begin(), entry.end() - entry.begin()));
    }

    private static Tensor decode(SafetensorsHeader.Entry entry, ByteBuffer bytes) {
        float[] data =
                new float[(int) ((entry.end() - entry.begin()) / entry.dtype().bytes())];
        for (int i = 0; i < data.length; i++) {
            data[i] = entry.dtype().get(bytes);
        }
        return new Tensor(entry.shape(), data);
    }

    private static ByteBuffer map(FileChannel channel, long position, long bytes) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, position, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
