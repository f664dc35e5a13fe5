package io.molt.operators.judge;

import io.molt.schemas.log.Vote;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Says how well a turn went. The boundary between the stream and whoever judges: rules in this process, or a model. */
public interface Judge extends AutoCloseable {

    /**
     * Asks for votes, without blocking.
     *
     * @return all votes, also the invalid ones; fails if the judge could not be asked at all
     */
    CompletionStage<List<Vote>> votes(JudgeInput input);

    /** Name, version and settings: what else the votes depend on. */
    String fingerprint();

    @Override
    default void close() throws IOException {}

    /** Makes the judge where it works; travels with the job. */
    interface Factory extends Serializable {
        Judge create();
    }
}
