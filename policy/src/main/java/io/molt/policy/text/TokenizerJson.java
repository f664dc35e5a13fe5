package io.molt.policy.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Writes merges as a tokenizer.json that every Hugging Face tokenizer reads. */
public final class TokenizerJson {

    private static final int BYTES = 256;

    private TokenizerJson() {}

    /** The file's text: 256 bytes, the merges, then the special tokens, in the order of their ids. */
    public static String of(List<int[]> merges) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        int id = BYTES + merges.size();
        for (String special : SpecialTokens.ALL) {
            added.addObject()
                    .put("id", id++)
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putNull("normalizer");
        ObjectNode preTokenizer = root.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = preTokenizer.putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", BpeTrainer.PIECES);
        split.put("behavior", "Isolated").put("invert", false);
        byteLevel(steps.addObject());
        byteLevel(root.putObject("post_processor"));
        byteLevel(root.putObject("decoder"));
        model(root.putObject("model"), merges);
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values did not become JSON", e);
        }
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }

    private static void model(ObjectNode model, List<int[]> merges) {
        List<String> tokens = new ArrayList<>();
        for (int b = 0; b < BYTES; b++) {
            tokens.add(String.valueOf(ByteAlphabet.toChar(b)));
        }
        model.put("type", "BPE")
                .putNull("dropout")
                .putNull("unk_token")
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "")
                .put("fuse_unk", false)
                .put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        ArrayNode lines = model.putArray("merges");
        for (int[] merge : merges) {
            String left = tokens.get(merge[0]);
            String right = tokens.get(merge[1]);
            lines.add(left + " " + right);
            tokens.add(left + right);
        }
        for (int i = 0; i < tokens.size(); i++) {
            vocabulary.put(tokens.get(i), i);
        }
    }
}
