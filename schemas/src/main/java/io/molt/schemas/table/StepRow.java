package io.molt.schemas.table;

import java.util.Map;

/**
 * A training step.
 *
 * @param agentId whose
 * @param version the version it made
 * @param status accepted, skipped or refused
 * @param reason why not accepted; empty if it was
 * @param metrics by name
 * @param formedAtMillis log time of its batch, epoch milliseconds UTC
 */
public record StepRow(
        String agentId, long version, String status, String reason, Map<String, Double> metrics, long formedAtMillis) {}
