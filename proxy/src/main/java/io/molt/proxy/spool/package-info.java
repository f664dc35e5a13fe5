/**
 * Records that wait on disk until a broker takes them.
 *
 * <pre>
 * reads       its own files, when it is opened and while it is drained
 * writes      records with length and checksum, in order, in files of the owner alone
 * guarantees  what was appended survives kill -9, what was synced a loss of power, each record in its place; a torn tail is
 *             cut and said so; a record may come again after a restart, none is left out
 * limits      one process per directory; bytes of all files are capped, and what does not fit is refused
 * </pre>
 */
package io.molt.proxy.spool;
