package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkillFilesTest {

    private static final SkillVersion DATES = new SkillVersion(
            "ada",
            "dates",
            1,
            SkillStatus.ACTIVE,
            new SkillText("Write dates as ISO 8601.", "correction", ""),
            new SkillOrigin("e1", 1, List.of("t1"), List.of()),
            5);

    @TempDir
    private Path directory;

    @Test
    void a_skill_has_a_file_until_it_is_retired() throws Exception {
        Path file = directory.resolve("ada/dates/SKILL.md");

        SkillFiles.write(directory, DATES);
        assertThat(file).content().contains("Write dates as ISO 8601.");

        SkillFiles.write(directory, DATES.retired(9));
        assertThat(file).doesNotExist();
        SkillFiles.write(directory, DATES.retired(9));
        assertThat(Files.exists(file)).isFalse();
    }
}
