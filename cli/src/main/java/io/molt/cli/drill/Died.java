package io.molt.cli.drill;

import io.molt.cli.cluster.Cluster;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A process that was killed.
 *
 * @param atSeconds since the load began
 * @param process by the name that the cluster gave it
 * @param openTransactions ids of those that were ongoing right before the broker died; empty for others
 */
record Died(double atSeconds, String process, List<String> openTransactions) {

    Died {
        openTransactions = List.copyOf(openTransactions);
    }

    /** A broker that dies between two transactions proves nothing. */
    Optional<String> difference() {
        return process.equals(Cluster.BROKER) && openTransactions.isEmpty()
                ? Optional.of("no transaction was open when the broker died at " + at())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return at() + " kill -9 " + process
                + (openTransactions.isEmpty() ? "" : " in the transactions " + openTransactions);
    }

    private String at() {
        return String.format(Locale.ROOT, "%.1f s", atSeconds);
    }
}
