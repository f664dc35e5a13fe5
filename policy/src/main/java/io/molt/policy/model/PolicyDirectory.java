package io.molt.policy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.policy.files.Dtype;
import io.molt.policy.files.DurableFiles;
import io.molt.policy.files.MalformedFile;
import io.molt.policy.files.Safetensors;
import io.molt.policy.files.Tensor;
import io.molt.policy.text.ChatTemplate;
import io.molt.policy.text.SpecialTokens;
import io.molt.policy.text.Tokenizer;
import io.molt.schemas.adapter.Fingerprints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/**
 * An opened policy.
 *
 * @param path its directory
 * @param config its size
 * @param tokenizer its vocabulary
 * @param weights by Hugging Face name, F32; nobody may write to them
 */
public record PolicyDirectory(Path path, PolicyConfig config, Tokenizer tokenizer, SortedMap<String, Tensor> weights) {

    public static final String CONFIG = "config.json";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    public static final String WEIGHTS = "model.safetensors";

    /** Opens and checks a directory. */
    public static PolicyDirectory open(Path path) throws IOException {
        PolicyConfig config = PolicyConfig.parse(Files.readString(path.resolve(CONFIG)));
        JsonNode tokenizerConfig = new JsonMapper().readTree(Files.readString(path.resolve(TOKENIZER_CONFIG)));
        if (!tokenizerConfig.path("chat_template").asText().equals(ChatTemplate.JINJA)) {
            throw new MalformedFile(TOKENIZER_CONFIG + " must have the ChatML template, the only one understood here");
        }
        Tokenizer tokenizer = Tokenizer.read(path.resolve(TOKENIZER));
        if (tokenizer.vocabSize() > config.vocabSize()) {
            throw new MalformedFile(
                    "the tokenizer has " + tokenizer.vocabSize() + " tokens, the model only " + config.vocabSize());
        }
        SortedMap<String, Tensor> weights = Safetensors.read(path.resolve(WEIGHTS));
        for (Map.Entry<String, int[]> expected : WeightNames.shapes(config).entrySet()) {
            Tensor weight = weights.get(expected.getKey());
            if (weight == null || !Arrays.equals(weight.shape(), expected.getValue())) {
                throw new MalformedFile(WEIGHTS + " needs " + expected.getKey() + " of shape "
                        + Arrays.toString(expected.getValue()) + ", but has " + weight);
            }
        }
        return new PolicyDirectory(path, config, tokenizer, weights);
    }

    /** Writes a policy; the weights are stored as BF16. */
    public static void write(Path path, PolicyConfig config, String tokenizerJson, SortedMap<String, Tensor> weights)
            throws IOException {
        Files.createDirectories(path);
        DurableFiles.write(path.resolve(CONFIG), config.toJson().getBytes(StandardCharsets.UTF_8));
        DurableFiles.write(path.resolve(TOKENIZER), tokenizerJson.getBytes(StandardCharsets.UTF_8));
        DurableFiles.write(
                path.resolve(TOKENIZER_CONFIG), tokenizerConfig(config).getBytes(StandardCharsets.UTF_8));
        Safetensors.write(path.resolve(WEIGHTS), weights, Dtype.BF16, Map.of("format", "pt"));
    }

    private static String tokenizerConfig(PolicyConfig config) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("add_bos_token", false)
                .put("clean_up_tokenization_spaces", false)
                .put("eos_token", SpecialTokens.END_OF_TURN)
                .put("pad_token", SpecialTokens.END_OF_TEXT)
                .put("model_max_length", config.contextLength())
                .put("chat_template", ChatTemplate.JINJA);
        return root.toPrettyString() + "\n";
    }

    /** The chat template of this policy. */
    public ChatTemplate template() {
        return new ChatTemplate(tokenizer);
    }

    /** What these files are, together with the backend that trains them. */
    public Fingerprints fingerprints(String backend) throws IOException {
        return new Fingerprints(
                DurableFiles.digest(path.resolve(WEIGHTS)).sha256(),
                DurableFiles.digest(path.resolve(TOKENIZER)).sha256(),
                DurableFiles.sha256(ChatTemplate.JINJA.getBytes(StandardCharsets.UTF_8)),
                backend);
    }
}
