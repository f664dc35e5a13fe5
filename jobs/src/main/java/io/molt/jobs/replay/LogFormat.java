package io.molt.jobs.replay;

import io.molt.jobs.table.RowReader;
import io.molt.operators.table.LogRows;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** The files of a table of the log, as records of the log. Their offset is the entry's agentSeq. */
final class LogFormat implements StreamFormat<KafkaRecord> {

    private final String table;
    private final String agent;
    private final Set<String> unread;

    /**
     * A format.
     *
     * @param table {@code scored_turns} or {@code control}
     * @param agent whose entries are wanted; empty for all
     * @param unread names of columns that are to be absent
     */
    LogFormat(String table, Optional<String> agent, Set<String> unread) {
        this.table = table;
        this.agent = agent.orElse("");
        this.unread = Set.copyOf(unread);
    }

    @Override
    public Reader<KafkaRecord> createReader(Configuration unused, FSDataInputStream in, long length, long end)
            throws IOException {
        return new Entries(new RowReader(table, new OneFile(in, length), unread));
    }

    @Override
    public Reader<KafkaRecord> restoreReader(
            Configuration configuration, FSDataInputStream in, long offset, long length, long end) throws IOException {
        throw new IOException("a bounded job has no checkpoint to go on from");
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<KafkaRecord> getProducedType() {
        return TypeInformation.of(KafkaRecord.class);
    }

    private final class Entries implements Reader<KafkaRecord> {

        private final RowReader rows;

        Entries(RowReader rows) {
            this.rows = rows;
        }

        @Override
        @SuppressWarnings("NullAway") // Flink's word for the end
        public KafkaRecord read() throws IOException {
            for (Optional<Record> row = rows.next(); row.isPresent(); row = rows.next()) {
                LogEntry entry = LogRows.entry(row.get());
                String agentId = entry.position().agentId();
                if (agent.isEmpty() || agent.equals(agentId)) {
                    return new KafkaRecord(
                            agentId, Topics.SCORED, 0, entry.position().agentSeq(), Codecs.SCORED.encode(entry));
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    /** A file that Flink has opened, as Parquet reads one. */
    private record OneFile(FSDataInputStream in, long length) implements InputFile {

        @Override
        public long getLength() {
            return length;
        }

        @Override
        public SeekableInputStream newStream() {
            return new DelegatingSeekableInputStream(in) {
                @Override
                public long getPos() throws IOException {
                    return in.getPos();
                }

                @Override
                public void seek(long position) throws IOException {
                    in.seek(position);
                }
            };
        }
    }
}
