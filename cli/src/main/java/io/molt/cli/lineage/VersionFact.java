package io.molt.cli.lineage;

import java.util.List;
import java.util.Map;

/**
 * A version as the tables know it.
 *
 * @param agentId whose
 * @param version 1, 2, 3, ...
 * @param parent the accepted version that it was trained from; 0 is the base policy
 * @param status accepted, skipped or refused
 * @param reason why not accepted; empty if it was
 * @param turnIds its batch, in log order
 * @param pendingTurnIds turns that waited for a later batch when it was formed
 * @param lastSeq agentSeq of the entry that completed the batch
 * @param formedAtMillis log time, epoch milliseconds UTC
 * @param how settings of its step, by name, in the order in which they are read
 * @param metrics of its step, by name
 */
record VersionFact(
        String agentId,
        long version,
        long parent,
        String status,
        String reason,
        List<String> turnIds,
        List<String> pendingTurnIds,
        long lastSeq,
        long formedAtMillis,
        Map<String, String> how,
        Map<String, Double> metrics) {

    VersionFact {
        turnIds = List.copyOf(turnIds);
        pendingTurnIds = List.copyOf(pendingTurnIds);
    }

    boolean accepted() {
        return status.equals("accepted");
    }

    String policy() {
        return agentId + "@v" + version;
    }
}
