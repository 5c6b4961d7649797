package dev.convbench.run;

import dev.convbench.run.ForkOptions.Timing;
import java.util.List;

/** What a schedule needs of those who carry it out. */
interface ForkRunner {
    /**
     * Runs one fork and records it, whatever comes of it.
     *
     * @param candidate what to measure
     * @param round from 1
     * @param checkpoint {@code middle} or {@code last} if it only watches the machine; else null
     * @param timing null for what the user or the benchmark says
     * @return whether it gave a result
     */
    boolean fork(Candidate candidate, int round, String checkpoint, Timing timing);

    /** A fork that was planned and will not run. */
    void drop(Candidate candidate, String reason);

    /** The best peak kernel of each precision, from what was measured so far. */
    List<Candidate> bestPeaks();

    /** Configurations to add now that these were measured once. */
    List<Candidate> additions();

    /** Whether to stop, because a fork failed and that was asked for. */
    boolean stopped();

    /**
     * How far the run is.
     *
     * @param left estimate of the forks that are still to come
     * @param secondsLeft estimate of the time that they take; negative if unknown
     */
    void progress(int left, double secondsLeft);
}
