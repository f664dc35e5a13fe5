package io.molt.proxy.redact;

import io.molt.schemas.settings.Settings;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnAnswered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts {@code [redacted:kind]} where secrets stand. Immutable, thread-safe. */
public final class Redaction {

    private static final Pattern NOTHING = Pattern.compile("");
    private static final List<OwnRule> PERSONAL = List.of(
            new OwnRule(
                    "email",
                    Pattern.compile(
                            "(?<![\\w.%+-])[\\w.%+-]{1,64}+@[A-Za-z0-9-]{1,63}+(?:\\.[A-Za-z0-9-]{1,63}+){1,8}+")),
            new OwnRule(
                    "phone",
                    Pattern.compile(
                            "(?<![\\w.+-])(?:\\+[1-9][0-9]{0,2}[ .-]?(?:\\([0-9]{1,4}\\)[ .-]?)?[0-9]{1,4}"
                                    + "(?:[ .-]?[0-9]{2,4}){2,4}|\\([0-9]{3}\\) ?[0-9]{3}[ .-][0-9]{4}|[0-9]{3}-[0-9]{3}-[0-9]{4})(?![\\w-])")));

    private final boolean enabled;
    private final List<Rule> rules = Rules.all();
    private final List<String> literals = new ArrayList<>();
    private final List<Integer> ruleOfLiteral = new ArrayList<>();
    private final Literals finder;
    private final List<OwnRule> own;

    /**
     * Something that must not be written down.
     *
     * @param where in its text
     * @param kind of what
     */
    record Secret(Span where, String kind) {}

    private Redaction(boolean enabled, List<OwnRule> own) {
        this.enabled = enabled;
        this.own = List.copyOf(own);
        for (int rule = 0; rule < rules.size(); rule++) {
            for (String literal : rules.get(rule).literals()) {
                literals.add(literal);
                ruleOfLiteral.add(rule);
            }
        }
        this.finder = new Literals(literals);
    }

    /** Everything is recorded as it is. */
    public static Redaction none() {
        return new Redaction(false, List.of());
    }

    /** All kinds that molt knows. */
    public static Redaction standard() {
        return new Redaction(true, List.of());
    }

    /** Reads {@code redaction.*}; problems stay with the settings. */
    public static Redaction from(Settings settings) {
        boolean enabled = settings.yesOrNo("redaction.enabled", true);
        List<OwnRule> own = new ArrayList<>();
        settings.named(
                        "redaction.rules",
                        key -> settings.parsed(key, NOTHING, Pattern::compile, "a regular expression"))
                .forEach((name, pattern) -> own.add(new OwnRule(name, pattern)));
        if (settings.yesOrNo("redaction.personal", false)) {
            own.addAll(PERSONAL);
        }
        return new Redaction(enabled, own);
    }

    /** The text without its secrets; the same instance if it has none. */
    public String text(String text) {
        List<Secret> found = secrets(text);
        if (found.isEmpty()) {
            return text;
        }
        StringBuilder redacted = new StringBuilder(text.length());
        int written = 0;
        for (Secret secret : apart(found)) {
            redacted.append(text, written, secret.where().start())
                    .append("[redacted:")
                    .append(secret.kind())
                    .append(']');
            written = secret.where().end();
        }
        return redacted.append(text, written, text.length()).toString();
    }

    /** JSON without the secrets in its strings and names; valid if it was; the same instance if it has none. */
    public String json(String json) {
        return !enabled || json.isEmpty() || (own.isEmpty() && !suspicious(json))
                ? json
                : new JsonStrings(this).redact(json);
    }

    /** A message without its secrets, its hash as it was; the same instance if it has none. */
    public MessageBody body(MessageBody body) {
        String text = text(body.text());
        String json = json(body.json());
        return text.equals(body.text()) && json.equals(body.json())
                ? body
                : new MessageBody(body.bodyHash(), body.role(), text, json);
    }

    /**
     * An answer without its secrets. Sampled tokens spell what was taken out of prompt or reply, and are dropped with it.
     *
     * @param promptRedacted whether something was taken out of the request
     */
    public TurnAnswered answered(TurnAnswered turn, boolean promptRedacted) {
        MessageBody reply = body(turn.reply());
        ServedBy servedBy = turn.servedBy();
        String injected = text(servedBy.injected());
        boolean unchanged = reply.equals(turn.reply()) && injected.equals(servedBy.injected());
        if (unchanged && !promptRedacted) {
            return turn;
        }
        return new TurnAnswered(
                turn.turn(),
                turn.timing(),
                new ServedBy(
                        servedBy.policy(), servedBy.trained(), servedBy.skills(), servedBy.skillGeneration(), injected),
                reply,
                turn.replyMatchHash(),
                Sampled.UNKNOWN,
                turn.ending(),
                turn.replyId());
    }

    /** Whether a literal of any rule occurs; then it is worth a closer look. */
    private boolean suspicious(String text) {
        boolean[] found = new boolean[1];
        finder.find(text, (literal, start) -> found[0] = true);
        return found[0];
    }

    private List<Secret> secrets(String text) {
        List<Secret> found = new ArrayList<>();
        if (enabled) {
            finder.find(text, (literal, start) -> {
                Rule rule = rules.get(ruleOfLiteral.get(literal));
                Optional<Span> secret = rule.at(text, literals.get(literal), start);
                secret.ifPresent(where -> found.add(new Secret(where, rule.kind())));
            });
            own.forEach(rule -> rule.find(text, found));
        }
        return found;
    }

    /** In order, what overlaps joined; the kind is that of the longer one, among equals of the more specific rule. */
    private List<Secret> apart(List<Secret> found) {
        found.sort(Comparator.comparingInt((Secret secret) -> secret.where().start())
                .thenComparing(secret -> -secret.where().end())
                .thenComparingInt(this::rank));
        List<Secret> apart = new ArrayList<>();
        for (Secret secret : found) {
            int last = apart.size() - 1;
            if (last >= 0 && secret.where().start() < apart.get(last).where().end()) {
                Secret before = apart.get(last);
                int end = Math.max(before.where().end(), secret.where().end());
                apart.set(last, new Secret(new Span(before.where().start(), end), before.kind()));
            } else {
                apart.add(secret);
            }
        }
        return apart;
    }

    private int rank(Secret secret) {
        for (int rule = 0; rule < rules.size(); rule++) {
            if (rules.get(rule).kind().equals(secret.kind())) {
                return rule;
            }
        }
        return -1;
    }
}
