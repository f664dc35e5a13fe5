package io.molt.cli.adapter;

import io.molt.proxy.route.Choice;
import io.molt.schemas.adapter.AdapterVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a canary's command asks of proxies.
 *
 * @param canary a version
 * @param against the version for all other sessions; 0 is the base policy
 * @param share per cent, 0 to 100
 */
record CanaryOrder(long canary, long against, int share) {

    /**
     * Checks it against what serves now.
     *
     * @throws IllegalArgumentException if the share is impossible, the version is to run against itself, or no such canary is
     *     there to be called off
     */
    static CanaryOrder of(AdapterVersion version, int share, Optional<Long> against, Choice now) {
        if (share < 0 || share > 100) {
            throw new IllegalArgumentException("--share must be from 0 to 100, but was " + share);
        }
        boolean runs = now.canary()
                .filter(canary -> canary.version() == version.version())
                .isPresent();
        if (share == 0 && !runs) {
            throw new IllegalArgumentException(version.policy() + " is no canary now");
        }
        long other = against.orElse(
                now.version() == version.version() ? version.lineage().parent() : now.version());
        if (other == version.version() || other < 0) {
            throw new IllegalArgumentException("--against must be another version than " + version.version());
        }
        return new CanaryOrder(version.version(), other, share);
    }

    /** The versions that serve somebody. */
    List<Long> served() {
        return share == 0 ? List.of(against) : share == 100 ? List.of(canary) : List.of(canary, against);
    }

    /** Of the command. */
    Map<String, String> arguments() {
        List<Long> served = served();
        return served.size() == 1
                ? Map.of("version", String.valueOf(served.get(0)))
                : Map.of(
                        "version", String.valueOf(against),
                        "canary", String.valueOf(canary),
                        "share", String.valueOf(share));
    }

    @Override
    public String toString() {
        List<Long> served = served();
        return served.size() == 1
                ? "v" + served.get(0) + " serves until it is unpinned"
                : "v" + canary + " serves " + share + " % of the sessions that begin, v" + against + " all others";
    }
}
