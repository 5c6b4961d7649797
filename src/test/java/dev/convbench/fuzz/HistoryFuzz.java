package dev.convbench.fuzz;

import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.history.History;
import dev.convbench.results.history.Level;
import dev.convbench.results.history.Series;

/** A file of history, and what {@code history list} makes of its series. */
public final class HistoryFuzz {
    private static final FuzzFolder FOLDER = new FuzzFolder("some-machine.jsonl");
    private static final double MIN_EFFECT = 0.02;

    private HistoryFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        FOLDER.write("some-machine.jsonl", data);
        try {
            for (Series series : History.read(FOLDER.path())) {
                series.key().text();
                Level.last(series, MIN_EFFECT);
            }
        } catch (UnreadableRunException e) {
            Sentence.require(e);
        }
        FOLDER.requireNothingElse();
    }
}
