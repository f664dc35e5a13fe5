package io.molt.policy.text;

import java.util.List;

/** The tokens that structure a conversation. */
public final class SpecialTokens {

    public static final String END_OF_TEXT = "<|endoftext|>";
    public static final String START_OF_TURN = "<|im_start|>";
    public static final String END_OF_TURN = "<|im_end|>";

    /** In the order of their ids. */
    public static final List<String> ALL = List.of(END_OF_TEXT, START_OF_TURN, END_OF_TURN);

    private SpecialTokens() {}
}
