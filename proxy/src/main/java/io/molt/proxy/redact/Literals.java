package io.molt.proxy.redact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Finds any of many short literals in one pass, whatever their case (Aho and Corasick, 1975, as one table).
 *
 * <p>A text without any of them costs two table look-ups per character.
 */
final class Literals {

    private static final int ASCII = 128;

    private final int[] lengths;
    /** ASCII character to column; all that occur in no literal share column 0. */
    private final byte[] columns = new byte[ASCII];

    private final int width;
    /** State and column to state; a state is the position of its row. */
    private final List<int[]> rows = new ArrayList<>();
    /** By state: the literals that end there. */
    private final List<List<Integer>> ends = new ArrayList<>();

    private final int[] table;
    private final boolean[] isEnd;

    /** Is told of a literal. */
    interface Found {

        void at(int literal, int start);
    }

    /** A finder; literals are of ASCII and not empty. */
    Literals(List<String> literals) {
        lengths = literals.stream().mapToInt(String::length).toArray();
        int columnCount = 1;
        for (char each : String.join("", literals).toLowerCase(Locale.ROOT).toCharArray()) {
            if (columns[each] == 0) {
                columns[Character.toUpperCase(each)] = (byte) columnCount;
                columns[each] = (byte) columnCount++;
            }
        }
        width = columnCount;
        addState();
        for (int literal = 0; literal < literals.size(); literal++) {
            add(literal, literals.get(literal));
        }
        closeGaps();
        table = rows.stream()
                .flatMapToInt(Arrays::stream)
                .map(state -> state * width)
                .toArray();
        isEnd = new boolean[table.length];
        for (int state = 0; state < ends.size(); state++) {
            isEnd[state * width] = !ends.get(state).isEmpty();
        }
    }

    /** Tells of every literal, in the order of their ends. */
    void find(String text, Found found) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char here = text.charAt(i);
            state = table[state + (here < ASCII ? columns[here] : 0)];
            if (isEnd[state]) {
                for (int literal : ends.get(state / width)) {
                    found.at(literal, i + 1 - lengths[literal]);
                }
            }
        }
    }

    private int addState() {
        int[] row = new int[width];
        Arrays.fill(row, -1);
        rows.add(row);
        ends.add(new ArrayList<>());
        return rows.size() - 1;
    }

    private void add(int literal, String text) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            int column = columns[text.charAt(i)];
            if (rows.get(state)[column] < 0) {
                rows.get(state)[column] = addState();
            }
            state = rows.get(state)[column];
        }
        ends.get(state).add(literal);
    }

    /** What does not go on goes on as the longest end of what was read that begins a literal. */
    private void closeGaps() {
        int[] fallback = new int[rows.size()];
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int state = open.remove();
            ends.get(state).addAll(state == 0 ? List.of() : ends.get(fallback[state]));
            for (int column = 0; column < width; column++) {
                int shorter = state == 0 ? 0 : rows.get(fallback[state])[column];
                int next = rows.get(state)[column];
                if (next < 0) {
                    rows.get(state)[column] = shorter;
                } else {
                    fallback[next] = shorter;
                    open.add(next);
                }
            }
        }
    }
}
