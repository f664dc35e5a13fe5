/**
 * Who trains where, and whose turn it is.
 *
 * <pre>
 * reads       the setting trainer.devices
 * writes      -
 * guarantees  one step at a time per device and process; agents take turns, so that many batches of one do not keep
 *             another waiting; the trainer outlives the jobs that lend it
 * limits      this build trains on the CPU only
 * </pre>
 */
package io.molt.policy.device;
