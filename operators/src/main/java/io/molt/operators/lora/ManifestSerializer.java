package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Manifests in checkpoints, in the form of their topic; older releases stay readable there. */
final class ManifestSerializer implements SimpleVersionedSerializer<AdapterVersion> {

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(AdapterVersion version) {
        return Codecs.ADAPTERS.encode(version);
    }

    @Override
    public AdapterVersion deserialize(int version, byte[] bytes) throws IOException {
        try {
            return Codecs.ADAPTERS.decode(bytes);
        } catch (UnreadableRecord e) {
            throw new IOException("a manifest in the checkpoint is broken", e);
        }
    }
}
