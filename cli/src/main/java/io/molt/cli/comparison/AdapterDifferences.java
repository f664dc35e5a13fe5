package io.molt.cli.comparison;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.FileDigest;
import io.molt.schemas.adapter.Lineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which versions two runs made, and which of them are the same.
 *
 * @param compared versions that both made
 * @param equal those with the same lineage and the same sha256 of every file
 * @param different the others
 * @param onlyA versions that only the first made, such as {@code ada@v3}
 * @param onlyB versions that only the second made
 */
public record AdapterDifferences(
        long compared, long equal, List<Different> different, List<String> onlyA, List<String> onlyB) {

    public AdapterDifferences {
        different = List.copyOf(different);
        onlyA = List.copyOf(onlyA);
        onlyB = List.copyOf(onlyB);
    }

    /**
     * A version that both made, differently.
     *
     * @param agent whose
     * @param version its number
     * @param why a phrase for each difference
     */
    public record Different(String agent, long version, List<String> why) {

        public Different {
            why = List.copyOf(why);
        }
    }

    /** Both made the same versions, at least one, and every one is equal. */
    @JsonIgnore
    public boolean none() {
        return compared > 0 && equal == compared && onlyA.isEmpty() && onlyB.isEmpty();
    }

    static AdapterDifferences between(List<AdapterVersion> a, List<AdapterVersion> b) {
        Map<String, AdapterVersion> others = b.stream()
                .collect(Collectors.toMap(AdapterVersion::policy, version -> version, (x, y) -> y, TreeMap::new));
        List<Different> different = new ArrayList<>();
        List<String> onlyA = new ArrayList<>();
        long compared = 0;
        for (AdapterVersion version : a) {
            AdapterVersion other = others.remove(version.policy());
            if (other == null) {
                onlyA.add(version.policy());
                continue;
            }
            compared++;
            List<String> why = why(version, other);
            if (!why.isEmpty()) {
                different.add(new Different(version.agentId(), version.version(), why));
            }
        }
        List<String> onlyB = b.stream()
                .map(AdapterVersion::policy)
                .filter(others::containsKey)
                .toList();
        return new AdapterDifferences(compared, compared - different.size(), different, onlyA, onlyB);
    }

    private static List<String> why(AdapterVersion a, AdapterVersion b) {
        List<String> why = new ArrayList<>();
        Lineage one = a.lineage();
        Lineage two = b.lineage();
        unlessEqual(why, "status", outcome(a), outcome(b));
        unlessEqual(why, "parent", "v" + one.parent(), "v" + two.parent());
        if (!one.turnIds().equals(two.turnIds())) {
            why.add("turns: " + one.turnIds().size() + " and " + two.turnIds().size() + ", "
                    + common(one.turnIds(), two.turnIds()) + " in common");
        }
        unlessEqual(
                why,
                "method",
                lower(one.settings().method()),
                lower(two.settings().method()));
        unlessEqual(
                why, "loss", lower(one.settings().loss()), lower(two.settings().loss()));
        unlessEqual(why, "passes", one.settings().passes(), two.settings().passes());
        unlessEqual(
                why,
                "learning rate",
                one.settings().learningRate(),
                two.settings().learningRate());
        unlessEqual(
                why, "KL to the base", one.settings().klToBase(), two.settings().klToBase());
        unlessEqual(why, "rank", one.settings().rank(), two.settings().rank());
        unlessEqual(why, "alpha", one.settings().alpha(), two.settings().alpha());
        unlessEqual(why, "seed", one.seed(), two.seed());
        unlessEqual(why, "rollback", one.rollback(), two.rollback());
        unlessEqual(
                why,
                "formed at entry",
                one.foldPoint().lastSeq(),
                two.foldPoint().lastSeq());
        unlessEqual(
                why,
                "turns waiting then",
                one.foldPoint().pendingTurnIds(),
                two.foldPoint().pendingTurnIds());
        if (why.isEmpty() && !one.foldPoint().equals(two.foldPoint())) {
            why.add("formed from another state of the log: " + one.foldPoint() + " and " + two.foldPoint());
        }
        unlessEqual(
                why, "base policy", a.fingerprints().model(), b.fingerprints().model());
        unlessEqual(why, "backend", a.fingerprints().backend(), b.fingerprints().backend());
        files(why, a.files(), b.files());
        return why;
    }

    private static void files(List<String> why, AdapterFiles a, AdapterFiles b) {
        Map<String, String> one = digests(a);
        Map<String, String> two = digests(b);
        List<String> others = new ArrayList<>();
        one.forEach((name, sha256) -> {
            if (!sha256.equals(two.get(name))) {
                others.add(name);
            }
        });
        two.keySet().stream().filter(name -> !one.containsKey(name)).forEach(others::add);
        if (!others.isEmpty()) {
            why.add((why.isEmpty() ? "the same lineage, but other bytes: " : "bytes: ") + String.join(", ", others));
        }
    }

    private static Map<String, String> digests(AdapterFiles files) {
        return files.files().stream()
                .collect(Collectors.toMap(FileDigest::name, FileDigest::sha256, (x, y) -> y, TreeMap::new));
    }

    private static String outcome(AdapterVersion version) {
        String reason = version.report().reason();
        return lower(version.report().status()) + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private static void unlessEqual(List<String> why, String what, Object a, Object b) {
        if (!a.equals(b)) {
            why.add(what + ": " + a + " and " + b);
        }
    }

    private static long common(List<String> a, List<String> b) {
        return a.stream().filter(b::contains).count();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
