package io.molt.cli.notebook;

import java.util.Map;

/** A value that a notebook shows as more than its text. */
public interface Showable {

    String TEXT = "text/plain";
    String HTML = "text/html";
    String SVG = "image/svg+xml";

    /** The same in several forms by media type, {@value #TEXT} always among them. */
    Map<String, String> forms();
}
