package dev.convbench.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the machine could do during a run, as measured by that run: its multiply-add peak and its copy rates. */
public final class MachineLimits {
    /** Secondary metric of a peak benchmark: floating point operations in one operation. */
    public static final String FLOPS_PER_OP = "flopsPerOp";
    /** Secondary metric of a copy benchmark: bytes read and written by one operation. */
    public static final String BYTES_PER_OP = "bytesPerOp";

    /** A copy rate stands for footprints up to this factor away. */
    private static final double NEAR = 2.0;

    private final List<Peak> peaks;
    private final List<Copy> copies;

    private MachineLimits(List<Peak> peaks, List<Copy> copies) {
        this.peaks = peaks;
        this.copies = copies;
    }

    /**
     * The best kernel of a precision, on one core.
     *
     * @param configuration the best kernel
     * @param precision f64 or f32
     * @param flops floating point operations a second on one core
     */
    public record Peak(Configuration configuration, String precision, double flops) {}

    /**
     * A copy rate.
     *
     * @param footprint bytes that one operation touches
     * @param workers threads that copy
     * @param rate bytes read and written a second
     */
    public record Copy(double footprint, int workers, double rate) {}

    /** The limits measured by a run. */
    public static MachineLimits of(Run run) {
        List<Peak> peaks = new ArrayList<>();
        List<Copy> copies = new ArrayList<>();
        for (Configuration configuration : run.document().configurations()) {
            Work work = configuration.work();
            if (work.family() == Family.PEAK) {
                double flops = bestFork(run, configuration);
                if (flops > 0) {
                    keepBest(peaks, new Peak(configuration, work.precision(), flops));
                }
            } else if (work.family() == Family.COPY) {
                double rate = run.rate(configuration).value() * run.worst(configuration, BYTES_PER_OP);
                if (rate > 0) {
                    copies.add(new Copy(work.bytes(), work.workers(), rate));
                }
            }
        }
        peaks.sort(Comparator.comparing(Peak::precision).reversed());
        copies.sort(Comparator.comparingDouble(Copy::footprint).thenComparingInt(Copy::workers));
        return new MachineLimits(List.copyOf(peaks), List.copyOf(copies));
    }

    private static void keepBest(List<Peak> peaks, Peak candidate) {
        for (int i = 0; i < peaks.size(); i++) {
            Peak peak = peaks.get(i);
            if (peak.precision().equals(candidate.precision())) {
                if (candidate.flops() > peak.flops()) {
                    peaks.set(i, candidate);
                }
                return;
            }
        }
        peaks.add(candidate);
    }

    private static double bestFork(Run run, Configuration configuration) {
        double best = 0;
        for (Fork fork : run.forks()) {
            if (fork.config() == configuration.id() && fork.ok()) {
                best = Math.max(best, flopsPerCore(configuration, fork));
            }
        }
        return best;
    }

    /** Floating point operations a second and core of one fork of a peak benchmark. */
    static double flopsPerCore(Configuration configuration, Fork fork) {
        double rate = Estimate.median(fork.operationsPerSecond());
        return rate
                * fork.secondary(FLOPS_PER_OP)
                / ((double) configuration.work().workers() * fork.threads());
    }

    /** Peaks by precision, f64 first. */
    public List<Peak> peaks() {
        return peaks;
    }

    /** Copy rates by footprint and workers. */
    public List<Copy> copies() {
        return copies;
    }

    /** Floating point operations a second on one core; empty if not measured. */
    public Optional<Double> peak(String precision) {
        return peaks.stream()
                .filter(peak -> peak.precision().equals(precision))
                .map(Peak::flops)
                .findFirst();
    }

    /** Bytes a second at the measured footprint nearest to {@code bytes}; empty if none is near. */
    public Optional<Double> copyRate(double bytes, int workers) {
        return copies.stream()
                .filter(copy -> copy.workers() == workers && distance(copy, bytes) <= Math.log(NEAR))
                .min(Comparator.comparingDouble(copy -> distance(copy, bytes)))
                .map(Copy::rate);
    }

    private static double distance(Copy copy, double bytes) {
        return Math.abs(Math.log(copy.footprint() / bytes));
    }

    /**
     * Operations a second that the roofline allows: whichever is slower of moving the compulsory bytes at the copy rate
     * and of computing the real floating point operations at the peak of all workers.
     *
     * @param threads JMH's threads, each running operations of its own
     * @return NaN if a figure is missing
     */
    public double attainable(Work work, int threads) {
        Optional<Double> copy = copyRate(work.bytes(), work.workers());
        if (work.family() == Family.POOL) {
            return copy.isPresent() ? copy.get() / work.bytes() : Double.NaN;
        }
        Optional<Double> peak = peak(work.precision());
        if (work.family() != Family.CONV || peak.isEmpty() || copy.isEmpty()) {
            return Double.NaN;
        }
        double computing = peak.get() * work.workers() * threads / work.realFlops();
        return Math.min(computing, copy.get() / work.bytes());
    }

    /** Share of the multiply-add peak, 1 being all of it; NaN if the peak was not measured. */
    public double shareOfPeak(Work work, int threads, double operationsPerSecond) {
        Optional<Double> peak = peak(work.precision());
        return work.family() == Family.CONV && peak.isPresent()
                ? operationsPerSecond * work.realFlops() / (peak.get() * work.workers() * threads)
                : Double.NaN;
    }
}
