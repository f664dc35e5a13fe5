package io.molt.proxy.access;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which requests may come to a proxy that asks for no key: those of this machine's programs. A page of any web site, opened
 * in a browser of this machine, reaches its ports too; it is known by where the browser says that it goes, or comes from.
 *
 * @param host where the proxy listens
 */
public record LocalSites(String host) {

    private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final Set<String> OF_THE_WEB = Set.of("http", "https", "ws", "wss");

    public LocalSites {
        requireNonNull(host, "host");
    }

    /**
     * Why a request is refused; empty if it is not.
     *
     * @param authority the header {@code host}, which every browser sends
     * @param origin the header of this name
     */
    public Optional<String> refusal(Optional<String> authority, Optional<String> origin) {
        if (!authority.map(this::isHere).orElse(true)) {
            return Optional.of("a proxy that asks for no key is asked for by a name of this machine alone, such as"
                    + " 127.0.0.1 or localhost; for other names set access.required and make keys");
        }
        return origin.map(this::mayAsk).orElse(true)
                ? Optional.empty()
                : Optional.of("pages of web sites may not ask a proxy that asks for no key");
    }

    private boolean isHere(String authority) {
        String name = PORT.matcher(authority.strip()).replaceFirst("").toLowerCase(Locale.ROOT);
        return name.equals(host.toLowerCase(Locale.ROOT))
                || name.equals("[" + host.toLowerCase(Locale.ROOT) + "]")
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || LOOPBACK.matcher(name).matches();
    }

    /** Programs with a browser inside have schemes of their own; {@code null} is a page that hides where it is from. */
    private boolean mayAsk(String origin) {
        try {
            URI uri = URI.create(origin.strip());
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            return OF_THE_WEB.contains(scheme)
                    ? Optional.ofNullable(uri.getRawAuthority())
                            .map(this::isHere)
                            .orElse(false)
                    : !scheme.isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
