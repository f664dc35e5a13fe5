package io.molt.operators.learn;

/** What a reward is compared with. */
public enum Advantages {
    /** Nothing: the advantage is the reward. */
    NONE,
    /** The batch: centred on its mean, divided by its standard deviation. */
    BATCH,
    /** The agent's running mean of rewards, in log order. */
    BASELINE
}
