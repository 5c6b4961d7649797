package dev.convbench.gate;

import dev.convbench.gate.Bank.Variant;
import dev.convbench.results.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Banks with made-up times: forks of equal code differ at random, planted work shows as what it is. */
public final class BankFixture {
    private BankFixture() {}

    /** Writes the forks of so many rounds on a quiet machine: they differ by 1 %. */
    public static void write(Path folder, int rounds) throws IOException {
        write(folder, rounds, 0.01);
    }

    /**
     * Writes the forks of so many rounds.
     *
     * @param noise standard deviation of the times of forks, as a share
     */
    static void write(Path folder, int rounds, double noise) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<String> lines = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (String kernel : CalibratedKernel.names()) {
                for (Variant variant : Bank.variants(kernel)) {
                    double time = 1000 * (1 + noise * random.nextGaussian()) * (100 + variant.extraPercent()) / 100;
                    double[] times = {time, time, time};
                    double[] ruler = {500, 500, 500};
                    lines.add(Json.line(new Bank.Line(
                            "fork",
                            lines.size(),
                            round,
                            0,
                            kernel,
                            variant,
                            "2030-01-01T00:00:00Z",
                            0.5,
                            times,
                            ruler)));
                }
            }
        }
        Files.createDirectories(folder);
        Files.write(folder.resolve(Bank.FORKS), lines);
    }
}
