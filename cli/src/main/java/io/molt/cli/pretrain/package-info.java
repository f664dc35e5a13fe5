/**
 * Making the built-in policy.
 *
 * <pre>
 * reads       nothing
 * writes      a policy directory
 * guarantees  the same seed and steps give the same bytes on the same machine
 * </pre>
 */
package io.molt.cli.pretrain;
