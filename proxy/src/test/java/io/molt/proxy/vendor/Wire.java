package io.molt.proxy.vendor;

import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import java.util.ArrayList;
import java.util.List;

/** How an API's answers look. Each has used 120 tokens of prompt, 100 of them from a cache, and 12 of reply. */
public interface Wire {

    /** In one piece. */
    String whole(Said said);

    /** The events of a stream up to where it could go on. */
    List<String> begun(Said said);

    /** The events that end it. */
    List<String> ended(Said said);

    /** The body of an error. */
    String error(int status);

    static Wire of(Dialect dialect) {
        return switch (dialect) {
            case CHAT -> new ChatWire();
            case MESSAGES -> new MessagesWire();
            case RESPONSES -> new ResponsesWire();
        };
    }

    static String quoted(String text) {
        return JsonText.write(JsonText.object().textNode(text));
    }

    /** In words, each with the blank behind it; none if the text is empty. */
    static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<= )", -1));
    }

    /** In two, where there is enough of it. */
    static List<String> halves(String text) {
        List<String> halves = new ArrayList<>(List.of(text.substring(0, text.length() / 2)));
        halves.add(text.substring(text.length() / 2));
        halves.removeIf(String::isEmpty);
        return halves;
    }
}
