/**
 * The proxy's benchmark.
 *
 * <pre>
 * reads       what wrk and its own streams see of an upstream: directly, through nginx, through molt with its record on
 * writes      a report with ratios between the three of one run
 * guarantees  every frame of every stream is checked for its place
 * limits      load, upstream, gateways and broker share one machine
 * </pre>
 */
package io.molt.cli.bench.proxy;
