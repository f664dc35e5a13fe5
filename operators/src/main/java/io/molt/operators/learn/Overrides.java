package io.molt.operators.learn;

import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.control.ControlRecord;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What control entries have changed, by name: mode, method, size, minSize, maxWait, gate. A bad value changes nothing. */
public final class Overrides {

    private static final String GATE = "gate";

    private Overrides() {}

    /** The overrides after one more command. */
    public static Map<String, String> after(Map<String, String> overrides, ControlRecord command) {
        Map<String, String> next = new LinkedHashMap<>(overrides);
        switch (command.kind()) {
            case SET_MODE, SET_METHOD, SET_BATCH -> command.arguments().forEach((name, value) -> {
                if (isSetting(name)) {
                    next.put(name, value);
                }
            });
            case GATE_OPENED -> next.put(GATE, "open");
            case GATE_CLOSED -> next.put(GATE, "closed");
            case TRAIN_NOW, PIN, ROLLBACK, FORGET -> {}
        }
        return next;
    }

    static LearnSettings apply(LearnSettings configured, Map<String, String> overrides) {
        StepSettings step = configured.step();
        Method method = read(overrides, "method", step.method(), name -> Method.valueOf(upper(name)));
        return new LearnSettings(
                read(overrides, "mode", configured.mode(), name -> Mode.valueOf(upper(name))),
                new StepSettings(
                        method,
                        step.loss(),
                        step.passes(),
                        step.learningRate(),
                        step.klToBase(),
                        step.rank(),
                        step.alpha()),
                configured.advantages(),
                apply(configured.batches(), overrides),
                configured.evolution(),
                configured.quality(),
                configured.maxLag(),
                configured.seed());
    }

    static BatchRule apply(BatchRule configured, Map<String, String> overrides) {
        return new BatchRule(
                read(overrides, "size", configured.size(), Overrides::size),
                read(overrides, "minSize", configured.minSize(), Overrides::size),
                read(overrides, "maxWait", configured.maxWait(), Overrides::millis),
                configured.minStepInterval());
    }

    /** Whether training may run: always in mode rl, in mode auto only while control has opened the gate. */
    static boolean gateOpen(Mode mode, Map<String, String> overrides) {
        return switch (mode) {
            case RL -> true;
            case SKILLS_ONLY -> false;
            case AUTO -> Optional.ofNullable(overrides.get(GATE)).equals(Optional.of("open"));
        };
    }

    private static boolean isSetting(String name) {
        return switch (name) {
            case "mode", "method", "size", "minSize", "maxWait" -> true;
            default -> false;
        };
    }

    private static <T> T read(Map<String, String> overrides, String name, T configured, Function<String, T> parse) {
        String value = overrides.get(name);
        if (value == null) {
            return configured;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            return configured;
        }
    }

    private static int size(String text) {
        int size = Integer.parseInt(text);
        if (size < 1 || size > 4096) {
            throw new IllegalArgumentException("a batch has 1 to 4096 turns");
        }
        return size;
    }

    /** One that fits into milliseconds. */
    private static Duration millis(String text) {
        return Duration.ofMillis(Duration.parse(text).toMillis());
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
