package io.molt.proxy.body;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the members of one JSON object stand in its bytes; found in one pass that decodes hardly anything. */
public final class JsonScan {

    /** Objects and lists within each other. */
    public static final int DEEPEST = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(1 << 20)
                    .maxNumberLength(1 << 20)
                    .build())
            .build();

    private static final int LONGEST_GLANCE = 4 << 20;
    private static final int LONGEST_KEPT = 4096;

    private final byte[] bytes;
    private final Extent object;
    private final List<Member> members;

    /**
     * One member of the object.
     *
     * @param name decoded
     * @param from where its name begins, quote included
     * @param value where its value stands, quotes or brackets included
     * @param kind how its value begins
     * @param elements where the elements of its list stand; empty unless they were asked for
     */
    public record Member(String name, int from, Extent value, JsonToken kind, List<Extent> elements) {

        public Member {
            elements = List.copyOf(elements);
        }

        public boolean isNull() {
            return kind == JsonToken.VALUE_NULL;
        }

        public boolean isString() {
            return kind == JsonToken.VALUE_STRING;
        }

        public boolean isList() {
            return kind == JsonToken.START_ARRAY;
        }
    }

    private JsonScan(byte[] bytes, Extent object, List<Member> members) {
        this.bytes = bytes;
        this.object = object;
        this.members = List.copyOf(members);
    }

    /**
     * A whole body.
     *
     * @param lists members of these names also tell where the elements of their lists stand
     * @throws IOException if the bytes are not one JSON object in UTF-8, or nested too deeply
     */
    public static JsonScan of(byte[] bytes, Set<String> lists) throws IOException {
        return of(bytes, new Extent(0, bytes.length), lists);
    }

    /** A part of a body that holds one JSON object. */
    public static JsonScan of(byte[] bytes, Extent part, Set<String> lists) throws IOException {
        try (JsonParser parser = FACTORY.createParser(bytes, part.from(), part.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT || start(parser) < 0) {
                throw new IOException("not a JSON object in UTF-8");
            }
            // Some parsers count from the array's beginning, some from the part's.
            int shift = first(bytes, part) - start(parser);
            int from = start(parser) + shift;
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                members.add(member(parser, shift, lists));
            }
            int to = end(parser) + shift;
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON value");
            }
            return new JsonScan(bytes, new Extent(from, to), members);
        }
    }

    private static int first(byte[] bytes, Extent part) {
        int at = part.from();
        while (bytes[at] != '{') {
            at++;
        }
        return at;
    }

    private static Member member(JsonParser parser, int shift, Set<String> lists) throws IOException {
        String name = parser.currentName();
        int nameFrom = start(parser) + shift;
        JsonToken kind = parser.nextToken();
        int from = start(parser) + shift;
        List<Extent> elements = new ArrayList<>();
        if (kind == JsonToken.START_ARRAY && lists.contains(name)) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int begin = start(parser) + shift;
                elements.add(new Extent(begin, skip(parser) + shift));
            }
        }
        return new Member(name, nameFrom, new Extent(from, skip(parser) + shift), kind, elements);
    }

    /** Moves to the end of the value that has begun, and says where that is. */
    private static int skip(JsonParser parser) throws IOException {
        parser.skipChildren();
        parser.finishToken();
        return end(parser);
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** An object of its own with the members of these names, without those that take more than {@value #LONGEST_KEPT} bytes. */
    public JsonScan only(List<String> names) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write('{');
        for (String name : names) {
            member(name)
                    .map(Member::value)
                    .filter(value -> value.length() <= LONGEST_KEPT)
                    .ifPresent(value -> {
                        kept.writeBytes(((kept.size() == 1 ? "\"" : ",\"") + name + "\":").getBytes(US_ASCII));
                        kept.write(bytes, value.from(), value.length());
                    });
        }
        kept.write('}');
        try {
            return of(kept.toByteArray(), Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException("members of a body that was scanned cannot be scanned", e);
        }
    }

    public byte[] bytes() {
        return bytes;
    }

    public Extent object() {
        return object;
    }

    /** All members in order; a name may stand there twice. */
    public List<Member> members() {
        return members;
    }

    /** The member of this name; of several the last, as most readers of JSON have it. */
    public Optional<Member> member(String name) {
        for (int position = members.size() - 1; position >= 0; position--) {
            if (members.get(position).name().equals(name)) {
                return Optional.of(members.get(position));
            }
        }
        return Optional.empty();
    }

    /** The decoded value of a member; missing if there is none. */
    public JsonNode value(String name) {
        return member(name).map(member -> value(member.value())).orElse(JsonText.missing());
    }

    /** The decoded text of a member; empty if it is none. */
    public String text(String name) {
        return member(name)
                .filter(Member::isString)
                .map(member -> value(member.value()).asText())
                .orElse("");
    }

    /** True if these ASCII characters stand in a place as they are. */
    public boolean contains(Extent place, String ascii) {
        byte[] sought = ascii.getBytes(US_ASCII);
        int last = place.to() - sought.length;
        for (int at = place.from(); at <= last; at++) {
            if (bytes[at] == sought[0] && Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                return true;
            }
        }
        return false;
    }

    /** The same where it is short enough to be looked through for a few words; else missing. */
    public JsonNode glance(Extent place) {
        return place.length() > LONGEST_GLANCE ? JsonText.missing() : value(place);
    }

    /** The decoded value at a place that this scan has told. */
    public JsonNode value(Extent place) {
        try {
            return JsonText.parse(bytes, place.from(), place.length());
        } catch (IOException e) {
            // The scan skips over numbers that no reader of ours can hold.
            return JsonText.object().textNode(new String(bytes, place.from(), place.length(), UTF_8));
        }
    }
}
