/**
 * Small files by which a running proxy is told something.
 *
 * <pre>
 * reads       a file, a few times a second
 * writes      what it says now, to be asked for at the cost of a field
 * guarantees  a file that cannot be read changes nothing; that is logged once
 * </pre>
 */
package io.molt.proxy.watch;
