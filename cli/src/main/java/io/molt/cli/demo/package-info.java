/**
 * Simulated users, and the report of what was learned.
 *
 * <pre>
 * reads       replies of the proxy, versions from the store
 * writes      requests to the proxy, the report
 * guarantees  what the users do is a function of the seed and of the replies
 * </pre>
 */
package io.molt.cli.demo;
