package dev.convbench.results;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of thing a benchmark measures; decides which columns its table has. */
public enum Family {
    /** A pass of a convolution: GFLOP/s. */
    CONV,
    /** A pass of a pooling: GB/s. */
    POOL,
    /** The multiply-add peak of the machine. */
    PEAK,
    /** The copy rate of the machine at a footprint. */
    COPY,
    /** Anything else: operations a second only. */
    OTHER;

    /** The name in run.json. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text()}; a word of a later version counts as {@link #OTHER}. */
    @JsonCreator
    public static Family parse(String text) {
        for (Family family : values()) {
            if (family.text().equals(text)) {
                return family;
            }
        }
        return OTHER;
    }
}
