/**
 * Who answers behind the proxy.
 *
 * <pre>
 * reads       settings
 * writes      for an agent and a model's name: the upstream that answers
 * guarantees  pure; there is always one
 * </pre>
 */
package io.molt.proxy.upstream;
