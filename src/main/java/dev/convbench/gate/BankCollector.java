package dev.convbench.gate;

import dev.convbench.gate.Bank.Variant;
import dev.convbench.machine.Fingerprint;
import dev.convbench.results.Json;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.run.Disk;
import dev.convbench.run.LineLog;
import dev.convbench.run.Progress;
import dev.convbench.run.RunFailedException;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fills a {@link Bank} with forks, one after the other; goes on where it was stopped. */
public final class BankCollector {
    private static final long SEED = 7;

    private final Path folder;
    private final int rounds;
    private final Runner runner;
    private final Progress progress;

    /** Runs a fork. Its text says how, so that a bank holds forks of one kind only. */
    public interface Runner {
        /**
         * Nanoseconds a call of the kernel and of the {@link Ruler}, one an iteration.
         *
         * @throws RunFailedException if it gave no result; the reason
         */
        double[][] fork(String kernel, Variant variant) throws IOException, RunFailedException;
    }

    /** Fills that folder with so many rounds. */
    public BankCollector(Path folder, int rounds, Runner runner, Progress progress) {
        this.folder = folder;
        this.rounds = rounds;
        this.runner = runner;
        this.progress = progress;
    }

    private record Group(int round, String kernel) {}

    /** Measures what is missing. */
    public void collect() throws IOException, UnreadableRunException, RunFailedException {
        Files.createDirectories(folder);
        Path file = folder.resolve(Bank.FORKS);
        LineLog.recover(file);
        Bank bank = Bank.read(folder, Bank.Value.TIME);
        List<Group> groups = missing(bank);
        int left = groups.stream()
                .mapToInt(group -> Bank.variants(group.kernel()).size())
                .sum();
        if (left == 0) {
            return;
        }
        describe();
        progress.finished(bank.nextFork());
        int fork = bank.nextFork();
        int attempt = bank.nextAttempt();
        int done = 0;
        double spent = 0;
        try (LineLog log = LineLog.open(file)) {
            for (Group group : groups) {
                for (Variant variant : order(group)) {
                    String what = group.kernel() + " " + variant + " round " + (group.round() + 1);
                    progress.fork(what, left, done == 0 ? -1 : left * spent / done);
                    Instant started = Instant.now();
                    long start = System.nanoTime();
                    double[][] times = runner.fork(group.kernel(), variant);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    log.append(Json.line(new Bank.Line(
                            "fork",
                            fork++,
                            group.round(),
                            attempt,
                            group.kernel(),
                            variant,
                            started.toString(),
                            Math.round(seconds * 1e3) / 1e3,
                            times[0],
                            times[1])));
                    spent += seconds;
                    done++;
                    left--;
                }
            }
        } finally {
            progress.clear();
        }
    }

    private List<Group> missing(Bank bank) {
        List<Group> groups = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<String> kernels = new ArrayList<>(CalibratedKernel.names());
            Collections.shuffle(kernels, new Random(SEED + round));
            for (String kernel : kernels) {
                if (!bank.has(kernel, round)) {
                    groups.add(new Group(round, kernel));
                }
            }
        }
        return groups;
    }

    /** Forwards and backwards in turn (ABBA): what drifts harms all variants alike. */
    private static List<Variant> order(Group group) {
        List<Variant> order = new ArrayList<>(Bank.variants(group.kernel()));
        if (group.round() % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void describe() throws IOException {
        Path header = folder.resolve(Bank.HEADER);
        String text = Json.pretty(Map.of(
                "formatVersion",
                1,
                "machine",
                Json.mapper().readTree(Fingerprint.take().toJson()),
                "seed",
                SEED,
                "fork",
                runner.toString(),
                "plantedKernel",
                Bank.plantedKernel(),
                "plantedPercent",
                Bank.PLANTED_PERCENT,
                "kernels",
                CalibratedKernel.names()));
        if (!Files.exists(header)) {
            Disk.replace(header, text);
        } else if (!Json.mapper()
                .readTree(Files.readString(header))
                .equals(Json.mapper().readTree(text))) {
            throw new UsageException(folder + " holds forks of another machine, JDK or setting; give another folder");
        }
    }
}
