package io.molt.policy.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.policy.files.Dtype;
import io.molt.policy.files.DurableFiles;
import io.molt.policy.files.MalformedFile;
import io.molt.policy.files.Safetensors;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.Projection;
import io.molt.schemas.adapter.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of one adapter version, as PEFT, vLLM and SGLang read them, and the learner beside them. */
public final class AdapterDirectory {

    public static final String WEIGHTS = "adapter_model.safetensors";
    public static final String CONFIG = "adapter_config.json";
    public static final String LEARNER = "learner.arrow";

    private static final String PEFT_PREFIX = "base_model.model.";

    private AdapterDirectory() {}

    /**
     * Writes everything and flushes it to disk.
     *
     * @param directory made if it is not there
     * @param baseModel what adapter_config.json says the adapter belongs to
     * @return the files, in the order of their names
     */
    public static List<FileDigest> write(Path directory, LearnerState learner, String baseModel) throws IOException {
        Files.createDirectories(directory);
        SortedMap<String, Tensor> weights = new TreeMap<>();
        learner.adapter().tensors().forEach((name, tensor) -> weights.put(PEFT_PREFIX + name, tensor));
        byte[] config = config(learner.adapter(), baseModel).getBytes(StandardCharsets.UTF_8);
        DurableFiles.write(directory.resolve(CONFIG), config);
        Safetensors.write(directory.resolve(WEIGHTS), weights, Dtype.F32, Map.of("format", "pt"));
        DurableFiles.write(directory.resolve(LEARNER), LearnerArrow.write(learner));
        DurableFiles.flushDirectory(directory.toAbsolutePath().getParent());
        return List.of(
                DurableFiles.digest(directory.resolve(CONFIG)),
                DurableFiles.digest(directory.resolve(WEIGHTS)),
                DurableFiles.digest(directory.resolve(LEARNER)));
    }

    /** The adapter alone, which is all that serving needs. */
    public static LoraAdapter readAdapter(Path directory) throws IOException {
        JsonNode config = new JsonMapper().readTree(Files.readString(directory.resolve(CONFIG)));
        int rank = config.path("r").asInt();
        double alpha = config.path("lora_alpha").asDouble();
        if (!config.path("peft_type").asText().equals("LORA") || rank < 1 || !(alpha > 0)) {
            throw new MalformedFile(CONFIG + " must describe a LORA adapter with r and lora_alpha");
        }
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (Map.Entry<String, Tensor> tensor :
                Safetensors.read(directory.resolve(WEIGHTS)).entrySet()) {
            if (!tensor.getKey().startsWith(PEFT_PREFIX)) {
                throw new MalformedFile(WEIGHTS + " has a tensor that is none of PEFT's: " + tensor.getKey());
            }
            tensors.put(tensor.getKey().substring(PEFT_PREFIX.length()), tensor.getValue());
        }
        try {
            return LoraAdapter.of(rank, alpha, tensors);
        } catch (IllegalArgumentException e) {
            throw new MalformedFile(WEIGHTS + " is no adapter: " + e.getMessage());
        }
    }

    /** Everything that the next step starts from. */
    public static LearnerState readLearner(Path directory) throws IOException {
        return readLearner(Files.readAllBytes(directory.resolve(LEARNER)));
    }

    /** The same out of the content of {@link #LEARNER}, wherever it lies. */
    public static LearnerState readLearner(byte[] learner) throws IOException {
        return LearnerArrow.read(learner);
    }

    /** True if every file is there with the content that was written. */
    public static boolean matches(Path directory, List<FileDigest> files) throws IOException {
        for (FileDigest file : files) {
            Path path = directory.resolve(file.name());
            if (!Files.exists(path) || !DurableFiles.digest(path).equals(file)) {
                return false;
            }
        }
        return true;
    }

    private static String config(LoraAdapter adapter, String baseModel) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", baseModel)
                .put("r", adapter.rank());
        if (adapter.alpha() == Math.rint(adapter.alpha())) {
            root.put("lora_alpha", (int) adapter.alpha());
        } else {
            root.put("lora_alpha", adapter.alpha());
        }
        root.put("lora_dropout", 0.0)
                .put("bias", "none")
                .put("inference_mode", true)
                .put("fan_in_fan_out", false)
                .put("init_lora_weights", true)
                .put("use_rslora", false)
                .put("use_dora", false)
                .putNull("modules_to_save");
        ArrayNode modules = root.putArray("target_modules");
        for (Projection projection : Projection.values()) {
            modules.add(projection.module());
        }
        return root.toPrettyString() + "\n";
    }
}
