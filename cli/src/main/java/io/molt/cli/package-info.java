/**
 * The {@code molt} command.
 *
 * <pre>
 * reads       arguments, the settings file
 * writes      standard output; errors on standard error
 * guarantees  wrong usage or settings start nothing
 * </pre>
 */
package io.molt.cli;
