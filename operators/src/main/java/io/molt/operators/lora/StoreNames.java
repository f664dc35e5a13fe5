package io.molt.operators.lora;

import io.molt.policy.files.DurableFiles;
import io.molt.schemas.adapter.FileDigest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How things in an {@link AdapterStore} are called. */
final class StoreNames {

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    private static final Pattern DATA = Pattern.compile("v(\\d{6,18})\\.[0-9a-f]{8}");

    /** File systems take 255 bytes; what else a name gets must fit too. */
    private static final int LONGEST_NAME = 180;

    private static final int DIGEST_CHARS = 32;
    private static final int CONTENT_CHARS = 8;

    private StoreNames() {}

    /** An agent's name as one path segment. */
    static String agent(String agentId) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : agentId.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = PLAIN.indexOf(each) >= 0;
            encoded.append(plain ? String.valueOf((char) each) : String.format("%%%02X", each));
        }
        String digest = DurableFiles.sha256(agentId.getBytes(StandardCharsets.UTF_8));
        return encoded.length() <= LONGEST_NAME
                ? encoded.toString()
                : encoded.substring(0, LONGEST_NAME - DIGEST_CHARS - 1) + "-" + digest.substring(0, DIGEST_CHARS);
    }

    static String manifest(String agentId, long version) {
        return agent(agentId) + "/" + manifest(version);
    }

    static String manifest(long version) {
        return number(version) + ".json";
    }

    /** The data directory of a version: the same content has the same name. */
    static String data(String agentId, long version, List<FileDigest> files) {
        StringBuilder content = new StringBuilder();
        files.forEach(file -> content.append(file.name()).append(file.sha256()));
        String digest = DurableFiles.sha256(content.toString().getBytes(StandardCharsets.UTF_8));
        return agent(agentId) + "/" + number(version) + "." + digest.substring(0, CONTENT_CHARS);
    }

    /** The version behind the name of a data directory; empty if it is none. */
    static OptionalLong version(String data) {
        Matcher matcher = DATA.matcher(data);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    private static String number(long version) {
        return String.format("v%06d", version);
    }
}
