package io.molt.policy.office;

/** Which topics and wordings may be used. */
public enum Split {
    /** Seen topics, every wording of a question; held-out rules, complaints and thanks are left out. */
    PRETRAINING,
    /** Seen topics; held-out wordings are left out everywhere. */
    INTERACTION,
    /** Held-out topics and held-out wordings only. */
    EVALUATION
}
