package io.molt;

import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.learn.FoldState;
import io.molt.operators.lora.TrainingHead;
import io.molt.operators.outcome.HeldTurn;
import io.molt.operators.outcome.SessionOutcome;
import io.molt.operators.pairing.KeptBody;
import io.molt.operators.pairing.OpenTurn;
import io.molt.operators.pairing.PairedTurn;
import io.molt.operators.pairing.PartialBody;
import io.molt.operators.pairing.Session;
import io.molt.operators.sequence.LogHead;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.Rejected;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Outcome;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerializationTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                KafkaRecord.class,
                Encoded.class,
                TrainingItem.class,
                Rejected.class,
                PairedTurn.class,
                SessionOutcome.class,
                HeldTurn.class,
                Outcome.class,
                JudgedTurn.class,
                EvolutionRequest.class,
                Session.class,
                OpenTurn.class,
                KeptBody.class,
                MessageBody.class,
                PartialBody.class,
                LogHead.class,
                ControlRecord.class,
                FoldState.class,
                SkillVersion.class,
                TrainingHead.class
            })
    void every_type_on_a_wire_or_in_state_is_serialized_without_kryo(Class<?> type) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
    }
}
