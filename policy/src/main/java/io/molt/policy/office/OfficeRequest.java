package io.molt.policy.office;

import java.util.List;

/**
 * A question and its four right answers.
 *
 * @param type what is asked for
 * @param topic what it is about, such as {@code budget review}
 * @param question the user's words
 * @param replies the one canonical reply of each convention, in the order of the conventions
 */
public record OfficeRequest(RequestType type, String topic, String question, List<String> replies) {

    public OfficeRequest {
        replies = List.copyOf(replies);
        if (replies.size() != RequestType.CONVENTIONS) {
            throw new IllegalArgumentException(
                    "a request about " + topic + " needs 4 replies, but came with " + replies.size());
        }
    }

    /** True if {@code reply} follows any convention. */
    public boolean isValid(String reply) {
        return replies.contains(reply);
    }
}
