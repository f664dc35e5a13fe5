/**
 * A cluster on this machine: broker, JobManager, TaskManagers and serving as processes, and who restarts them.
 *
 * <pre>
 * reads       the settings file, flink-conf/, the jars that the build made
 * writes      {@code cluster/} in the home directory: Flink's configuration, logs, process ids; checkpoints
 * guarantees  a process that dies is started again, and after a JobManager every job goes on from its newest checkpoint
 *             or savepoint; only processes that it started are stopped
 * limits      one machine; Flink's own high availability needs ZooKeeper or Kubernetes
 * </pre>
 */
package io.molt.cli.cluster;
