package io.molt.schemas;

import java.util.List;

/** The topics, named once. Retention, compaction and partitions are set where topics are created. */
public final class Topics {

    public static final String TURNS = "molt.turns";
    public static final String SCORED = "molt.scored";
    public static final String CONTROL = "molt.control";
    public static final String SKILLS = "molt.skills";
    public static final String ADAPTERS = "molt.adapters";
    public static final String REJECTED = "molt.rejected";

    public static final List<String> ALL = List.of(TURNS, SCORED, CONTROL, SKILLS, ADAPTERS, REJECTED);

    /** Topics of versioned facts, of which the newest per key is kept for ever. */
    public static final List<String> COMPACTED = List.of(CONTROL, SKILLS, ADAPTERS);

    private Topics() {}
}
