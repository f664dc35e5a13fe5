package io.molt.proxy.capture;

import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an arrived turn down as events that each fit a Kafka record of 1 MiB.
 *
 * <p>A long text goes ahead in chunks and then is not among the bodies of the request; its role stands in the context.
 * Sizes are in characters, of which each takes at most 3 bytes.
 */
final class TurnEvents {

    static final int LONGEST_INLINE_BODY = 80 << 10;
    static final int LONGEST_INLINE_SUM = 160 << 10;
    static final int LONGEST_CHUNK = 160 << 10;

    private TurnEvents() {}

    static List<TurnEvent> of(ArrivedTurn arrived, Segment.Plan plan) {
        List<TurnEvent> events = new ArrayList<>();
        List<MessageBody> inline = new ArrayList<>();
        int sum = 0;
        for (MessageBody body : plan.bodies()) {
            MessageBody cut = withoutLongJson(body);
            int size = cut.text().length() + cut.json().length();
            if (size > LONGEST_INLINE_BODY || sum + size > LONGEST_INLINE_SUM) {
                events.addAll(chunks(arrived.turn(), cut));
            } else {
                sum += size;
                inline.add(cut);
            }
        }
        events.add(new TurnRequested(
                arrived.turn(),
                arrived.atMillis(),
                arrived.kind(),
                arrived.context(),
                inline,
                plan.keyframe(),
                arrived.sessionDone()));
        return events;
    }

    /** Images and the like: the text is what is read, the rest is kept while it is small. */
    private static MessageBody withoutLongJson(MessageBody body) {
        if (body.json().length() <= LONGEST_INLINE_BODY) {
            return body;
        }
        String json = "{\"truncated\":true,\"chars\":" + body.json().length() + "}";
        return new MessageBody(body.bodyHash(), body.role(), body.text(), json);
    }

    private static List<MessageChunk> chunks(TurnRef turn, MessageBody body) {
        List<String> pieces = pieces(body.text());
        List<MessageChunk> chunks = new ArrayList<>();
        for (int index = 0; index < pieces.size(); index++) {
            chunks.add(new MessageChunk(turn, body.bodyHash(), index, pieces.size(), pieces.get(index)));
        }
        return chunks;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        do {
            int end = Math.min(text.length(), start + LONGEST_CHUNK);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            pieces.add(text.substring(start, end));
            start = end;
        } while (start < text.length());
        return pieces;
    }
}
