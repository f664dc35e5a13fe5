package io.molt.policy.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.molt.policy.files.MalformedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A byte-level BPE vocabulary. Safe for use by several threads. What it encodes is always plain text: the special
 * tokens have ids of their own, which no text becomes.
 */
public final class Tokenizer {

    private final HuggingFaceTokenizer bpe;
    private final byte[][] bytes;
    private final Map<String, Integer> specials;
    private final Pattern anySpecial;

    private Tokenizer(HuggingFaceTokenizer bpe, byte[][] bytes, Map<String, Integer> specials) {
        this.bpe = bpe;
        this.bytes = bytes;
        this.specials = specials;
        this.anySpecial =
                Pattern.compile(specials.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** Reads a tokenizer.json. */
    public static Tokenizer read(Path file) throws IOException {
        JsonNode root = new JsonMapper().readTree(Files.readString(file));
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!root.path("decoder").path("type").asText().equals("ByteLevel") || !vocabulary.isObject()) {
            throw new MalformedFile(file.getFileName() + " must be a byte-level BPE tokenizer");
        }
        Map<String, Integer> specials = new HashMap<>();
        for (JsonNode added : root.path("added_tokens")) {
            specials.put(added.path("content").asText(), added.path("id").asInt());
        }
        for (String special : SpecialTokens.ALL) {
            if (!specials.containsKey(special)) {
                throw new MalformedFile(file.getFileName() + " lacks the token " + special);
            }
        }
        HuggingFaceTokenizer bpe = HuggingFaceTokenizer.builder()
                .optTokenizerPath(file)
                .optAddSpecialTokens(false)
                .optTruncation(false)
                .optPadding(false)
                .build();
        return new Tokenizer(bpe, bytes(vocabulary, specials), specials);
    }

    private static byte[][] bytes(JsonNode vocabulary, Map<String, Integer> specials) throws MalformedFile {
        byte[][] bytes = new byte[vocabulary.size() + specials.size()][];
        for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
            int id = token.getValue().asInt(-1);
            if (id < 0 || id >= bytes.length) {
                throw new MalformedFile("token ids must be from 0 to " + (bytes.length - 1) + ", but one was " + id);
            }
            bytes[id] = new byte[token.getKey().length()];
            for (int i = 0; i < bytes[id].length; i++) {
                bytes[id][i] = (byte) ByteAlphabet.toByte(token.getKey().charAt(i));
            }
        }
        return bytes;
    }

    /** The tokens of plain text. */
    public int[] encode(String text) {
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        Matcher special = anySpecial.matcher(text);
        while (special.find()) { // cut after its first character, so that the library does not see it
            parts.add(encodePlain(text.substring(from, special.start() + 1)));
            from = special.start() + 1;
        }
        parts.add(encodePlain(text.substring(from)));
        return TokenIds.concat(parts.toArray(int[][]::new));
    }

    private int[] encodePlain(String text) {
        long[] ids = bpe.encode(text).getIds();
        int[] tokens = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = (int) ids[i];
        }
        return tokens;
    }

    /** The text of tokens; special tokens have none, and bytes that are no UTF-8 become U+FFFD. */
    public String decode(int[] tokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int token : tokens) {
            text.writeBytes(bytes(token));
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** The bytes that a token stands for; none for a special token. */
    public byte[] bytes(int token) {
        if (token < 0 || token >= bytes.length) {
            throw new IllegalArgumentException("tokens are from 0 to " + (bytes.length - 1) + ", but one was " + token);
        }
        return bytes[token] == null ? new byte[0] : bytes[token].clone();
    }

    /** The id of a special token. */
    public int id(String special) {
        if (!specials.containsKey(special)) {
            throw new IllegalArgumentException(special + " is no special token of this vocabulary");
        }
        return specials.get(special);
    }

    /** The token that ends a reply. */
    public int endOfTurn() {
        return id(SpecialTokens.END_OF_TURN);
    }

    /** The token that ends everything. */
    public int endOfText() {
        return id(SpecialTokens.END_OF_TEXT);
    }

    /** How many ids there are, special tokens included. */
    public int vocabSize() {
        return bytes.length;
    }
}
