package io.molt.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdOutputStream;
import io.molt.jobs.table.RowFiles;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;

/**
 * TablesJob's way of a log entry's bytes into files (decode, rows, encode for the network, decode, Parquet) beside a Parquet
 * writer that is given the same rows as objects; and the files' size beside that of the rows as JSON lines under zstd.
 *
 * @param records scored turns
 */
record RowWriting(int records) implements BenchPart {

    private static final int ROUNDS = 5;
    private static final double LEAST_SPEED = 0.5;
    private static final double MOST_SIZE = 1.2;
    private static final int ZSTD_LEVEL = 3;

    @Override
    public boolean run(Path directory, ObjectNode report) throws Exception {
        List<KafkaRecord> log = new ArrayList<>();
        Map<String, List<Record>> rows = new TreeMap<>();
        long wireBytes = 0;
        for (int i = 0; i < records; i++) {
            byte[] value = Codecs.SCORED.encode(BenchLog.turn(i));
            wireBytes += value.length;
            KafkaRecord record = new KafkaRecord("agent", Topics.SCORED, 0, i, value);
            log.add(record);
            for (TableRow row : Rows.of(record)) {
                rows.computeIfAbsent(row.table(), table -> new ArrayList<>())
                        .add(Rows.codec(row.table()).decode(row.row()));
            }
        }
        double[] path = new double[ROUNDS];
        double[] plain = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            path[round] = asTablesJob(log, directory);
            plain[round] = plainly(rows, directory);
        }
        long count = rows.values().stream().mapToLong(List::size).sum();
        double pathSeconds = median(path);
        double plainSeconds = median(plain);
        long parquet = bytes(directory, rows);
        long json = json(rows, directory.resolve("rows.json.zst"));
        report.put("rows", count);
        report.put("rows_per_second", count / pathSeconds);
        report.put("log_megabytes_per_second", wireBytes / 1e6 / pathSeconds);
        report.put("plain_rows_per_second", count / plainSeconds);
        report.put("speed_of_plain", plainSeconds / pathSeconds);
        report.put("least_speed_of_plain", LEAST_SPEED);
        report.put("parquet_bytes", parquet);
        report.put("json_zstd_bytes", json);
        report.put("size_of_json_zstd", parquet / (double) json);
        report.put("most_size_of_json_zstd", MOST_SIZE);
        return plainSeconds / pathSeconds >= LEAST_SPEED && parquet / (double) json <= MOST_SIZE;
    }

    private static double asTablesJob(List<KafkaRecord> log, Path directory) throws IOException, UnreadableRecord {
        long start = System.nanoTime();
        Map<String, BulkWriter<TableRow>> writers = new TreeMap<>();
        List<OutputStream> files = new ArrayList<>();
        for (KafkaRecord record : log) {
            for (TableRow row : Rows.of(record)) {
                BulkWriter<TableRow> writer = writers.get(row.table());
                if (writer == null) {
                    var file = new LocalDataOutputStream(
                            directory.resolve(row.table()).toFile());
                    files.add(file);
                    writer = new RowFiles().create(file);
                    writers.put(row.table(), writer);
                }
                writer.addElement(row);
            }
        }
        for (BulkWriter<TableRow> writer : writers.values()) {
            writer.finish();
        }
        for (OutputStream file : files) {
            file.close();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double plainly(Map<String, List<Record>> rows, Path directory) throws IOException {
        long start = System.nanoTime();
        for (Map.Entry<String, List<Record>> table : rows.entrySet()) {
            Path file = directory.resolve(table.getKey() + ".plain");
            Files.deleteIfExists(file);
            try (ParquetWriter<Record> writer = RowFiles.writer(table.getKey(), new LocalOutputFile(file))) {
                for (Record row : table.getValue()) {
                    writer.write(row);
                }
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long bytes(Path directory, Map<String, List<Record>> rows) throws IOException {
        long bytes = 0;
        for (String table : rows.keySet()) {
            bytes += Files.size(directory.resolve(table));
        }
        return bytes;
    }

    private static long json(Map<String, List<Record>> rows, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(file), ZSTD_LEVEL)) {
            for (List<Record> table : rows.values()) {
                for (Record row : table) {
                    out.write(json.writeValueAsBytes(row));
                    out.write('\n');
                }
            }
        }
        return Files.size(file);
    }

    private static double median(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
