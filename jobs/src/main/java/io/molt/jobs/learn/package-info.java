/**
 * LearnJob: the agents' logs become skills and adapter versions.
 *
 * <pre>
 * reads       scored, committed records only
 * writes      skills, the adapter store, adapters
 * guarantees  the same log gives the same batches; no version is published twice or skipped
 * </pre>
 */
package io.molt.jobs.learn;
