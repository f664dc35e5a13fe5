package io.molt.proxy.access;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.request.Caller;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides who a request is from.
 *
 * @param required whether only owners of molt's keys are served
 * @param keys those of this moment
 */
public record Access(boolean required, Supplier<ClientKeys> keys, InstantSource clock) {

    private static final String BEARER = "bearer ";
    private static final Admission.Refused WRONG =
            new Admission.Refused("this key is not known to molt, or does not count any more");
    private static final Admission.Refused MISSING = new Admission.Refused(
            "a key is needed; whoever runs this molt makes one with: molt keys create --agent NAME");

    public Access {
        requireNonNull(keys, "keys");
        requireNonNull(clock, "clock");
    }

    /** Everybody is let in who does not show one of molt's keys; none is known. */
    public static Access open() {
        return new Access(false, () -> ClientKeys.NONE, InstantSource.system());
    }

    /**
     * Who asks. What begins like one of molt's keys must be one; beside it there may be a credential for the upstream.
     *
     * @param authorization the header of this name
     * @param apiKey the header {@code x-api-key}
     */
    public Admission admit(Optional<String> authorization, Optional<String> apiKey) {
        List<String> given = Stream.concat(
                        authorization.map(Access::withoutScheme).stream(), apiKey.map(String::strip).stream())
                .filter(each -> !each.isEmpty())
                .toList();
        List<String> ours =
                given.stream().filter(KeyText::claimsToBe).distinct().toList();
        if (ours.isEmpty()) {
            return required ? MISSING : new Admission.Admitted(Caller.withOwnKey(String.join("\n", given)));
        }
        long now = clock.millis();
        Set<Admission> admissions = new LinkedHashSet<>();
        for (String text : ours) {
            admissions.add(keys.get()
                    .find(text, now)
                    .<Admission>map(known -> new Admission.Admitted(Caller.of(known.agentId())))
                    .orElse(WRONG));
        }
        return admissions.size() == 1 ? admissions.iterator().next() : WRONG;
    }

    /**
     * Whether a header may go on to the upstream.
     *
     * @param value of any header
     * @return false if one of molt's own keys is in it
     */
    public static boolean mayPass(String value) {
        return !value.contains(KeyText.PREFIX)
                || !KeyText.ANYWHERE.matcher(value).find();
    }

    private static String withoutScheme(String authorization) {
        String value = authorization.strip();
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).strip()
                : value;
    }
}
