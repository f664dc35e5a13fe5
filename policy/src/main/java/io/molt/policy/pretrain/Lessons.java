package io.molt.policy.pretrain;

import io.molt.policy.net.TokenBatch;
import io.molt.policy.net.TokenBatch.Sequence;
import io.molt.policy.office.Corpus;
import io.molt.policy.text.ChatTemplate;
import io.molt.policy.text.TokenIds;
import io.molt.schemas.turn.ChatMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Batches of dialogues of about the same length, so that little is padding; every reply is scored. */
final class Lessons {

    private static final int BATCHES_PER_POOL = 16;

    private final ChatTemplate template;
    private final int batchSize;
    private final SplittableRandom random;
    private final Deque<TokenBatch> ready = new ArrayDeque<>();

    Lessons(ChatTemplate template, int batchSize, long seed) {
        this.template = template;
        this.batchSize = batchSize;
        this.random = new SplittableRandom(seed);
    }

    TokenBatch next() {
        if (ready.isEmpty()) {
            refill();
        }
        return ready.removeFirst();
    }

    private void refill() {
        List<Sequence> pool = new ArrayList<>();
        for (int i = 0; i < batchSize * BATCHES_PER_POOL; i++) {
            pool.add(sequence(Corpus.dialogue(random)));
        }
        pool.sort(Comparator.comparingInt(sequence -> sequence.tokens().length));
        List<TokenBatch> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES_PER_POOL; i++) {
            batches.add(new TokenBatch(pool.subList(i * batchSize, (i + 1) * batchSize)));
        }
        while (!batches.isEmpty()) {
            ready.add(batches.remove(random.nextInt(batches.size())));
        }
    }

    /** Scored are the tokens of each assistant message and the end of its turn. */
    private Sequence sequence(List<ChatMessage> dialogue) {
        int[] tokens = {};
        List<int[]> scored = new ArrayList<>();
        for (int i = 0; i < dialogue.size(); i++) {
            ChatMessage message = dialogue.get(i);
            if (message.role().equals("assistant")) {
                int begin = template.prompt(dialogue.subList(0, i)).length;
                int[] reply = template.reply(message.content());
                scored.add(new int[] {begin, begin + reply.length});
                tokens = TokenIds.concat(template.prompt(dialogue.subList(0, i)), reply);
            }
        }
        boolean[] mask = new boolean[tokens.length];
        scored.forEach(span -> Arrays.fill(mask, span[0], span[1], true));
        return new Sequence(tokens, mask, 1);
    }
}
