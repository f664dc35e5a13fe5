package io.molt.jobs.learn;

import io.molt.jobs.RunningJob;
import io.molt.jobs.kafka.KafkaAnnouncer;
import io.molt.jobs.kafka.KafkaEnds;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.Announcer;
import io.molt.operators.lora.LoraSink;
import io.molt.operators.lora.StoreFiles;
import io.molt.operators.lora.TrainerFactory;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.train.TrainedStep;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** LearnJob in a process that dies, without any last word, at the n-th time that it comes to a point. */
final class HaltingLearnJob {

    /** What a parent sees of a process that died as planned. */
    static final int HALTED = 87;

    private static final long WITHIN_A_STEP_MILLIS = 40;
    private static final AtomicInteger TIMES = new AtomicInteger();

    private HaltingLearnJob() {}

    /** Where a process dies. */
    enum Point {
        WITHIN_A_STEP,
        WITHIN_A_FILE,
        BETWEEN_FILES_AND_MANIFEST,
        BETWEEN_MANIFEST_AND_ANNOUNCEMENT,
        BETWEEN_ANNOUNCEMENT_AND_COMMIT,
        NOWHERE
    }

    /** Arguments: point, how often it is passed before, checkpoints, then pairs of settings. */
    public static void main(String[] arguments) throws Exception {
        Point point = Point.valueOf(arguments[0]);
        int passed = Integer.parseInt(arguments[1]);
        Map<String, String> given = new java.util.HashMap<>();
        for (int i = 3; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        LearnJobConfig config = LearnJobConfig.from(new Settings(given));
        KafkaEnds kafka = new KafkaEnds(config.kafka(), LearnJob.NAME);
        Here here = new Here(point, passed);
        try (RunningJob unused = RunningJob.start(
                Path.of(arguments[2]),
                env -> LearnJob.define(
                        env,
                        kafka.source(Topics.SCORED),
                        new LearnJob.Sinks(
                                kafka.atLeastOnce(Topics.SKILLS),
                                new LoraSink(
                                        new HaltingTrainers(LearnJob.trainer(config), here),
                                        new HaltingStore(config.adapters(), here),
                                        new HaltingAnnouncers(KafkaAnnouncer.of(config.kafka()), here))),
                        config))) {
            new CountDownLatch(1).await();
        }
    }

    private record Here(Point point, int passed) implements java.io.Serializable {

        /** True at the one moment. */
        boolean is(Point reached) {
            return reached == point && TIMES.getAndIncrement() == passed;
        }

        void dieAt(Point reached) {
            if (is(reached)) {
                Runtime.getRuntime().halt(HALTED);
            }
        }
    }

    private record HaltingTrainers(TrainerFactory trainers, Here here) implements TrainerFactory {

        @Override
        public String name() {
            return trainers.name();
        }

        @Override
        public void check() {
            trainers.check();
        }

        @Override
        public TrainingBackend create() throws IOException {
            return new HaltingTrainer(trainers.create(), here);
        }

        @Override
        public double maxDrop() {
            return trainers.maxDrop();
        }
    }

    private record HaltingTrainer(TrainingBackend trainer, Here here) implements TrainingBackend {

        @Override
        public Fingerprints fingerprints() {
            return trainer.fingerprints();
        }

        @Override
        public TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent) {
            if (here.is(Point.WITHIN_A_STEP)) {
                Thread death = new Thread(() -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(WITHIN_A_STEP_MILLIS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(HALTED);
                });
                death.setDaemon(true);
                death.start();
            }
            return trainer.train(batch, parent);
        }

        @Override
        public TrainingBackend gated(double maxDrop) {
            return new HaltingTrainer(trainer.gated(maxDrop), here);
        }

        @Override
        public void close() {
            trainer.close();
        }
    }

    private record HaltingStore(AdapterStore.Location store, Here here) implements AdapterStore.Location {

        @Override
        public AdapterStore open() {
            return new AdapterStore(new HaltingFiles(store.open().files(), here));
        }

        @Override
        public boolean fork() {
            return store.fork();
        }
    }

    private record HaltingFiles(StoreFiles files, Here here) implements StoreFiles {

        @Override
        public String name() {
            return files.name();
        }

        @Override
        public Optional<byte[]> read(String path) throws IOException {
            return files.read(path);
        }

        @Override
        public void write(String path, byte[] content) throws IOException {
            if (path.matches(".*/v\\d+\\.json")) {
                here.dieAt(Point.BETWEEN_FILES_AND_MANIFEST);
            }
            files.write(path, content);
        }

        @Override
        public Path prepare(String directory) throws IOException {
            return files.prepare(directory);
        }

        /** What was written last may be half there when a machine dies. */
        @Override
        public void place(Path prepared, String directory) throws IOException {
            if (here.is(Point.WITHIN_A_FILE)) {
                try (var each = Files.list(prepared)) {
                    Path cut = each.max(java.util.Comparator.comparing(Path::toString))
                            .orElseThrow();
                    try (FileChannel file = FileChannel.open(cut, StandardOpenOption.WRITE)) {
                        file.truncate(file.size() / 2);
                    }
                }
                files.place(prepared, directory);
                Runtime.getRuntime().halt(HALTED);
            }
            files.place(prepared, directory);
        }

        @Override
        public List<Entry> list(String directory) throws IOException {
            return files.list(directory);
        }

        @Override
        public void delete(String path) throws IOException {
            files.delete(path);
        }
    }

    private record HaltingAnnouncers(Announcer.Factory announcers, Here here) implements Announcer.Factory {

        @Override
        public Announcer create() {
            Announcer announcer = announcers.create();
            return new Announcer() {
                @Override
                public void announce(AdapterVersion version) throws IOException {
                    here.dieAt(Point.BETWEEN_MANIFEST_AND_ANNOUNCEMENT);
                    announcer.announce(version);
                    here.dieAt(Point.BETWEEN_ANNOUNCEMENT_AND_COMMIT);
                }

                @Override
                public void retract(AdapterVersion version) throws IOException {
                    announcer.retract(version);
                }

                @Override
                public void close() {
                    announcer.close();
                }
            };
        }
    }
}
