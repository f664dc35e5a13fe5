package io.molt.operators.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.wire.Origin;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** 100,000 sessions of agents, most of 10 turns, one in twenty of 40, one in a thousand of 400. */
class SessionSizeTest {

    private static final int SESSIONS = 100_000;
    private static final int LIMIT_BYTES = 4_096;
    private static final Origin ORIGIN = new Origin("molt.turns", 0, 0);

    private final Pairing pairing = new Pairing(
            new PairingSettings(Duration.ofMinutes(30), Duration.ofMinutes(15), Duration.ofDays(7), 64_000));
    private final TypeSerializer<Session> serializer =
            TypeInformation.of(Session.class).createSerializer(new SerializerConfigImpl());

    @Test
    void a_session_never_takes_more_than_four_kilobytes_beside_its_judge_input() throws Exception {
        DataOutputSerializer bytes = new DataOutputSerializer(LIMIT_BYTES);
        long sum = 0;
        int largest = 0;
        for (int session = 0; session < SESSIONS; session++) {
            bytes.clear();
            serializer.serialize(session(session, turns(session)), bytes);
            sum += bytes.length();
            largest = Math.max(largest, bytes.length());
        }

        System.out.println("session state: " + sum / SESSIONS + " bytes on average, " + largest + " at most");
        assertThat(largest).isLessThan(LIMIT_BYTES);
    }

    private static int turns(int session) {
        if (session % 1_000 == 999) {
            return 400;
        }
        return session % 20 == 19 ? 40 : 10;
    }

    private Session session(int number, int turns) {
        MapStore store = new MapStore();
        List<ContextMessage> history = new ArrayList<>();
        Session session = Session.EMPTY;
        for (int i = 0; i < turns; i++) {
            TurnRef turn = new TurnRef("agent", "s" + number, "turn-" + number + "-" + i);
            ContextMessage said = new ContextMessage("user", "said " + i, "said " + i);
            ContextMessage replied = new ContextMessage("assistant", "replied " + i, "replied " + i);
            if (history.size() >= 4) {
                history.subList(0, 2).clear();
            }
            history.add(said);
            List<MessageBody> bodies = List.of(new MessageBody("said " + i, "user", "", ""));
            session = step(pairing.requested(
                    session,
                    new TurnRequested(turn, i, TurnKind.MAIN, history, bodies, false, false),
                    ORIGIN,
                    store,
                    i));
            session = step(pairing.answered(
                    session,
                    new TurnAnswered(
                            turn,
                            new Timing(i, i, i),
                            new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                            new MessageBody("replied " + i, "assistant", "", ""),
                            "replied " + i,
                            Sampled.UNKNOWN,
                            new Ending(200, "stop", ""),
                            ""),
                    ORIGIN,
                    store,
                    i));
            history.add(replied);
        }
        return session;
    }

    private static Session step(Pairing.Step step) {
        step.store().run();
        return step.session();
    }
}
