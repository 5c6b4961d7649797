package dev.convbench.op;

/** The passes of an operation. Pooling has {@link #FORWARD} and {@link #BACKWARD_DATA} only. */
public enum Pass {
    /** y from x, w and b. */
    FORWARD("forward"),
    /** dx from dy and w (pooling: from dy and argmax). */
    BACKWARD_DATA("backwardData"),
    /** dw from x and dy. */
    BACKWARD_WEIGHTS("backwardWeights"),
    /** db from dy. */
    BACKWARD_BIAS("backwardBias");

    private final String text;

    Pass(String text) {
        this.text = text;
    }

    /** The name used in tables and messages, for example {@code backwardData}. */
    public String text() {
        return text;
    }
}
