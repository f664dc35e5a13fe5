/**
 * LoRA adapters and their files.
 *
 * <pre>
 * reads       adapter_model.safetensors and adapter_config.json as PEFT writes them; learner.arrow
 * writes      the same
 * guarantees  the same learner gives the same bytes; what was written is on the disk when the call returns
 * </pre>
 */
package io.molt.policy.adapter;
