package io.molt.proxy.redact;

import java.util.Optional;

/** What a secret looks like from one of its rule's literals on. Looks at a bounded piece of the text. */
interface Shape {

    /**
     * The secret.
     *
     * @param start where the literal begins
     * @return empty if the literal stands there for another reason
     */
    Optional<Span> at(String text, int start);
}
