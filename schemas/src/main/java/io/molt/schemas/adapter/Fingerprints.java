package io.molt.schemas.adapter;

/**
 * What the bytes of an adapter depend on besides its batch and its parent.
 *
 * @param model sha256 of the base weights
 * @param tokenizer sha256 of tokenizer.json
 * @param template sha256 of the chat template
 * @param backend library versions, device, instruction set, threads
 */
public record Fingerprints(String model, String tokenizer, String template, String backend) {}
