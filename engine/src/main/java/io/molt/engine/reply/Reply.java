package io.molt.engine.reply;

import io.molt.policy.text.StreamingText;
import io.molt.policy.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A reply that grows token by token. One per request, used by one thread. */
public final class Reply {

    private final Tokenizer tokenizer;
    private final Set<Integer> ends;
    private final StreamingText characters;
    private final VisibleText visible;
    private final StringBuilder text = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();
    private boolean ended;

    /**
     * Nothing has come yet.
     *
     * @param ends tokens that end the reply
     * @param stops texts that end the reply
     */
    public Reply(Tokenizer tokenizer, Set<Integer> ends, List<String> stops) {
        this.tokenizer = tokenizer;
        this.ends = Set.copyOf(ends);
        this.characters = new StreamingText(tokenizer);
        this.visible = new VisibleText(stops);
    }

    /** One more token. */
    public Piece add(int token, float logProb) {
        ended = ends.contains(token);
        String more = visible.append(ended ? "" : characters.append(token));
        text.append(more);
        Piece piece = new Piece(token, logProb, tokenizer.bytes(token), more);
        pieces.add(piece);
        return piece;
    }

    /** No more tokens will come: the text that was held back. */
    public String end() {
        String rest = visible.append(characters.end()) + visible.end();
        text.append(rest);
        return rest;
    }

    /** A stop text has been found. */
    public boolean stopped() {
        return visible.stopped();
    }

    /** OpenAI's word for why it ended. */
    public String finishReason() {
        return ended || visible.stopped() ? "stop" : "length";
    }

    public String text() {
        return text.toString();
    }

    public List<Piece> pieces() {
        return List.copyOf(pieces);
    }
}
