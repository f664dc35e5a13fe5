package io.molt.policy.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says it holds. Checked as the format demands: known types, sizes that follow from the
 * shapes, and data without gap, overlap or rest.
 *
 * @param entries by tensor name
 * @param metadata free text by key
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";
    private static final int MAX_AXES = 8;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor.
     *
     * @param begin first byte after the header
     * @param end first byte after the tensor
     */
    record Entry(Dtype dtype, int[] shape, long begin, long end) {}

    /** Reads and checks a header for {@code dataBytes} bytes of data. */
    static SafetensorsHeader parse(byte[] json, long dataBytes) throws MalformedFile {
        JsonNode root;
        try {
            root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new MalformedFile("safetensors header is not JSON: " + e.getOriginalMessage());
        }
        require(root.isObject(), "safetensors header must be an object");
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                for (Map.Entry<String, JsonNode> item : field.getValue().properties()) {
                    require(item.getValue().isTextual(), "metadata " + item.getKey() + " must be text");
                    metadata.put(item.getKey(), item.getValue().textValue());
                }
            } else {
                entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
            }
        }
        requireContiguous(entries, dataBytes);
        return new SafetensorsHeader(entries, metadata);
    }

    private static Entry entry(String name, JsonNode node) throws MalformedFile {
        JsonNode shape = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        require(shape.isArray() && shape.size() <= MAX_AXES, name + " needs a shape of at most 8 axes");
        require(offsets.isArray() && offsets.size() == 2, name + " needs two data_offsets");
        Dtype dtype = dtype(name, node.path("dtype").asText());
        int[] axes = new int[shape.size()];
        long bytes = dtype.bytes();
        for (int i = 0; i < axes.length; i++) {
            require(
                    shape.get(i).canConvertToInt()
                            && shape.get(i).isInt()
                            && shape.get(i).intValue() >= 0,
                    name + " has a bad shape");
            axes[i] = shape.get(i).intValue();
            require(axes[i] == 0 || bytes <= Integer.MAX_VALUE / axes[i], name + " is larger than 2 GiB");
            bytes *= axes[i];
        }
        require(
                offsets.get(0).isIntegralNumber()
                        && offsets.get(1).isIntegralNumber()
                        && offsets.get(0).canConvertToLong()
                        && offsets.get(1).canConvertToLong(),
                name + " has bad data_offsets");
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        require(
                begin >= 0 && end >= begin && end - begin == bytes,
                name + " has data_offsets that do not fit its shape");
        return new Entry(dtype, axes, begin, end);
    }

    private static Dtype dtype(String name, String dtype) throws MalformedFile {
        return switch (dtype) {
            case "F32" -> Dtype.F32;
            case "BF16" -> Dtype.BF16;
            default -> throw new MalformedFile(name + " must be F32 or BF16, but was '" + dtype + "'");
        };
    }

    private static void requireContiguous(Map<String, Entry> entries, long dataBytes) throws MalformedFile {
        List<Entry> inOrder = entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        long at = 0;
        for (Entry entry : inOrder) {
            require(entry.begin() == at, "safetensors data has a gap or an overlap at byte " + at);
            at = entry.end();
        }
        require(at == dataBytes, "safetensors header speaks of " + at + " bytes of data, the file has " + dataBytes);
    }

    private static void require(boolean holds, String problem) throws MalformedFile {
        if (!holds) {
            throw new MalformedFile(problem);
        }
    }
}
