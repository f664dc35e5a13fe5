package io.molt.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions 1 (t1), 2 (t2), 3 (refused, t3), 4 (t4) on 2, and after a rollback to 1: 5 (t5). */
class TaughtTest {

    @TempDir
    private Path tables;

    private final WrittenTables written = new WrittenTables();

    @BeforeEach
    void versions() throws Exception {
        version(1, 0, VersionStatus.ACCEPTED);
        version(2, 1, VersionStatus.ACCEPTED);
        version(3, 2, VersionStatus.REFUSED);
        version(4, 2, VersionStatus.ACCEPTED);
    }

    private void version(long number, long parent, VersionStatus status) throws Exception {
        written.version("ada", number, parent, 10 * number, status, List.of("t" + number));
    }

    @Test
    void versions_that_stand_on_a_turn_are_live_up_to_the_head_and_the_one_below_is_without_it() throws Exception {
        written.write(tables);

        assertThat(Taught.of(tables, "ada", List.of("t2", "other")))
                .isEqualTo(new Taught(List.of(2L), List.of(4L), List.of(2L, 4L), 1));
        assertThat(Taught.of(tables, "ada", List.of("t1")))
                .isEqualTo(new Taught(List.of(1L), List.of(2L, 4L), List.of(1L, 2L, 4L), 0));
    }

    @Test
    void a_refused_version_taught_nothing() throws Exception {
        written.write(tables);

        assertThat(Taught.of(tables, "ada", List.of("t3"))).isEqualTo(new Taught(List.of(), List.of(), List.of(), 4));
        assertThat(Taught.of(tables, "bob", List.of("t1"))).isEqualTo(new Taught(List.of(), List.of(), List.of(), 0));
    }

    @Test
    void what_a_rollback_left_behind_is_not_live_unless_it_is_pinned() throws Exception {
        command(41, ControlKind.ROLLBACK, "1");
        version(5, 1, VersionStatus.ACCEPTED);
        written.write(tables);

        assertThat(Taught.of(tables, "ada", List.of("t2")))
                .isEqualTo(new Taught(List.of(2L), List.of(4L), List.of(), 5));

        command(51, ControlKind.PIN, "4");
        written.write(tables);
        assertThat(Taught.of(tables, "ada", List.of("t2")).live()).containsExactly(2L, 4L);

        command(52, ControlKind.PIN, "latest");
        written.write(tables);
        assertThat(Taught.of(tables, "ada", List.of("t2")).live()).isEmpty();
    }

    private void command(long seq, ControlKind kind, String version) throws Exception {
        written.log(new ControlEntry(
                new LogPosition("ada", seq, seq * 1_000),
                new ControlRecord("ada", "c" + seq, kind, Map.of("version", version), seq)));
    }
}
