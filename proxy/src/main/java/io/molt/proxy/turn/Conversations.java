package io.molt.proxy.turn;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.history.History;
import io.molt.proxy.history.HistoryReader;
import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Claim;
import io.molt.proxy.request.TurnRequest;
import io.molt.proxy.session.FoundSession;
import io.molt.proxy.session.SessionIndex;
import io.molt.schemas.turn.ContextMessage;
import java.util.List;
import java.util.Optional;

/** Which conversation a request goes on with: the one its client names, else the one that its words belong to. Thread-safe. */
public final class Conversations {

    private final SessionIndex index;
    private final HistoryReader reader;

    /**
     * Where a request belongs.
     *
     * @param history everything said up to and with this request
     * @param whole false if the request leaves out what came before, and nobody here knows it
     */
    record Found(String sessionId, History history, boolean whole) {

        Found {
            requireNonNull(sessionId, "sessionId");
            requireNonNull(history, "history");
        }
    }

    public Conversations(SessionIndex index, HistoryReader reader) {
        this.index = index;
        this.reader = reader;
    }

    Found find(TurnRequest request, Claim claim, Caller caller, String turnId) {
        String scope = FoundSession.scope(claim.agentId(), caller.scope());
        Optional<String> previousId = request.previousId();
        Optional<SessionIndex.Known> before = previousId.flatMap(id -> index.reply(scope, id));
        List<ContextMessage> said = before.map(SessionIndex.Known::context).orElse(List.of());
        History history = reader.read(request.dialect(), request.body(), said);
        String sessionId = claim.sessionId()
                .or(() -> before.map(SessionIndex.Known::sessionId))
                .or(() -> previousId.isPresent() ? Optional.empty() : index.find(scope, history.context()))
                .orElseGet(() -> FoundSession.id(caller.scope(), turnId));
        if (claim.sessionId().isEmpty() || mayBeReferredTo(request)) {
            index.asked(scope, turnId, sessionId, history.context());
        }
        return new Found(sessionId, history, previousId.isEmpty() || before.isPresent());
    }

    /** Only what clients may go on from by its id alone must be known where they name their session. */
    private static boolean mayBeReferredTo(TurnRequest request) {
        return request.dialect() == Dialect.RESPONSES
                ? request.body().value("store").asBoolean(true)
                : request.body().member("thread").isPresent();
    }

    void answered(String turnId, ContextMessage reply, String replyId, boolean whole) {
        index.answered(turnId, whole ? Optional.of(reply) : Optional.empty(), replyId);
    }
}
