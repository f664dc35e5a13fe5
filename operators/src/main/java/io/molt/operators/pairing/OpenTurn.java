package io.molt.operators.pairing;

import static java.util.Objects.requireNonNull;

import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.Origin;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnRequested;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was recorded of a turn that may still get an entry, or be another's next state.
 *
 * @param request without its bodies; none while only the answer has come, else one
 * @param answer none until it has come, else one
 * @param origin where the first of the two lies
 */
public record OpenTurn(List<TurnRequested> request, List<TurnAnswered> answer, Origin origin) {

    public OpenTurn {
        request = List.copyOf(request);
        answer = List.copyOf(answer);
        requireNonNull(origin, "origin");
    }

    static OpenTurn asked(TurnRequested request, Origin origin) {
        return new OpenTurn(List.of(withoutBodies(request)), List.of(), origin);
    }

    static OpenTurn answered(TurnAnswered answer, Origin origin) {
        return new OpenTurn(List.of(), List.of(answer), origin);
    }

    OpenTurn with(TurnRequested asked) {
        return new OpenTurn(List.of(withoutBodies(asked)), answer, origin);
    }

    OpenTurn with(TurnAnswered answered) {
        return new OpenTurn(request, List.of(answered), origin);
    }

    /** The request of a turn that is known to have one. */
    TurnRequested asked() {
        return request.get(0);
    }

    /** The first of the two as it was read, but for its bodies. */
    KafkaRecord asRecord() {
        byte[] value = Codecs.TURNS.encode(request.isEmpty() ? answer.get(0) : request.get(0));
        return new KafkaRecord("", origin.topic(), origin.partition(), origin.offset(), value);
    }

    /** Of the bodies by which its entry is written. */
    Set<String> bodyHashes() {
        Set<String> hashes = new HashSet<>();
        request.forEach(asked -> asked.context().forEach(message -> hashes.add(message.bodyHash())));
        answer.forEach(answered -> hashes.add(answered.reply().bodyHash()));
        return hashes;
    }

    private static TurnRequested withoutBodies(TurnRequested request) {
        return new TurnRequested(
                request.turn(),
                request.atMillis(),
                request.kind(),
                request.context(),
                List.of(),
                request.keyframe(),
                request.sessionDone());
    }
}
