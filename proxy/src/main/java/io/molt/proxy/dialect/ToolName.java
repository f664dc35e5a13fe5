package io.molt.proxy.dialect;

import io.molt.proxy.message.Sha256;

/** Names of tools that lie in a namespace, for APIs that have none. */
public final class ToolName {

    /** What chat upstreams accept. Unit: characters. */
    private static final int LONGEST = 64;

    private static final int HASH = 8;

    private ToolName() {}

    /**
     * One name for both. It is the tool's own if there is no namespace; one that grows too long ends in a hash.
     *
     * @param namespace empty if there is none
     */
    public static String flat(String namespace, String name) {
        if (namespace.isEmpty()) {
            return name;
        }
        String flat = namespace + "__" + name;
        return flat.length() <= LONGEST
                ? flat
                : flat.substring(0, LONGEST - HASH - 1) + "_" + Sha256.of(flat).substring(0, HASH);
    }
}
