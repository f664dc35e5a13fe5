/**
 * Files of weights.
 *
 * <pre>
 * reads       safetensors (F32 and BF16, which becomes F32), memory-mapped
 * writes      safetensors (F32 or BF16), whole or not at all, flushed to disk; sha256 digests
 * guarantees  a header that lies (overlaps, gaps, wrong sizes, duplicates) is refused before any tensor is read;
 *             the same tensors give the same bytes
 * </pre>
 */
package io.molt.policy.files;
