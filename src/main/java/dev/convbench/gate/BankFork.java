package dev.convbench.gate;

import dev.convbench.gate.Bank.Variant;
import dev.convbench.run.RunFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A fork of this program that measures a calibrated kernel, in the same Java, with little beside it. */
public final class BankFork implements BankCollector.Runner {
    private static final int WARMUP_MILLIS = 220;
    private static final int ITERATIONS = 5;
    private static final int ITERATION_MILLIS = 40;
    private static final long TIMEOUT_SECONDS = 60;

    private final ChildProcess child;

    /** Forks run in {@code child}. */
    public BankFork(ChildProcess child) {
        this.child = child;
    }

    @Override
    public double[][] fork(String kernel, Variant variant) throws IOException, RunFailedException {
        ChildProcess.Ended ended = child.run(null, command(kernel, variant.extraPercent()), TIMEOUT_SECONDS);
        if (ended.code() != 0) {
            throw new RunFailedException("a fork of " + kernel + " failed: " + ended.lastWords());
        }
        return ended.out()
                .lines()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Override
    public String toString() {
        return WARMUP_MILLIS + " ms of warm-up, " + ITERATIONS + " x " + ITERATION_MILLIS + " ms";
    }

    static List<String> command(String kernel, int extraPercent) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KernelFork.class.getName(),
                kernel,
                Integer.toString(extraPercent),
                Integer.toString(WARMUP_MILLIS),
                Integer.toString(ITERATIONS),
                Integer.toString(ITERATION_MILLIS));
    }
}
