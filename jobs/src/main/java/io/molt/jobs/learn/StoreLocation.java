package io.molt.jobs.learn;

import io.molt.operators.lora.AdapterStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where adapters lie.
 *
 * @param uri a directory of this machine, or an address of a file system that Flink knows, such as {@code s3://bucket/dir}
 * @param fork true to move versions aside that another log made; false to refuse to go on
 */
public record StoreLocation(String uri, boolean fork) implements AdapterStore.Location {

    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");

    public StoreLocation {
        uri = ADDRESS.matcher(uri).matches()
                ? uri
                : Path.of(uri).toAbsolutePath().toString();
    }

    /** A store for reading, and for pins. */
    public static AdapterStore open(String uri) {
        return new StoreLocation(uri, false).open();
    }

    @Override
    public AdapterStore open() {
        if (!ADDRESS.matcher(uri).matches()) {
            return new AdapterStore(Path.of(uri));
        }
        URI address = URI.create(uri);
        return address.getScheme().toLowerCase(Locale.ROOT).equals("file")
                ? new AdapterStore(Path.of(address.getPath()))
                : new AdapterStore(new FlinkFiles(uri));
    }
}
