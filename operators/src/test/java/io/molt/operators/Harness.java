package io.molt.operators;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** Runs one operator as Flink would, without Flink: no type may fall to Kryo. */
public final class Harness {

    private static final int KEY_GROUPS = 128;

    private Harness() {}

    public static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> fresh(
            KeyedProcessFunction<String, I, O> function, KeySelector<I, String> key) throws Exception {
        return restored(function, key, null, 1, 0);
    }

    /** Flink reads a null snapshot as a first start. */
    public static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> restored(
            KeyedProcessFunction<String, I, O> function,
            KeySelector<I, String> key,
            OperatorSubtaskState snapshot,
            int subtasks,
            int subtask)
            throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), key, Types.STRING, KEY_GROUPS, subtasks, subtask);
        refuseKryo(harness);
        harness.initializeState(snapshot);
        harness.open();
        return harness;
    }

    public static void refuseKryo(AbstractStreamOperatorTestHarness<?> harness) {
        Configuration noKryo = new Configuration().set(PipelineOptions.GENERIC_TYPES, false);
        harness.getExecutionConfig().configure(noKryo, Harness.class.getClassLoader());
    }

    /** The part of a snapshot that one of two subtasks restores. */
    public static OperatorSubtaskState half(OperatorSubtaskState snapshot, int subtask) throws Exception {
        return AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot, KEY_GROUPS, 1, 2, subtask);
    }
}
