package io.molt.proxy.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;

/** Redacts strings and names in JSON; all else stays as it was written, but for blanks. */
record JsonStrings(Redaction redaction) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The same instance if nothing was found; what is no JSON is redacted as text. */
    String redact(String json) {
        StringWriter written = new StringWriter(json.length());
        boolean found = false;
        try (JsonParser parser = FACTORY.createParser(json);
                JsonGenerator generator = FACTORY.createGenerator(written)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String name = redaction.text(parser.currentName());
                    found |= !name.equals(parser.currentName());
                    generator.writeFieldName(name);
                } else if (token == JsonToken.VALUE_STRING) {
                    String value = value(parser.currentName(), parser.getText());
                    found |= !value.equals(parser.getText());
                    generator.writeString(value);
                } else if (token.isNumeric()) {
                    generator.writeNumber(parser.getText());
                } else {
                    generator.copyCurrentEvent(parser);
                }
            }
        } catch (IOException e) {
            return redaction.text(json);
        }
        return found ? written.toString() : json;
    }

    /** A value may be a secret only because of its name. */
    private String value(String name, String value) {
        String redacted = redaction.text(value);
        if (name == null || !redacted.equals(value)) {
            return redacted;
        }
        String before = name + "=\"";
        String together = redaction.text(before + value + '"');
        return together.startsWith(before) && together.endsWith("\"")
                ? together.substring(before.length(), together.length() - 1)
                : redacted;
    }
}
