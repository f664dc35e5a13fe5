package io.molt.schemas.table;

import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.Fingerprints;

/**
 * A version of an agent's weights.
 *
 * @param agentId whose
 * @param version 1, 2, 3, ... without gaps
 * @param status accepted, skipped or refused
 * @param parent the version it was trained from; 0 is the base policy
 * @param files where it lies
 * @param fingerprints what its bytes depend on besides batch and parent
 * @param formedAtMillis log time of its batch, epoch milliseconds UTC
 */
public record AdapterRow(
        String agentId,
        long version,
        String status,
        long parent,
        AdapterFiles files,
        Fingerprints fingerprints,
        long formedAtMillis) {}
