/**
 * A policy as it lies on disk.
 *
 * <pre>
 * reads       a directory in Hugging Face layout: config.json (Qwen3ForCausalLM), tokenizer.json,
 *             tokenizer_config.json, model.safetensors
 * writes      the same; the built-in tiny policy, unpacked
 * guarantees  a directory that opens is complete: every weight is there in the shape that the config asks for
 * </pre>
 */
package io.molt.policy.model;
