/**
 * Who may talk to the proxy, and whether it does more than pass on.
 *
 * <pre>
 * reads       small files in the home directory
 * writes      the same; a running proxy sees a change within a second
 * guarantees  a key is shown once and kept as a hash
 * </pre>
 */
package io.molt.cli.access;
