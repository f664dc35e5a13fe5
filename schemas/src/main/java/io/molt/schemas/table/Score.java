package io.molt.schemas.table;

/**
 * How a turn was judged; the single votes are in {@code judgements}.
 *
 * @param unscored why there is no score; empty if there is
 * @param reward -1 to 1; NaN if unscored, which the table shows as null
 * @param hint what to do instead; empty if nobody said
 * @param judge fingerprint of the judge
 * @param judgeInput what the judge saw
 */
public record Score(String unscored, double reward, String hint, String judge, String judgeInput) {}
