package io.molt.cli.stack;

import io.molt.operators.lora.AdapterStore;
import io.molt.operators.skill.SkillMarkdown;
import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a SKILL.md per active skill below a directory, for people to read; what is injected comes from the topic. */
final class SkillFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SkillFiles.class);

    private final TopicTail<SkillVersion> tail;

    private SkillFiles(TopicTail<SkillVersion> tail) {
        this.tail = tail;
    }

    static SkillFiles follow(Path directory, String brokers) {
        return new SkillFiles(TopicTail.follow(brokers, Topics.SKILLS, Codecs.SKILLS, new TopicTail.Listener<>() {
            @Override
            public void record(SkillVersion skill) {
                write(directory, skill);
            }

            @Override
            public void idle() {}
        }));
    }

    static void write(Path directory, SkillVersion skill) {
        Path file = directory
                .resolve(AdapterStore.encoded(skill.agentId()))
                .resolve(skill.name())
                .resolve("SKILL.md");
        try {
            if (skill.status() == SkillStatus.RETIRED) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, SkillMarkdown.render(skill.name(), skill.text()));
        } catch (IOException e) {
            LOG.error("cannot keep skill={} file={}", skill.label(), file, e);
        }
    }

    @Override
    public void close() {
        tail.close();
    }
}
