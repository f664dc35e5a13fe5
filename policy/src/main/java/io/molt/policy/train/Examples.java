package io.molt.policy.train;

import io.molt.policy.net.TokenBatch.Sequence;
import io.molt.policy.text.ChatTemplate;
import io.molt.policy.text.TokenIds;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.skill.Rules;
import io.molt.schemas.turn.Sampled;
import java.util.List;

/** Turns as sequences of tokens. */
final class Examples {

    private final ChatTemplate template;
    private final int contextLength;

    Examples(ChatTemplate template, int contextLength) {
        this.template = template;
        this.contextLength = contextLength;
    }

    /** The turn as it was sampled. */
    static Sequence student(TrainingExample example) {
        Sampled sampled = example.sampled();
        return Sequence.of(sampled.promptTokenIds(), sampled.replyTokenIds(), temperature(example));
    }

    /** The same reply after the prompt with the hint among its rules. */
    Sequence teacher(TrainingExample example) {
        int[] prompt = template.prompt(Rules.inject(example.messages(), List.of(example.hint())));
        return Sequence.of(prompt, example.sampled().replyTokenIds(), temperature(example));
    }

    /** True if a teacher can be asked: there is a hint, and the prompt with it is not too long. */
    boolean hasTeacher(TrainingExample example) {
        return !example.hint().isBlank()
                && !example.messages().isEmpty()
                && teacher(example).tokens().length <= contextLength;
    }

    /** A greedy reply counts as sampled at temperature 1. */
    static double temperature(TrainingExample example) {
        double temperature = example.sampled().temperature();
        return temperature > 0 ? temperature : 1;
    }

    /** Tokens of prompt and reply. */
    static int length(TrainingExample example) {
        Sampled sampled = example.sampled();
        return TokenIds.concat(sampled.promptTokenIds(), sampled.replyTokenIds()).length;
    }
}
