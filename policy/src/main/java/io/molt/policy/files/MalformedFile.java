package io.molt.policy.files;

import java.io.IOException;

/** A file that is not what its name says. */
public final class MalformedFile extends IOException {

    private static final long serialVersionUID = 1;

    public MalformedFile(String message) {
        super(message);
    }
}
