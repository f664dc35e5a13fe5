/**
 * Vector arithmetic on the CPU with the Vector API, an incubator module of the JDK: compiled in a step of its own.
 *
 * <pre>
 * reads       arrays
 * writes      arrays that the caller hands in
 * guarantees  no allocation, no state
 * </pre>
 */
package io.molt.policy.kernel;
