package io.molt.schemas.settings;

/**
 * What is known of a setting that some part reads; for the page that lists them.
 *
 * @param key dotted
 * @param expected what its value must be, such as {@code a whole number}
 * @param fallback its default as one would write it; empty if it has none
 * @param range its bounds, such as {@code 1 to 16}; empty if it has none
 */
public record Setting(String key, String expected, String fallback, String range) {}
