package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;

/** The store has a version that this log has not made: it is beyond the restored state, or belongs to somebody else. */
public final class StoreOfAnotherLog extends IllegalStateException {

    private static final long serialVersionUID = 1;

    StoreOfAnotherLog(String store, AdapterVersion existing) {
        super("the store " + store + " has " + existing.policy() + ", which this log has not made: start with the log"
                + " that made it, with an empty adapters.directory, or with adapters.fork=true, which moves "
                + existing.policy() + " and everything newer aside");
    }
}
