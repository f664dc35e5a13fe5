package io.molt.operators.pairing;

import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import java.util.Optional;

/** Writes out what a session's records say, texts included. */
final class Entries {

    private static final ServedBy NOBODY = new ServedBy("unknown", false, List.of(), 0, "");

    private final SessionStore store;
    private final PairingSettings settings;

    Entries(SessionStore store, PairingSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** What a request says after the reply that it continues. */
    NextState nextState(TurnRequested later) {
        boolean byUser = Place.tail(later.context()).stream()
                .anyMatch(message -> !message.role().equals("tool"));
        return new NextState(
                byUser ? NextStateKind.USER_REPLY : NextStateKind.TOOL_RESULT,
                later.turn().turnId(),
                Prompt.nextState(later.context(), store),
                later.atMillis());
    }

    /** A turn's entry; only what may train carries its tokens. */
    PairedTurn entry(OpenTurn records, int revision, String unscored, NextState nextState) {
        TurnRequested request = records.asked();
        Optional<TurnAnswered> answer = records.answer().stream().findFirst();
        ServedBy servedBy = answer.map(TurnAnswered::servedBy).orElse(NOBODY);
        Exchange exchange = new Exchange(
                request.kind(),
                answer.map(TurnAnswered::timing).orElse(new Timing(request.atMillis(), 0, 0)),
                servedBy,
                Prompt.messages(request.context(), store, servedBy.injected(), settings.promptChars()),
                answer.map(given -> cut(given.reply().text())).orElse(""));
        boolean mayScore = unscored.isEmpty() || (unscored.equals("SILENCE") && settings.silenceMayScore());
        Sampled sampled =
                mayScore && revision == 0 ? answer.map(TurnAnswered::sampled).orElse(Sampled.UNKNOWN) : Sampled.UNKNOWN;
        return new PairedTurn(request.turn(), revision, exchange, sampled, nextState, unscored);
    }

    private String cut(String text) {
        return text.length() <= settings.promptChars() ? text : text.substring(0, settings.promptChars());
    }
}
