package io.molt.operators.replay;

import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.TrainAdapter;
import io.molt.operators.lora.TrainingHead;
import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;

/**
 * Where the training of a replay begins. Copies the manifests of the versions before it into the replay's own store, so
 * that rollbacks find them and the store tells the whole history.
 *
 * @param published the live store; it is only read
 * @param own the replay's store
 */
public record ReplayBeginning(AdapterStore.Location published, AdapterStore.Location own, ReplayScope scope)
        implements TrainAdapter.Beginning {

    @Override
    public TrainingHead of(String agentId) throws IOException {
        ReplayWindow window = ReplayWindow.of(published.open(), agentId, scope);
        AdapterStore store = own.open();
        for (AdapterVersion version : window.heads()) {
            store.publish(version);
        }
        return window.start();
    }
}
