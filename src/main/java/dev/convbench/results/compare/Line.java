package dev.convbench.results.compare;

import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.Judgement;
import dev.convbench.results.stats.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One comparison: a metric of a row in the baseline column and in another.
 *
 * @param row values of the dimensions that name the row; those that it does not have are absent
 * @param column the other column
 * @param metric {@link #SCORE} or the label of a secondary metric
 * @param kind how it is judged
 * @param base the baseline
 * @param candidate the other
 * @param effect the log ratio, positive if slower (of other metrics: if more); null if there is no ratio
 * @param judgement the verdict on it; null unless it is tested
 * @param outcome the verdict; null if it is not judged
 * @param notes what a reader should know of it
 */
public record Line(
        Map<String, String> row,
        String column,
        String metric,
        Kind kind,
        Side base,
        Side candidate,
        Effect effect,
        Judgement judgement,
        Outcome outcome,
        List<String> notes) {
    /** The metric that a benchmark is about: its speed. */
    public static final String SCORE = "score";

    /** How a line is judged. */
    public enum Kind {
        /** By its forks, together with all others of this kind. */
        TESTED,
        /** By a rule that is exact. */
        EXACT,
        /** Not at all. */
        SHOWN
    }

    /** Copies the collections. */
    public Line {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
        notes = List.copyOf(notes);
    }

    /** The same, judged. */
    Line judged(Judgement newJudgement) {
        return new Line(
                row, column, metric, kind, base, candidate, effect, newJudgement, newJudgement.outcome(), notes);
    }
}
