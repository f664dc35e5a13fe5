package io.molt.cli.client;

/**
 * What came back.
 *
 * @param text the assistant's words
 * @param turnId as the proxy named the turn
 * @param policy who answered, {@code agent@v8} or {@code base}
 * @param times when
 */
public record Reply(String text, String turnId, String policy, ReplyTimes times) {

    /** The adapter version that answered; 0 for the base policy. */
    public long version() {
        int at = policy.lastIndexOf("@v");
        return at < 0 ? 0 : Long.parseLong(policy.substring(at + 2));
    }
}
