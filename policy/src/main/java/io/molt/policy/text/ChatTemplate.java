package io.molt.policy.text;

import io.molt.schemas.turn.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * ChatML: every message is {@code <|im_start|>role}, a line end, the content, {@code <|im_end|>}, a line end. A prompt
 * ends in the beginning of the assistant's message.
 */
public final class ChatTemplate {

    /** The same in Jinja, as tokenizer_config.json holds it; the only template that is understood. */
    public static final String JINJA = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + "
            + "message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    private final Tokenizer tokenizer;
    private final int[] start;
    private final int[] end;

    public ChatTemplate(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.start = new int[] {tokenizer.id(SpecialTokens.START_OF_TURN)};
        this.end = TokenIds.concat(new int[] {tokenizer.endOfTurn()}, tokenizer.encode("\n"));
    }

    /**
     * The tokens of a conversation.
     *
     * @param generationPrompt whether an assistant's message begins at the end
     */
    public int[] render(List<ChatMessage> messages, boolean generationPrompt) {
        List<int[]> parts = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (!ROLES.contains(message.role())) {
                throw new IllegalArgumentException("a role must be one of system, user, assistant, tool");
            }
            parts.add(start);
            parts.add(tokenizer.encode(message.role() + "\n" + message.content()));
            parts.add(end);
        }
        if (generationPrompt) {
            parts.add(start);
            parts.add(tokenizer.encode("assistant\n"));
        }
        return TokenIds.concat(parts.toArray(int[][]::new));
    }

    /** The prompt that asks for the next reply. */
    public int[] prompt(List<ChatMessage> messages) {
        return render(messages, true);
    }

    /** The tokens of a finished reply: its text and the end of the turn. */
    public int[] reply(String text) {
        return TokenIds.concat(tokenizer.encode(text), new int[] {tokenizer.endOfTurn()});
    }
}
