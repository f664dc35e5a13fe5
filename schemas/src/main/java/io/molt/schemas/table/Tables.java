package io.molt.schemas.table;

import io.molt.schemas.Rejected;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tables, named once. */
public final class Tables {

    public static final String MESSAGES = "messages";
    public static final String TURNS = "turns";
    public static final String TRAJECTORIES = "trajectories";
    public static final String SCORED_TURNS = "scored_turns";
    public static final String JUDGEMENTS = "judgements";
    public static final String OUTCOMES = "outcomes";
    public static final String CONTROL = "control";
    public static final String BATCHES = "batches";
    public static final String STEPS = "steps";
    public static final String SKILLS = "skills";
    public static final String ADAPTERS = "adapters";
    public static final String SERVING = "serving";
    public static final String REJECTED = "rejected";

    /** The record behind each table, in the order in which people read about them. */
    public static final Map<String, Class<? extends Record>> ROWS = rows();

    private Tables() {}

    private static Map<String, Class<? extends Record>> rows() {
        Map<String, Class<? extends Record>> rows = new LinkedHashMap<>();
        rows.put(MESSAGES, MessageRow.class);
        rows.put(TURNS, TurnRow.class);
        rows.put(TRAJECTORIES, TrajectoryRow.class);
        rows.put(SCORED_TURNS, ScoredTurnRow.class);
        rows.put(JUDGEMENTS, JudgementRow.class);
        rows.put(OUTCOMES, Outcome.class);
        rows.put(CONTROL, ControlRow.class);
        rows.put(BATCHES, BatchRow.class);
        rows.put(STEPS, StepRow.class);
        rows.put(SKILLS, SkillVersion.class);
        rows.put(ADAPTERS, AdapterRow.class);
        rows.put(SERVING, AdapterServing.class);
        rows.put(REJECTED, Rejected.class);
        return Collections.unmodifiableMap(rows);
    }
}
