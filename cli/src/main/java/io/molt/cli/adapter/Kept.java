package io.molt.cli.adapter;

import io.molt.operators.lora.AdapterStore;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.FileDigest;
import java.io.IOException;

/** What retention has left of a version, most first. */
enum Kept {
    /** It can be served and trained from. */
    EVERYTHING,
    /** It can be served. */
    WEIGHTS,
    /** Its manifest says what it was. */
    NOTHING;

    static Kept of(AdapterStore store, AdapterVersion version) throws IOException {
        if (store.holds(version.files())) {
            return EVERYTHING;
        }
        for (FileDigest file : version.files().files()) {
            boolean needed = !file.name().equals(AdapterDirectory.LEARNER);
            if (needed
                    && store.files()
                            .read(version.files().directory() + "/" + file.name())
                            .isEmpty()) {
                return NOTHING;
            }
        }
        return WEIGHTS;
    }

    /** True if as much is there, or more. */
    boolean includes(Kept needed) {
        return compareTo(needed) <= 0;
    }

    @Override
    public String toString() {
        return switch (this) {
            case EVERYTHING -> "all kept";
            case WEIGHTS -> "weights kept";
            case NOTHING -> "gone";
        };
    }
}
