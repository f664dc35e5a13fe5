package io.molt.operators.pairing;

import static java.util.Objects.requireNonNull;

import io.molt.operators.wire.BrokenState;
import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.Origin;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was recorded of a turn that may still get an entry, or be another's next state. Packed, it is the same as bytes: most
 * sessions in a checkpoint have ended and keep their last turn only for feedback that comes late, and Flink writes bytes
 * many times faster than the names of all messages.
 *
 * @param request without its bodies; none while only the answer has come or while packed, else one
 * @param answer none until it has come or while packed, else one
 * @param origin where the first of the two lies
 * @param packedRequest the request, encoded; empty if not packed
 * @param packedAnswer the answer, encoded; empty if not packed
 */
public record OpenTurn(
        List<TurnRequested> request,
        List<TurnAnswered> answer,
        Origin origin,
        byte[] packedRequest,
        byte[] packedAnswer) {

    private static final byte[] NOTHING = new byte[0];

    public OpenTurn {
        request = List.copyOf(request);
        answer = List.copyOf(answer);
        requireNonNull(origin, "origin");
        // Not there in the state of an earlier release.
        packedRequest = packedRequest == null ? NOTHING : packedRequest;
        packedAnswer = packedAnswer == null ? NOTHING : packedAnswer;
    }

    OpenTurn(List<TurnRequested> request, List<TurnAnswered> answer, Origin origin) {
        this(request, answer, origin, NOTHING, NOTHING);
    }

    static OpenTurn asked(TurnRequested request, Origin origin) {
        return new OpenTurn(List.of(withoutBodies(request)), List.of(), origin);
    }

    static OpenTurn answered(TurnAnswered answer, Origin origin) {
        return new OpenTurn(List.of(), List.of(answer), origin);
    }

    OpenTurn packed() {
        byte[] asked = request.isEmpty() ? NOTHING : Codecs.TURNS.encode(request.get(0));
        byte[] answered = answer.isEmpty() ? NOTHING : Codecs.TURNS.encode(answer.get(0));
        return isPacked() ? this : new OpenTurn(List.of(), List.of(), origin, asked, answered);
    }

    OpenTurn unpacked() {
        return isPacked()
                ? new OpenTurn(
                        unpacked(packedRequest, TurnRequested.class),
                        unpacked(packedAnswer, TurnAnswered.class),
                        origin)
                : this;
    }

    private boolean isPacked() {
        return packedRequest.length > 0 || packedAnswer.length > 0;
    }

    private static <T extends TurnEvent> List<T> unpacked(byte[] bytes, Class<T> type) {
        try {
            return bytes.length == 0 ? List.of() : List.of(type.cast(Codecs.TURNS.decode(bytes)));
        } catch (UnreadableRecord e) {
            throw new BrokenState(e);
        }
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
        OpenTurn plain = unpacked();
        byte[] value = Codecs.TURNS.encode(plain.request.isEmpty() ? plain.answer.get(0) : plain.request.get(0));
        return new KafkaRecord("", origin.topic(), origin.partition(), origin.offset(), value);
    }

    /** Of the bodies by which its entry is written. */
    Set<String> bodyHashes() {
        Set<String> hashes = new HashSet<>();
        OpenTurn plain = unpacked();
        plain.request.forEach(asked -> asked.context().forEach(message -> hashes.add(message.bodyHash())));
        plain.answer.forEach(answered -> hashes.add(answered.reply().bodyHash()));
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

    @Override
    public boolean equals(Object other) {
        return other instanceof OpenTurn that
                && request.equals(that.request)
                && answer.equals(that.answer)
                && origin.equals(that.origin)
                && Arrays.equals(packedRequest, that.packedRequest)
                && Arrays.equals(packedAnswer, that.packedAnswer);
    }

    @Override
    public int hashCode() {
        return 31 * request.hashCode() + origin.hashCode();
    }
}
