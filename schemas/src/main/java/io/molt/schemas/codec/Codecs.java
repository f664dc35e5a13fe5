package io.molt.schemas.codec;

import io.molt.schemas.Rejected;
import io.molt.schemas.SealedRecord;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.TurnEvent;

/** One codec per topic, and one for what is sealed. */
public final class Codecs {

    public static final Codec<TurnEvent> TURNS = Codec.of(TurnEvent.class);
    public static final Codec<LogEntry> SCORED = Codec.of(LogEntry.class);
    public static final Codec<ControlRecord> CONTROL = Codec.of(ControlRecord.class);
    public static final Codec<SkillVersion> SKILLS = Codec.of(SkillVersion.class);
    public static final Codec<AdapterVersion> ADAPTERS = Codec.of(AdapterVersion.class);
    /** On {@code adapters}, beside the versions themselves: whether they could be served. */
    public static final Codec<AdapterServing> SERVING = Codec.of(AdapterServing.class);

    public static final Codec<Rejected> REJECTED = Codec.of(Rejected.class);
    /** On {@code turns} and {@code scored}: a record whose content is encrypted. */
    public static final Codec<SealedRecord> SEALED = Codec.of(SealedRecord.class);
    /** No topic: between LearnJob's fold and its sink. */
    public static final Codec<TrainingBatch> BATCHES = Codec.of(TrainingBatch.class);

    private Codecs() {}
}
