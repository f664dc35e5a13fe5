package io.molt.operators.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.molt.operators.Harness;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.turn.TurnKind;
import java.time.Duration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A conversation of any shape, and any bytes between: every turn gets exactly one first entry, and state ends. */
class PairTurnsFuzzTest {

    private static final PairingSettings SETTINGS =
            new PairingSettings(Duration.ofMinutes(30), Duration.ofMinutes(15), Duration.ofDays(7), 64_000);

    @FuzzTest(maxDuration = "1m")
    void every_turn_ends_in_exactly_one_first_entry(byte[] script) throws Exception {
        try (var harness = Harness.fresh(new PairTurns(SETTINGS), KafkaRecord::key)) {
            Chat chat = new Chat("s");
            int asked = 0;
            for (byte step : script) {
                String word = "w" + (step >> 5 & 3);
                switch (step & 7) {
                    case 0 -> chat.with("user", word);
                    case 1 -> chat.with("assistant", word);
                    case 2 -> chat.with("tool", word);
                    case 3 -> chat.forget();
                    case 4 -> send(harness, Chat.record(chat.asks("t" + asked++, asked * 60_000L)));
                    case 5 -> send(harness, Chat.record(chat.answer("t" + (asked - 1), asked * 60_000L + 1, word)));
                    case 6 -> send(
                            harness,
                            Chat.record(chat.asks(
                                    "t" + asked++, asked * 60_000L, step < 0 ? TurnKind.SIDE : TurnKind.MAIN, true)));
                    default -> send(harness, new KafkaRecord("a/s", "molt.turns", 0, 0, script));
                }
            }
            for (int day = 1; day <= 9; day++) {
                harness.setProcessingTime(Duration.ofDays(day).toMillis());
            }

            assertThat(harness.extractOutputValues().stream()
                            .filter(paired -> paired.revision() == 0)
                            .map(paired -> paired.turn().turnId()))
                    .hasSize(asked)
                    .doesNotHaveDuplicates();
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    private static void send(
            KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> harness, KafkaRecord record)
            throws Exception {
        harness.processElement(new StreamRecord<>(record));
    }
}
