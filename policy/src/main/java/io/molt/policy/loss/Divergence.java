package io.molt.policy.loss;

/** How far two distributions over the next token are apart, in nats. */
public final class Divergence {

    private static final double LARGEST_LOG_SUM = -1e-7;

    private Divergence() {}

    /** The low-variance estimate {@code exp(-d) - 1 + d} of KL, from one sampled token with d = log ratio to the reference. */
    public static double k3(double delta) {
        return Math.exp(-delta) - 1 + delta;
    }

    /** Log-probabilities that sum to 1, from unnormalised ones. */
    public static double[] normalised(double[] logits) {
        double sum = logSumExp(logits);
        double[] logProbs = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            logProbs[i] = logits[i] - sum;
        }
        return logProbs;
    }

    /** {@code - sum p log p} of normalised log-probabilities. */
    public static double entropy(double[] logProbs) {
        double entropy = 0;
        for (double logProb : logProbs) {
            entropy -= Math.exp(logProb) * logProb;
        }
        return entropy;
    }

    /** {@code sum p_student (log p_student - log p_teacher)} over the whole vocabulary. */
    public static double reverseKl(double[] student, double[] teacher) {
        double sum = 0;
        for (int i = 0; i < student.length; i++) {
            sum += Math.exp(student[i]) * (student[i] - teacher[i]);
        }
        return sum;
    }

    /** The same over K tokens and one bin for all others; log-probabilities of the K tokens, not renormalised. */
    public static double topReverseKl(double[] student, double[] teacher) {
        double studentTail = tail(student);
        return reverseKl(student, teacher) + Math.exp(studentTail) * (studentTail - tail(teacher));
    }

    private static double tail(double[] top) {
        return Math.log(-Math.expm1(Math.min(logSumExp(top), LARGEST_LOG_SUM)));
    }

    private static double logSumExp(double[] values) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            highest = Math.max(highest, value);
        }
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - highest);
        }
        return highest + Math.log(sum);
    }
}
