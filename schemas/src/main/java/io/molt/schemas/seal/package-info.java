/**
 * Content that can be forgotten: what a session said travels encrypted under a key of its own, and destroying the key takes it
 * out of every copy of the topics.
 *
 * <pre>
 * reads       keys, one small file per session
 * writes      keys, sealed records
 * guarantees  what was sealed under a destroyed key is read by nobody; a key that is missing is an error, never an absence
 * limits      ids, times and numbers stay readable; what holds content unsealed (tables, state of jobs) is not
 *             touched here
 * </pre>
 */
package io.molt.schemas.seal;
