package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.io.Serializable;

/** Tells everybody that a version exists. The boundary between the store and the topic of adapters. */
public interface Announcer extends AutoCloseable {

    /** Where nobody needs to know. */
    Announcer NOBODY = new Announcer() {
        @Override
        public void announce(AdapterVersion version) {}

        @Override
        public void retract(AdapterVersion version) {}
    };

    /** Returns when the announcement is safe. */
    void announce(AdapterVersion version) throws IOException;

    /** Takes an announcement back: the version has left the store. Returns when that is safe. */
    void retract(AdapterVersion version) throws IOException;

    @Override
    default void close() {}

    /** Makes the announcer where it works; travels with the job. */
    interface Factory extends Serializable {
        Announcer create();
    }
}
