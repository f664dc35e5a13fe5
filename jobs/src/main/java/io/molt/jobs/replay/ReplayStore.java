package io.molt.jobs.replay;

import io.molt.jobs.learn.StoreLocation;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.OverlayFiles;

/**
 * The store of a replay, which reads what the window began with from the live store.
 *
 * @param own where the replay writes
 * @param published the live store, which is only read
 */
record ReplayStore(StoreLocation own, StoreLocation published) implements AdapterStore.Location {

    @Override
    public AdapterStore open() {
        return new AdapterStore(
                new OverlayFiles(own.open().files(), published.open().files()));
    }

    @Override
    public boolean fork() {
        return false;
    }
}
