package io.molt.policy.decode;

/** Is told of every token as it is chosen, on the thread that generates. */
@FunctionalInterface
public interface TokenListener {

    /** Listens to nothing. */
    TokenListener NONE = (token, logProb) -> true;

    /**
     * A token was chosen.
     *
     * @param logProb its natural log-probability under the distribution it was sampled from
     * @return whether to go on
     */
    boolean onToken(int token, float logProb);
}
