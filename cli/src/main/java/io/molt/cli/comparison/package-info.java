/**
 * What is different between runs of the same history. Pure.
 *
 * <pre>
 * reads       judged turns and manifests of runs
 * writes      a {@link io.molt.cli.comparison.Comparison}
 * guarantees  what is not known stays empty and is never 0
 * limits      rewards with an outcome in them are compared by their sign
 * </pre>
 */
package io.molt.cli.comparison;
