package io.molt.engine.reply;

import java.util.List;

/** The part of a growing text that may be shown: what could still become a stop text is held back. */
final class VisibleText {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    /**
     * Nothing has grown yet.
     *
     * @param stops texts that end everything, none empty
     */
    VisibleText(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** What more may be shown. */
    String append(String text) {
        if (stops.isEmpty()) {
            return text;
        }
        if (stopped) {
            return "";
        }
        held.append(text);
        int stop = stops.stream()
                .mapToInt(held::indexOf)
                .filter(position -> position >= 0)
                .min()
                .orElse(-1);
        stopped = stop >= 0;
        return take(stopped ? stop : held.length() - longestBeginning());
    }

    /** No more will come: what was held back is shown after all, unless a stop text was found. */
    String end() {
        return stopped ? "" : take(held.length());
    }

    boolean stopped() {
        return stopped;
    }

    private String take(int length) {
        String shown = held.substring(0, length);
        held.delete(0, length);
        return shown;
    }

    /** How much of the end is the beginning of a stop text. */
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
