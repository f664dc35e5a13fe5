package io.molt.cli.forget;

import io.molt.cli.lineage.Taught;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What forgetting leaves, and the commands that lead away from it, as lines to read. Pure. */
final class Aftermath {

    private Aftermath() {}

    static List<String> of(Path home, Target target, Taught taught) {
        if (taught.direct().isEmpty()) {
            return List.of("taught   no version, as far as the tables know");
        }
        List<String> told = new ArrayList<>();
        String standing = taught.descended().isEmpty() ? "" : ", on which stand " + versions(taught.descended());
        told.add("taught   " + versions(taught.direct()) + standing);
        if (taught.live().isEmpty()) {
            told.add("         none of them serves or is learned from");
            return told;
        }
        String live = versions(taught.live()) + (taught.live().size() == 1 ? " serves or is" : " serve or are");
        told.add("         " + live + " learned from. To be without:");
        String of = " --home " + home + " --agent " + target.agentId();
        told.add("           molt adapters rollback" + of + " " + taught.before());
        target.turnId()
                .map(turn -> "turn:" + turn)
                .or(() -> target.sessionId().map(session -> "session:" + session))
                .ifPresent(without -> told.add("           molt replay" + of + " --name clean --without " + without));
        return told;
    }

    private static String versions(List<Long> versions) {
        return versions.stream().map(version -> "v" + version).collect(Collectors.joining(", "));
    }
}
