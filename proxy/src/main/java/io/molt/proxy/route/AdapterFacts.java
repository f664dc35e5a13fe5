package io.molt.proxy.route;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.util.Optional;

/** The topic of adapters: versions, and what became of them in serving. */
public record AdapterFacts(AdapterSwap swap) implements TopicTail.Reading<Record>, TopicTail.Listener<Record> {

    public AdapterFacts {
        requireNonNull(swap, "swap");
    }

    @Override
    public Optional<Record> read(byte[] key, byte[] value) throws UnreadableRecord {
        return Optional.of(Codecs.SERVING.claims(value) ? Codecs.SERVING.decode(value) : Codecs.ADAPTERS.decode(value));
    }

    @Override
    public void record(Record fact) {
        if (fact instanceof AdapterVersion version) {
            swap.record(version);
        } else if (fact instanceof AdapterServing serving) {
            swap.record(serving);
        }
    }

    @Override
    public void gone(String key) {
        swap.gone(key);
    }

    @Override
    public void idle() {
        swap.idle();
    }
}
