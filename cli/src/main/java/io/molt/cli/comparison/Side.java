package io.molt.cli.comparison;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalDouble;

/** Which side a judge took. */
public enum Side {
    NEGATIVE("-1", 0),
    NEUTRAL("0", 1),
    POSITIVE("+1", 2),
    UNSCORED("unscored", 3);

    private final String label;
    private final int place;

    Side(String label, int place) {
        this.label = label;
        this.place = place;
    }

    /** Of a reward: its sign. */
    static Side of(OptionalDouble reward) {
        if (reward.isEmpty()) {
            return UNSCORED;
        }
        double value = reward.getAsDouble();
        return value < 0 ? NEGATIVE : value > 0 ? POSITIVE : NEUTRAL;
    }

    /** Row and column of a matrix of sides. */
    public int place() {
        return place;
    }

    @JsonValue
    public String label() {
        return label;
    }
}
