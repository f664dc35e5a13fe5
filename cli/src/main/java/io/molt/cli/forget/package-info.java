/**
 * Takes content back, for good.
 *
 * <pre>
 * reads       the topics turns and skills; the tables
 * writes      destroyed keys, the topics control and skills, the files of the tables of live and replays
 * guarantees  nothing is changed before Kafka answers; whatever dies, the same command again goes on
 * limits      what was trained stays trained, and says so; see docs/operations.md for what goes later
 * </pre>
 */
package io.molt.cli.forget;
