package io.molt.cli.comparison;

import io.molt.schemas.adapter.AdapterVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which turns two runs put into their batches.
 *
 * @param compared batches that both formed
 * @param equal those with the same turns in the same order
 * @param different the others
 * @param onlyA how many only the first formed
 * @param onlyB how many only the second formed
 */
public record BatchDifferences(long compared, long equal, List<Different> different, long onlyA, long onlyB) {

    public BatchDifferences {
        different = List.copyOf(different);
    }

    /**
     * A batch that both formed, of other turns.
     *
     * @param agent whose
     * @param batch its number
     * @param both how many turns are in both
     * @param onlyA ids of turns that are only in the first
     * @param onlyB ids of turns that are only in the second
     */
    public record Different(String agent, long batch, long both, List<String> onlyA, List<String> onlyB) {

        public Different {
            onlyA = List.copyOf(onlyA);
            onlyB = List.copyOf(onlyB);
        }
    }

    static BatchDifferences between(List<AdapterVersion> a, List<AdapterVersion> b) {
        Map<String, AdapterVersion> others = b.stream()
                .collect(Collectors.toMap(AdapterVersion::policy, version -> version, (x, y) -> y, TreeMap::new));
        List<Different> different = new ArrayList<>();
        long compared = 0;
        for (AdapterVersion version : a) {
            AdapterVersion other = others.get(version.policy());
            if (other == null) {
                continue;
            }
            compared++;
            List<String> one = version.lineage().turnIds();
            List<String> two = other.lineage().turnIds();
            if (!one.equals(two)) {
                different.add(new Different(
                        version.agentId(),
                        version.version(),
                        one.stream().filter(two::contains).count(),
                        one.stream().filter(id -> !two.contains(id)).toList(),
                        two.stream().filter(id -> !one.contains(id)).toList()));
            }
        }
        return new BatchDifferences(
                compared, compared - different.size(), different, a.size() - compared, b.size() - compared);
    }
}
