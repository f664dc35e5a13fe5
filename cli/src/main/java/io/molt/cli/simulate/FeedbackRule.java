package io.molt.cli.simulate;

import java.util.SplittableRandom;

/** What a simulated user says where nobody can check the answer. */
enum FeedbackRule {
    RIGHT,
    WRONG,
    /** Right and wrong in turn; the seed says which comes first. */
    ALTERNATE;

    /** Whether round {@code index} (0, 1, 2, ... over all files) gets the feedback of a right answer. */
    boolean saysRight(int index, long seed) {
        return switch (this) {
            case RIGHT -> true;
            case WRONG -> false;
            case ALTERNATE -> (index % 2 == 0) == new SplittableRandom(seed).nextBoolean();
        };
    }
}
