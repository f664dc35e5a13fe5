package io.molt.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks before something that cannot be undone. */
public final class Confirmation {

    /** The launcher says whether there is a terminal, where somebody can answer. */
    private static final boolean TERMINAL = Boolean.getBoolean("molt.prompt");

    private Confirmation() {}

    /** Whether somebody says yes; a script, which nobody can ask, means what it says. */
    public static boolean given(String question) throws IOException {
        if (!TERMINAL) {
            return true;
        }
        System.err.print(question + " [y/N] ");
        String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
