package io.molt.proxy.history;

import io.molt.proxy.message.Message;
import io.molt.schemas.turn.ContextMessage;
import java.util.List;

/** The messages of one request in order, read when they are first needed. */
public interface History {

    List<Message> messages();

    /** About how much memory it holds, bytes. */
    long size();

    /** The messages by reference. */
    List<ContextMessage> context();

    /** Messages that were read already. */
    static History of(List<Message> messages) {
        List<Message> copy = List.copyOf(messages);
        List<ContextMessage> context = copy.stream().map(Message::context).toList();
        long size = copy.stream()
                .flatMap(message -> message.body().stream())
                .mapToLong(body -> body.text().length() + body.json().length() + 200)
                .sum();
        return new History() {
            @Override
            public List<Message> messages() {
                return copy;
            }

            @Override
            public List<ContextMessage> context() {
                return context;
            }

            @Override
            public long size() {
                return size;
            }
        };
    }
}
