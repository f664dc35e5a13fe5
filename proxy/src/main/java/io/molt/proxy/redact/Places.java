package io.molt.proxy.redact;

import static io.molt.proxy.redact.Rule.anywhere;
import static io.molt.proxy.redact.Rule.word;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Secrets that are known by where they stand: in an address, a header, behind a name. */
final class Places {

    private static final Set<String> PLACEHOLDERS =
            Set.of("pass", "passwd", "password", "pwd", "secret", "token", "user", "xxx", "xxxx", "***", "****", "...");

    /** What a header's value may be quoted with, or set off by, also where it is escaped. */
    private static final String QUOTE = "[\"'`\\\\]{0,3}";

    private Places() {}

    static List<Rule> rules() {
        String jwt = "(?<!-)eyJ[\\w-]{10,}+\\.(?:eyJ[\\w-]{6,}+|[\\w-]{0,1000}+\\.[\\w-]{8,}+)\\.[\\w.-]{0,}+";
        String token = "([\\w.~+/-]{16,4096}+={0,2})";
        return List.of(
                word("jwt", Expression.of(jwt), "eyJ"),
                anywhere(
                        "url-password",
                        Expression.of(
                                "://[^\\s/:@\"'`<>?#]{0,128}+:([^\\s/@\"'`<>]{3,256}+)@[\\w\\[]", Places::isPassword),
                        "://"),
                anywhere(
                        "url-password",
                        Expression.of("://([^\\s/:@\"'`<>?#]{16,256}+)@[\\w\\[]", Randomness::isRandom),
                        "://"),
                anywhere(
                        "url-signature",
                        Expression.of("[?&\\w]{1,10}+=([^\\s&?=\"'`<>\\\\]{16,512}+={0,2})", Randomness::isRandom),
                        "?key=",
                        "&key=",
                        "?sig=",
                        "&sig=",
                        "signature="),
                anywhere(
                        "bearer-token",
                        Expression.of(
                                "(?i:(?<!\\w)bearer)" + QUOTE + "[\\s:=,]{1,4}" + QUOTE + token, Randomness::isRandom),
                        "bearer"),
                anywhere(
                        "basic-credentials",
                        Expression.of(
                                "(?i:(?<!\\w)basic)\\s{1,4}([A-Za-z0-9+/]{8,512}+={0,2})", Places::isNameAndPassword),
                        "basic"),
                anywhere(
                        "authorization",
                        Expression.of(
                                "(?i:authorization|x-auth-token|api-key)" + QUOTE + "\\s{0,4}[:=,]\\s{0,4}" + QUOTE
                                        + "(?:[A-Za-z]{3,20}\\s{1,4})?" + token,
                                Randomness::isRandom),
                        "authorization",
                        "x-auth-token",
                        "api-key"),
                anywhere("password", new Assignment(true), Assignment.PASSWORDS),
                anywhere("secret", new Assignment(false), Assignment.KEYS));
    }

    private static boolean isPassword(String found) {
        return !PLACEHOLDERS.contains(found)
                && !found.startsWith("$")
                && !found.contains("{")
                && !found.contains("[redacted");
    }

    private static boolean isNameAndPassword(String base64) {
        try {
            String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return decoded.indexOf(':') >= 0 && decoded.chars().allMatch(each -> each >= ' ' && each != 0xfffd);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
