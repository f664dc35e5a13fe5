package io.molt.proxy.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Edits of some bytes; what is not edited stays as it is. Of edits at one place the first given comes first. */
public final class Splice {

    private final List<Edit> edits = new ArrayList<>();

    private record Edit(Extent place, byte[] text) {

        @Override
        public String toString() {
            return "Edit[" + place + "]";
        }
    }

    /** Other text in this place; of removals that overlap each byte goes once. */
    public Splice replace(Extent place, String text) {
        edits.add(new Edit(place, text.getBytes(UTF_8)));
        return this;
    }

    public Splice insert(int at, String text) {
        return replace(new Extent(at, at), text);
    }

    public Splice remove(int from, int to) {
        return replace(new Extent(from, to), "");
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** The edited bytes; the given array itself if there is nothing to edit. */
    public byte[] apply(byte[] bytes) {
        if (edits.isEmpty()) {
            return bytes;
        }
        List<Edit> inOrder = new ArrayList<>(edits);
        inOrder.sort(Comparator.comparingInt(edit -> edit.place().from()));
        byte[] edited = new byte[length(inOrder, bytes.length)];
        int at = 0;
        int written = 0;
        for (Edit edit : inOrder) {
            int kept = Math.max(0, edit.place().from() - at);
            System.arraycopy(bytes, at, edited, written, kept);
            System.arraycopy(edit.text(), 0, edited, written + kept, edit.text().length);
            written += kept + edit.text().length;
            at = Math.max(at, edit.place().to());
        }
        System.arraycopy(bytes, at, edited, written, bytes.length - at);
        return edited;
    }

    private static int length(List<Edit> inOrder, int unedited) {
        int length = unedited;
        int at = 0;
        for (Edit edit : inOrder) {
            int to = Math.max(at, edit.place().to());
            length += edit.text().length - (to - Math.max(at, edit.place().from()));
            at = to;
        }
        return length;
    }
}
