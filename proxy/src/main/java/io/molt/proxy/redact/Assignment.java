package io.molt.proxy.redact;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is given to a name such as password or api_key, in code, settings, JSON, XML, a command line or a sentence, if it
 * looks like a secret.
 *
 * @param password whether people choose such values; then less randomness will do
 */
record Assignment(boolean password) implements Shape {

    /** Names of what people choose. */
    static final String[] PASSWORDS = {"password", "passwd", "passphrase", "pwd", "_pass"};
    /** Names of what machines make. */
    static final String[] KEYS = {
        "secret",
        "token",
        "credential",
        "apikey",
        "api_key",
        "api-key",
        "api key",
        "accesskey",
        "access_key",
        "access-key",
        "access key",
        "authkey",
        "auth_key",
        "privatekey",
        "private_key",
        "signingkey",
        "signing_key",
        "encryption_key",
        "accountkey",
        "master_key"
    };

    private static final int SHORTEST_PASSWORD = 8;
    private static final int SHORTEST_KEY = 16;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST = 700;

    /** The rest of the name, what stands between, and the value: quoted, or up to what ends a value. */
    private static final Pattern REST = Pattern.compile(
            "(?i:api |access )?+[\\w.-]{0,40}+[\"'`\\\\)\\]]{0,4}+"
                    + "(?:\\s{0,8}+(?::=|=>|->|={1,3}+|:{1,2}+|>|,(?=\\s{0,4}[\"'`\\\\])|\\((?=[\"'`\\\\]))\\s{0,8}+"
                    + "|\\s{1,4}+(?:is|was)\\b:?\\s{1,4}+"
                    + "|(?<=--[\\w-]{1,60})\\s{1,4}+)"
                    + "(?:[brfu]?\\\\?[\"'`]([^\\s\"'`\\\\]{6,512}+)(?=[\"'`\\\\]|$)|([^\\s\"'`\\\\<>,;&(){}\\[\\]]{6,512}+)(?!\\())");

    @Override
    public Optional<Span> at(String text, int start) {
        int inName = start;
        while (inName < text.length() && isName(text.charAt(inName))) {
            if (++inName - start > LONGEST_NAME) {
                return Optional.empty();
            }
        }
        Matcher matcher = REST.matcher(text)
                .region(start, (int) Math.min(text.length(), (long) start + LONGEST))
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        boolean quoted = matcher.start(1) >= 0;
        int group = quoted ? 1 : 2;
        return isSecret(matcher.group(group), quoted)
                ? Optional.of(new Span(matcher.start(group), matcher.end(group)))
                : Optional.empty();
    }

    private static boolean isName(char each) {
        return Character.isLetterOrDigit(each) || each == '_' || each == '-' || each == '.';
    }

    private boolean isSecret(String value, boolean quoted) {
        if (value.startsWith("$") || value.contains("[redacted") || value.contains("://")) {
            return false;
        }
        if (value.length() >= SHORTEST_KEY && Randomness.isRandom(value)) {
            return true;
        }
        return password && value.length() >= SHORTEST_PASSWORD && isChosen(value, quoted);
    }

    /** Without quotes it may as well be a name in code, or the end of a sentence. */
    private static boolean isChosen(String value, boolean quoted) {
        int kinds = Randomness.kindsOfCharacters(value);
        boolean digit = value.chars().anyMatch(Character::isDigit);
        boolean special = value.chars().anyMatch(each -> "!@#$%^&*?~+=".indexOf(each) >= 0);
        if (quoted) {
            return kinds >= 3 || (digit && kinds >= 2 && Randomness.inWords(value) < 0.5);
        }
        return digit && kinds >= 2 && ((special && kinds >= 3) || Randomness.inWords(value) < 0.34);
    }
}
