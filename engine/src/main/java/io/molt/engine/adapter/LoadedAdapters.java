package io.molt.engine.adapter;

import io.molt.engine.request.InvalidRequest;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.model.PolicyConfig;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Adapters by the name they are served by. Thread-safe; whoever holds an adapter keeps it when it is taken out. */
public final class LoadedAdapters {

    private final PolicyConfig config;
    private final Path root;
    private final Set<String> reserved;
    private final ConcurrentSkipListMap<String, Loaded> byName = new ConcurrentSkipListMap<>();

    private record Loaded(Path path, LoraAdapter adapter) {}

    /**
     * None is loaded.
     *
     * @param root the only directory to load from
     * @param reserved names of the policy itself
     */
    public LoadedAdapters(PolicyConfig config, Path root, Set<String> reserved) {
        this.config = config;
        this.root = root;
        this.reserved = Set.copyOf(reserved);
    }

    /** Reads an adapter and serves it from now on; the same once more changes nothing. */
    public void load(String name, String path) throws InvalidRequest {
        if (name.isBlank() || path.isBlank()) {
            throw new InvalidRequest(400, "", "", "Both 'lora_name' and 'lora_path' must be provided.");
        }
        if (reserved.contains(name)) {
            throw new InvalidRequest(400, "lora_name", "", "The name '" + name + "' is that of the policy itself.");
        }
        Path directory = below(root, path);
        Loaded known = byName.get(name);
        if (known != null && known.path().equals(directory)) {
            return;
        }
        if (known != null) {
            throw new InvalidRequest(
                    400, "lora_name", "", "The lora adapter '" + name + "' has already been loaded from elsewhere.");
        }
        byName.putIfAbsent(name, new Loaded(directory, read(directory)));
    }

    private LoraAdapter read(Path directory) throws InvalidRequest {
        try {
            return AdapterDirectory.readAdapter(directory).fitting(config);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidRequest(400, "lora_path", "", "The lora adapter cannot be read: " + e.getMessage());
        }
    }

    /** Takes an adapter out. */
    public void unload(String name) throws InvalidRequest {
        if (byName.remove(name) == null) {
            throw new InvalidRequest(404, "lora_name", "", "The lora adapter '" + name + "' cannot be found.");
        }
    }

    public Optional<LoraAdapter> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(Loaded::adapter);
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    private static Path below(Path root, String path) throws InvalidRequest {
        InvalidRequest elsewhere =
                new InvalidRequest(404, "lora_path", "", "There is no such adapter below the adapter directory.");
        try {
            Path real = root.resolve(path).toRealPath();
            if (real.startsWith(root.toRealPath())) {
                return real;
            }
            throw elsewhere;
        } catch (IOException | InvalidPathException e) {
            throw elsewhere;
        }
    }
}
