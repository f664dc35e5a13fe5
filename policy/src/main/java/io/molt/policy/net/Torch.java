package io.molt.policy.net;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The native engine, started once per process with one thread, offline. */
public final class Torch {

    private static final String ENGINE = "PyTorch";
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static {
        for (String threads : new String[] {"ai.djl.pytorch.num_threads", "ai.djl.pytorch.num_interop_threads"}) {
            if (System.getProperty(threads) == null) {
                System.setProperty(threads, "1"); // sums must not depend on how many cores there are
            }
        }
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
    }

    private Torch() {}

    /** A scope of native tensors; closing it frees them. */
    public static NDManager scope() {
        return NDManager.newBaseManager(Device.cpu(), ENGINE);
    }

    /** Library versions, device, instruction set, threads. */
    public static String fingerprint() {
        Engine engine = Engine.getEngine(ENGINE);
        return "djl %s, pytorch %s, cpu %s %s, threads %d"
                .formatted(
                        Engine.getDjlVersion(),
                        engine.getVersion(),
                        System.getProperty("os.arch"),
                        instructionSet(),
                        JniUtils.getNumThreads());
    }

    /** Computes a scalar and its gradients; leaves must have been told that they require them. */
    static NDArray backward(Supplier<NDArray> scalar) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            NDArray loss = scalar.get();
            NDArray one = loss.onesLike();
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
            return loss;
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private static String instructionSet() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            String flags = lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
            return Stream.of("avx512f", "avx2", "sse4_2")
                    .filter(flags::contains)
                    .findFirst()
                    .orElse("generic");
        } catch (IOException e) {
            return "generic";
        }
    }
}
