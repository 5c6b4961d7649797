package dev.convbench.results.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row that lacks a side.
 *
 * @param row values of the dimensions that name the row
 * @param column the column in question
 * @param state what is the matter
 * @param message what is known of it; empty if nothing is
 */
public record Unpaired(Map<String, String> row, String column, State state, String message) {
    /** What is the matter with a row. */
    public enum State {
        /** Measured in the baseline only. */
        MISSING,
        /** Measured in the other column only. */
        ADDED,
        /** Failed, or planned and not measured, in the other column. */
        FAILED,
        /** Failed, or planned and not measured, in the baseline. */
        BASELINE_FAILED
    }

    /** Copies the map. */
    public Unpaired {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
    }
}
