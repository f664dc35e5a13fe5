package io.molt.policy.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns a byte-level BPE vocabulary: starts from the 256 bytes and merges the most frequent neighbours again and
 * again (Sennrich et al. 2016, arXiv 1508.07909). Ties go to the smaller pair of ids, so the result depends on the
 * texts alone.
 */
public final class BpeTrainer {

    /** Where text may be cut: words with their leading blank, single digits, punctuation, line ends (as Qwen does). */
    static final String PIECES = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|"
            + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Pattern PIECE = Pattern.compile(PIECES);
    private static final int BYTES = 256;

    private BpeTrainer() {}

    /**
     * The merges, in order; merge i makes token 256 + i out of two earlier ones.
     *
     * @param texts without special tokens
     * @param merges how many at most; fewer if the texts hold no pair twice
     */
    public static List<int[]> train(List<String> texts, int merges) {
        List<int[]> words = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        countPieces(texts).forEach((piece, count) -> {
            words.add(bytes(piece));
            counts.add(count);
        });
        List<int[]> learned = new ArrayList<>();
        while (learned.size() < merges) {
            long best = mostFrequentPair(words, counts);
            if (best < 0) {
                break;
            }
            int left = (int) (best >>> 32);
            int right = (int) best;
            int id = BYTES + learned.size();
            learned.add(new int[] {left, right});
            words.replaceAll(word -> merged(word, left, right, id));
        }
        return learned;
    }

    private static Map<String, Integer> countPieces(List<String> texts) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String text : texts) {
            Matcher matcher = PIECE.matcher(text);
            while (matcher.find()) {
                counts.merge(matcher.group(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static int[] bytes(String piece) {
        byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
        int[] word = new int[utf8.length];
        for (int i = 0; i < word.length; i++) {
            word[i] = utf8[i] & 0xff;
        }
        return word;
    }

    /** Left id in the high half, right id in the low half; -1 if no pair occurs twice. */
    private static long mostFrequentPair(List<int[]> words, List<Integer> counts) {
        Map<Long, Integer> pairs = new HashMap<>();
        for (int w = 0; w < words.size(); w++) {
            int[] word = words.get(w);
            for (int i = 0; i + 1 < word.length; i++) {
                pairs.merge(((long) word[i] << 32) | word[i + 1], counts.get(w), Integer::sum);
            }
        }
        long best = -1;
        int most = 1;
        for (Map.Entry<Long, Integer> pair : pairs.entrySet()) {
            if (pair.getValue() > most || (pair.getValue() == most && best >= 0 && pair.getKey() < best)) {
                best = pair.getKey();
                most = pair.getValue();
            }
        }
        return best;
    }

    private static int[] merged(int[] word, int left, int right, int id) {
        int[] out = new int[word.length];
        int n = 0;
        for (int i = 0; i < word.length; i++) {
            if (i + 1 < word.length && word[i] == left && word[i + 1] == right) {
                out[n++] = id;
                i++;
            } else {
                out[n++] = word[i];
            }
        }
        return n == word.length ? word : Arrays.copyOf(out, n);
    }
}
