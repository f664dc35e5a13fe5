package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences side by side, and the positions whose next token is scored.
 *
 * <pre>
 * letter  shape    meaning
 * b                sequences
 * t                tokens of the longest sequence, less one: the last token has no successor
 * n                scored tokens of all sequences together, in order
 * ids     (b, t)   token ids, padded at the end with 0
 * rows    (n)      flat position in (b, t) that predicts each scored token
 * targets (n, 1)   the scored tokens
 * </pre>
 */
public final class TokenBatch {

    /**
     * One sequence.
     *
     * @param tokens prompt and replies
     * @param scored for each token, whether it is scored; the first never is
     * @param temperature divides the logits, above 0
     */
    public record Sequence(int[] tokens, boolean[] scored, double temperature) {

        public Sequence {
            if (tokens.length < 2 || tokens.length != scored.length || scored[0] || !(temperature > 0)) {
                throw new IllegalArgumentException("a sequence of " + tokens.length + " tokens at temperature "
                        + temperature + " cannot be scored");
            }
        }

        /** A prompt and the one reply that is scored, at temperature 1. */
        public static Sequence of(int[] prompt, int[] reply) {
            return of(prompt, reply, 1);
        }

        /** A prompt and the one reply that is scored. */
        public static Sequence of(int[] prompt, int[] reply, double temperature) {
            int[] tokens = new int[prompt.length + reply.length];
            boolean[] scored = new boolean[tokens.length];
            System.arraycopy(prompt, 0, tokens, 0, prompt.length);
            System.arraycopy(reply, 0, tokens, prompt.length, reply.length);
            Arrays.fill(scored, prompt.length, scored.length, true);
            return new Sequence(tokens, scored, temperature);
        }
    }

    private final int sequences;
    private final int length;
    private final long[] ids;
    private final long[] rows;
    private final long[] targets;
    private final int[] owner;
    private final float[] inverseTemperatures;

    public TokenBatch(List<Sequence> sequences) {
        this.sequences = sequences.size();
        this.length =
                sequences.stream().mapToInt(s -> s.tokens().length - 1).max().orElseThrow();
        this.ids = new long[this.sequences * length];
        int scored = 0;
        for (Sequence sequence : sequences) {
            for (boolean s : sequence.scored()) {
                scored += s ? 1 : 0;
            }
        }
        this.rows = new long[scored];
        this.targets = new long[scored];
        this.owner = new int[scored];
        this.inverseTemperatures = new float[scored];
        int n = 0;
        for (int b = 0; b < this.sequences; b++) {
            Sequence sequence = sequences.get(b);
            for (int i = 0; i < sequence.tokens().length; i++) {
                int token = sequence.tokens()[i];
                if (i < sequence.tokens().length - 1) {
                    ids[b * length + i] = token;
                }
                if (sequence.scored()[i]) {
                    rows[n] = (long) b * length + i - 1;
                    targets[n] = token;
                    inverseTemperatures[n] = (float) (1 / sequence.temperature());
                    owner[n++] = b;
                }
            }
        }
    }

    /** n. */
    public int scored() {
        return rows.length;
    }

    /** Which sequence scored token {@code n} belongs to. */
    public int owner(int n) {
        return owner[n];
    }

    /** The scored token {@code n}. */
    public int target(int n) {
        return (int) targets[n];
    }

    /** b times t: what a forward pass computes. */
    public int positions() {
        return ids.length;
    }

    /** Whether any temperature is not 1. */
    boolean isTempered() {
        for (float inverse : inverseTemperatures) {
            if (inverse != 1) {
                return true;
            }
        }
        return false;
    }

    /** (n, 1). */
    NDArray inverseTemperatures(NDManager scope) {
        return scope.create(inverseTemperatures, new Shape(inverseTemperatures.length, 1));
    }

    int sequences() {
        return sequences;
    }

    int length() {
        return length;
    }

    NDArray ids(NDManager scope) {
        return scope.create(ids, new Shape(sequences, length));
    }

    NDArray rows(NDManager scope) {
        return scope.create(rows, new Shape(rows.length));
    }

    NDArray targets(NDManager scope) {
        return scope.create(targets, new Shape(targets.length, 1));
    }
}
