package io.molt.schemas.table;

import io.molt.schemas.log.Vote;
import java.util.List;

/**
 * How a turn was judged; {@code judgements} has the votes a row each.
 *
 * @param unscored why there is no score; empty if there is
 * @param reward -1 to 1; NaN if unscored, which the table shows as null
 * @param hint what to do instead; empty if nobody said
 * @param judge fingerprint of the judge
 * @param judgeInput what the judge saw
 * @param votes all of them, in order: with them a turn of the table is the turn of the log
 */
public record Score(String unscored, double reward, String hint, String judge, String judgeInput, List<Vote> votes) {}
