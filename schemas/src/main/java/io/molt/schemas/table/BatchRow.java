package io.molt.schemas.table;

import io.molt.schemas.adapter.Lineage;

/**
 * A batch, and the log it was formed from.
 *
 * @param agentId whose
 * @param lineage parent, seed, turns and settings; {@code at} is the log time at which it was formed
 */
public record BatchRow(String agentId, Lineage lineage) {}
