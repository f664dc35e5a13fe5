-- The tables for Flink SQL, made from the records by TablesPageTest: do not edit. Put the URI of the directory in:
--   sed "s|TABLES_DIRECTORY|file:///srv/molt/tables|" tables.sql
-- What the SQL client needs in lib/ beside its own jars is in docs/tables.md. Every revision of a turn is a row.

CREATE TABLE `messages` (
  `agent_id` STRING,
  `session_id` STRING,
  `body_hash` STRING,
  `role` STRING,
  `text` STRING,
  `json` STRING,
  `seen_at` TIMESTAMP_LTZ(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/messages',
  'format' = 'parquet'
);

CREATE TABLE `turns` (
  `agent_id` STRING,
  `session_id` STRING,
  `turn_id` STRING,
  `requested_at` TIMESTAMP_LTZ(3),
  `first_token_at` TIMESTAMP_LTZ(3),
  `answered_at` TIMESTAMP_LTZ(3),
  `policy` STRING,
  `trained` BOOLEAN,
  `skills` ARRAY<STRING>,
  `skill_generation` BIGINT,
  `injected` STRING,
  `policy_version` BIGINT,
  `status` INT,
  `finish_reason` STRING,
  `error` STRING,
  `prompt_tokens` INT,
  `reply_tokens` INT,
  `reply_hash` STRING,
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/turns',
  'format' = 'parquet'
);

CREATE TABLE `trajectories` (
  `agent_id` STRING,
  `session_id` STRING,
  `first_seq` BIGINT,
  `closed_at` TIMESTAMP_LTZ(3),
  `turn_ids` ARRAY<STRING>,
  `rewards` ARRAY<DOUBLE>,
  `policies` ARRAY<STRING>,
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/trajectories',
  'format' = 'parquet'
);

CREATE TABLE `scored_turns` (
  `session_id` STRING,
  `turn_id` STRING,
  `agent_id` STRING,
  `agent_seq` BIGINT,
  `sequenced_at` TIMESTAMP_LTZ(3),
  `revision` INT,
  `kind` STRING,
  `requested_at` TIMESTAMP_LTZ(3),
  `first_token_at` TIMESTAMP_LTZ(3),
  `answered_at` TIMESTAMP_LTZ(3),
  `policy` STRING,
  `trained` BOOLEAN,
  `skills` ARRAY<STRING>,
  `skill_generation` BIGINT,
  `injected` STRING,
  `messages` ARRAY<ROW<`role` STRING, `content` STRING>>,
  `reply` STRING,
  `prompt_token_ids` ARRAY<INT>,
  `reply_token_ids` ARRAY<INT>,
  `log_probs` ARRAY<FLOAT>,
  `temperature` DOUBLE,
  `next_kind` STRING,
  `next_turn_id` STRING,
  `next_text` STRING,
  `next_at` TIMESTAMP_LTZ(3),
  `unscored` STRING,
  `reward` DOUBLE,
  `hint` STRING,
  `judge` STRING,
  `judge_input` STRING,
  `votes` ARRAY<ROW<`valid` BOOLEAN, `score` INT, `hint` STRING, `text` STRING>>,
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/scored_turns',
  'format' = 'parquet'
);

CREATE TABLE `judgements` (
  `turn_id` STRING,
  `agent_id` STRING,
  `agent_seq` BIGINT,
  `sequenced_at` TIMESTAMP_LTZ(3),
  `revision` INT,
  `vote` INT,
  `judge` STRING,
  `valid` BOOLEAN,
  `score` INT,
  `answer` STRING,
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/judgements',
  'format' = 'parquet'
);

CREATE TABLE `outcomes` (
  `agent_id` STRING,
  `session_id` STRING,
  `outcome_id` STRING,
  `value` DOUBLE,
  `recorded_at` TIMESTAMP_LTZ(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/outcomes',
  'format' = 'parquet'
);

CREATE TABLE `control` (
  `agent_id` STRING,
  `agent_seq` BIGINT,
  `sequenced_at` TIMESTAMP_LTZ(3),
  `revision` INT,
  `entry` STRING,
  `command_id` STRING,
  `kind` STRING,
  `arguments` MAP<STRING, STRING>,
  `given_to` STRING,
  `given_at` TIMESTAMP_LTZ(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/control',
  'format' = 'parquet'
);

CREATE TABLE `batches` (
  `agent_id` STRING,
  `parent` BIGINT,
  `batch` BIGINT,
  `seed` BIGINT,
  `turn_ids` ARRAY<STRING>,
  `method` STRING,
  `loss` STRING,
  `passes` INT,
  `learning_rate` DOUBLE,
  `kl_to_base` DOUBLE,
  `rank` INT,
  `alpha` DOUBLE,
  `first_seq` BIGINT,
  `last_seq` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `pending_turn_ids` ARRAY<STRING>,
  `baseline` DOUBLE,
  `skill_generation` BIGINT,
  `rollback` STRING,
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/batches',
  'format' = 'parquet'
);

CREATE TABLE `steps` (
  `agent_id` STRING,
  `version` BIGINT,
  `status` STRING,
  `reason` STRING,
  `metrics` MAP<STRING, DOUBLE>,
  `formed_at` TIMESTAMP_LTZ(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/steps',
  'format' = 'parquet'
);

CREATE TABLE `skills` (
  `agent_id` STRING,
  `name` STRING,
  `version` BIGINT,
  `status` STRING,
  `description` STRING,
  `category` STRING,
  `body` STRING,
  `evolution_id` STRING,
  `generation` BIGINT,
  `turn_ids` ARRAY<STRING>,
  `questions` ARRAY<STRING>,
  `recorded_at` TIMESTAMP_LTZ(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/skills',
  'format' = 'parquet'
);

CREATE TABLE `adapters` (
  `agent_id` STRING,
  `version` BIGINT,
  `status` STRING,
  `parent` BIGINT,
  `directory` STRING,
  `files` ARRAY<ROW<`name` STRING, `bytes` BIGINT, `sha256` STRING>>,
  `model` STRING,
  `tokenizer` STRING,
  `template` STRING,
  `backend` STRING,
  `formed_at` TIMESTAMP_LTZ(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/adapters',
  'format' = 'parquet'
);

CREATE TABLE `serving` (
  `agent_id` STRING,
  `version` BIGINT,
  `served` BOOLEAN,
  `reason` STRING,
  `attempts` INT,
  `proxy` STRING,
  `recorded_at` TIMESTAMP_LTZ(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/serving',
  'format' = 'parquet'
);

CREATE TABLE `rejected` (
  `reason` STRING,
  `detail` STRING,
  `topic` STRING,
  `partition` INT,
  `offset` BIGINT,
  `value` BYTES,
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'TABLES_DIRECTORY/rejected',
  'format' = 'parquet'
);
