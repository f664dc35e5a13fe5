package io.molt.policy.model;

import io.molt.policy.files.DurableFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The built-in policy: 0.92 million weights that know office requests, pre-trained by {@code molt pretrain-tiny}. */
public final class TinyPolicy {

    /** The size that {@code molt pretrain-tiny} trains. */
    public static final PolicyConfig CONFIG =
            new PolicyConfig(4, 128, 384, 1024, new Attention(4, 2, 32, 10_000), 1e-6, 2048);

    private static final String RESOURCES = "/io/molt/policy/tiny/";

    private TinyPolicy() {}

    /** Writes the policy's files into {@code directory}, and leaves those alone that are there already as they should. */
    public static Path unpackTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String name : List.of(
                PolicyDirectory.CONFIG,
                PolicyDirectory.TOKENIZER,
                PolicyDirectory.TOKENIZER_CONFIG,
                PolicyDirectory.WEIGHTS)) {
            byte[] bytes = resource(name);
            Path file = directory.resolve(name);
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
                DurableFiles.write(file, bytes);
            }
        }
        return directory;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = TinyPolicy.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new FileNotFoundException("the built-in policy lacks " + name);
            }
            return in.readAllBytes();
        }
    }
}
