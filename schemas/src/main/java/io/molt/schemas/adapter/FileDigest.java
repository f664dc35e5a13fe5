package io.molt.schemas.adapter;

/**
 * A file of an adapter's directory.
 *
 * @param name within the directory
 * @param bytes its length
 * @param sha256 of its content, 64 hex digits
 */
public record FileDigest(String name, long bytes, String sha256) {}
