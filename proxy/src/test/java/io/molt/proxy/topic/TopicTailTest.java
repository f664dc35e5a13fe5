package io.molt.proxy.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicTailTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.SKILLS, 0);
    private static final SkillVersion SKILL = new SkillVersion(
            "a",
            "dates",
            1,
            SkillStatus.ACTIVE,
            new SkillText("x", "", ""),
            new SkillOrigin("", 1, List.of(), List.of()),
            1);

    private final List<SkillVersion> seen = new CopyOnWriteArrayList<>();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final List<Integer> seenAtIdle = new CopyOnWriteArrayList<>();

    private final TopicTail.Listener<SkillVersion> listener = new TopicTail.Listener<>() {
        @Override
        public void record(SkillVersion version) {
            seen.add(version);
        }

        @Override
        public void gone(String key) {
            gone.add(key);
        }

        @Override
        public void idle() {
            seenAtIdle.add(seen.size());
        }
    };

    @Test
    void all_there_was_is_read_before_the_first_idle_moment_and_what_cannot_be_read_is_skipped() throws Exception {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(0, "localhost", 1);
        consumer.updatePartitions(
                Topics.SKILLS,
                List.of(new PartitionInfo(Topics.SKILLS, 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 4L));
        consumer.schedulePollTask(() -> add(consumer, 0, Codecs.SKILLS.encode(SKILL)));
        consumer.schedulePollTask(() -> add(consumer, 1, new byte[] {1, 2, 3}));
        consumer.schedulePollTask(() -> consumer.addRecord(
                new ConsumerRecord<>(Topics.SKILLS, 0, 2, "gone".getBytes(StandardCharsets.UTF_8), null)));
        consumer.schedulePollTask(() -> add(consumer, 3, Codecs.SKILLS.encode(SKILL)));

        try (TopicTail<SkillVersion> tail = TopicTail.follow(
                consumer, Topics.SKILLS, (key, value) -> Optional.of(Codecs.SKILLS.decode(value)), 0, listener)) {
            assertThat(tail.caughtUp().get(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(seen).containsExactly(SKILL, SKILL);
        assertThat(gone).containsExactly("gone");
        assertThat(seenAtIdle).first().isEqualTo(2);
        assertThat(consumer.closed()).isTrue();
    }

    private static void add(MockConsumer<byte[], byte[]> consumer, long offset, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(Topics.SKILLS, 0, offset, new byte[0], value));
    }
}
