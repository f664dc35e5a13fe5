package io.molt.proxy.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/** JSON that survives being read and written: keys keep their order, numbers their digits. */
public final class JsonText {

    /** Longer than any request body, so that the body limit alone decides. */
    private static final int LONGEST_STRING = 256 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /**
     * One JSON value.
     *
     * @throws IOException if these bytes are none, or more than one
     */
    public static JsonNode parse(byte[] utf8) throws IOException {
        try {
            return MAPPER.readTree(utf8);
        } catch (NumberFormatException e) {
            throw new IOException("a number is out of all bounds", e);
        }
    }

    /** One JSON value that stands within other bytes. */
    public static JsonNode parse(byte[] utf8, int from, int length) throws IOException {
        try {
            return MAPPER.readTree(utf8, from, length);
        } catch (NumberFormatException e) {
            throw new IOException("a number is out of all bounds", e);
        }
    }

    public static JsonNode parse(String json) throws IOException {
        try {
            return MAPPER.readTree(json);
        } catch (NumberFormatException e) {
            throw new IOException("a number is out of all bounds", e);
        }
    }

    /** What is not there. */
    public static JsonNode missing() {
        return MissingNode.getInstance();
    }

    /** As a JSON string, without its quotes. */
    public static String escaped(String text) {
        String quoted = write(TextNode.valueOf(text));
        return quoted.substring(1, quoted.length() - 1);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static String write(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes as {@link #write(JsonNode)} does; closes the writer. */
    static void write(JsonNode json, Writer text) {
        try {
            MAPPER.writeValue(text, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** UTF-8; half a surrogate pair, which JSON can escape and UTF-8 cannot say, becomes a question mark. */
    public static byte[] bytes(JsonNode json) {
        return write(json).getBytes(StandardCharsets.UTF_8);
    }

    /** Written, it is the same for every order of keys. */
    public static JsonNode withSortedKeys(JsonNode json) {
        if (json instanceof ObjectNode object) {
            ObjectNode sorted = MAPPER.createObjectNode();
            TreeSet<String> names = new TreeSet<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> sorted.set(name, withSortedKeys(object.get(name))));
            return sorted;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode sorted = MAPPER.createArrayNode();
            array.forEach(item -> sorted.add(withSortedKeys(item)));
            return sorted;
        }
        return json;
    }
}
