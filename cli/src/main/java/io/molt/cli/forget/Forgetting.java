package io.molt.cli.forget;

import io.molt.cli.control.ControlTopic;
import io.molt.cli.lineage.Taught;
import io.molt.cli.sql.Warehouse;
import io.molt.cli.table.HomeTables;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.cli.topic.TopicWriter;
import io.molt.jobs.rewrite.Erasure;
import io.molt.jobs.rewrite.FileRows;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.table.Tables;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What {@code molt forget} does, one step after the other; each can be done again. */
final class Forgetting {

    /** Every process looks at the keys again within a second. */
    private static final Duration NOTICED = Duration.ofMillis(1_100);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Path home;
    private final String brokers;
    private final ContentKeys keys;
    private final InstantSource clock;

    /** Of an installation. */
    Forgetting(Path home, String brokers, ContentKeys keys, InstantSource clock) {
        this.home = home;
        this.brokers = brokers;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Looks for what was recorded; asks Kafka, so that nothing begins without it.
     *
     * @throws IllegalArgumentException if there is nothing like it
     */
    Wish find(Target wanted) throws IOException, SQLException {
        RecordedTurns recorded = new RecordedTurns(home.resolve("tables"), brokers);
        Target target = wanted;
        if (wanted.turnId().isPresent()) {
            String turnId = wanted.turnId().get();
            TurnRef turn = recorded.of(wanted.agentId(), each -> each.turnId().equals(turnId)).stream()
                    .findFirst()
                    .orElseThrow(() -> unknown(wanted));
            target = new Target(wanted.agentId(), Optional.of(turn.sessionId()), wanted.turnId());
        }
        Target found = target;
        Predicate<TurnRef> sameSession = turn -> found.sessionId()
                .map(session -> session.equals(turn.sessionId()))
                .orElse(true);
        Set<TurnRef> turns = recorded.of(target.agentId(), sameSession);
        if (turns.isEmpty()) {
            throw unknown(wanted);
        }
        return new Wish(target, turns);
    }

    private static IllegalArgumentException unknown(Target target) {
        return new IllegalArgumentException("neither the tables nor Kafka have " + target);
    }

    /** What would be done. */
    List<String> foresee(Wish wish) throws IOException, SQLException {
        List<String> told = new ArrayList<>();
        int sessions = wish.sessions().size();
        told.add("keys     of " + sessions + (sessions == 1 ? " session" : " sessions") + " would be destroyed");
        long unsealed = unsealed(wish);
        if (unsealed > 0) {
            told.add("         " + unsealed(unsealed));
        }
        told.add("log      " + ControlKind.FORGET + " " + wish.target().arguments() + " would be sent");
        told.add("skills   " + names(retired(wish)) + " would be retired");
        Set<String> named = wish.sessions();
        HomeTables tables = HomeTables.of(home);
        List<FileRows> files = new Erasure(
                        (agentId, sessionId) -> agentId.equals(wish.target().agentId()) && named.contains(sessionId)
                                ? OptionalLong.of(clock.millis())
                                : OptionalLong.empty())
                .look(tables.directories());
        told.add("tables   " + count(files) + " would be rewritten");
        told.addAll(taught(wish));
        return told;
    }

    /**
     * Does it.
     *
     * @param wait for tables that are still being written
     * @param tell one line of what was done
     */
    void run(Wish wish, Duration wait, Consumer<String> tell) throws Exception {
        String agentId = wish.target().agentId();
        long unsealed = unsealed(wish);
        destroyKeys(wish);
        tell.accept("keys     destroyed: what was sealed with them in Kafka is read by nobody any more");
        if (unsealed > 0) {
            tell.accept("         " + unsealed(unsealed));
        }
        ControlRecord command;
        try (ControlTopic control = ControlTopic.connect(brokers, clock)) {
            command = control.send(agentId, ControlKind.FORGET, wish.target().arguments());
        }
        tell.accept("log      " + command.kind() + " " + command.arguments() + " sent: it teaches nothing from now on");
        List<SkillVersion> retired = retired(wish);
        retire(retired);
        tell.accept("skills   " + (retired.isEmpty() ? "none came of it" : "retired: " + names(retired)));
        boolean written = await(command, wait);
        tell.accept(
                written
                        ? "tables   everything that was recorded before is in files"
                        : "tables   not everything is in files after " + wait
                                + ": run this again later, for what is written until then");
        HomeTables tables = HomeTables.of(home);
        List<FileRows> files = new ArrayList<>();
        int before = -1;
        while (files.size() > before) { // a file may have come while the others were read
            before = files.size();
            new Erasure(keys::destroyedAt).run(tables.directories(), files::add);
        }
        tell.accept("tables   " + (files.isEmpty() ? "no file has any of it" : count(files) + " rewritten"));
        tables.unfinished()
                .forEach(replay -> tell.accept("replay   " + replay
                        + " has not come to its end: run this again when it has, or delete what it left"));
        taught(wish).forEach(tell);
    }

    /** How many sessions were recorded before there were keys. */
    private long unsealed(Wish wish) throws IOException {
        long unsealed = 0;
        for (String session : wish.sessions()) {
            unsealed += keys.has(wish.target().agentId(), session) ? 0 : 1;
        }
        return unsealed;
    }

    private static String unsealed(long sessions) {
        return "sessions without a key: " + sessions
                + "; what Kafka has of them was never sealed, and stays until it is deleted there";
    }

    private void destroyKeys(Wish wish) throws IOException, InterruptedException {
        String agentId = wish.target().agentId();
        long now = clock.millis();
        if (wish.target().sessionId().isEmpty()) {
            keys.destroyAll(agentId, now);
        } else {
            for (String session : wish.sessions()) {
                keys.destroy(agentId, session, now);
            }
        }
        TimeUnit.MILLISECONDS.sleep(NOTICED.toMillis());
    }

    private List<SkillVersion> retired(Wish wish) {
        List<SkillVersion> all = TopicSnapshot.read(brokers, Topics.SKILLS, Codecs.SKILLS);
        return TaughtSkills.retired(all, wish.target().agentId(), wish.turnIds(), clock.millis());
    }

    private void retire(List<SkillVersion> retired) throws IOException {
        try (TopicWriter topic = TopicWriter.connect(brokers)) {
            for (SkillVersion skill : retired) {
                String key = skill.agentId() + "/" + skill.name();
                topic.send(Topics.SKILLS, key, Codecs.SKILLS.encode(skill), skill.label());
            }
        }
    }

    /** Until the command is in the tables, and with it the whole log before it; false if that takes too long. */
    private boolean await(ControlRecord command, Duration wait) throws Exception {
        long started = System.nanoTime();
        while (!isWritten(command)) {
            if (System.nanoTime() - started > wait.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return true;
    }

    private boolean isWritten(ControlRecord command) throws IOException, SQLException {
        try (var connection = Warehouse.open(home.resolve("tables"), Tables.CONTROL::equals);
                var statement = connection.prepareStatement(
                        "select 1 from control_all where day >= ?::date - 1 and agent_id = ? and command_id = ?")) {
            statement.setString(
                    1, Instant.ofEpochMilli(command.atMillis()).toString().substring(0, 10));
            statement.setString(2, command.agentId());
            statement.setString(3, command.commandId());
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private List<String> taught(Wish wish) throws IOException, SQLException {
        Target target = wish.target();
        return Aftermath.of(home, target, Taught.of(home.resolve("tables"), target.agentId(), wish.turnIds()));
    }

    private static String names(List<SkillVersion> skills) {
        return skills.isEmpty()
                ? "none"
                : skills.stream().map(SkillVersion::name).collect(Collectors.joining(", "));
    }

    private static String count(List<FileRows> files) {
        long rows = files.stream().mapToLong(FileRows::rows).sum();
        return rows + (rows == 1 ? " row" : " rows") + " in " + files.size() + (files.size() == 1 ? " file" : " files");
    }
}
