package dev.convbench.op;

/** What a pooling takes of its window. The texts are benchdnn's. */
public enum PoolKind {
    /** The maximum; padding counts as −∞. */
    MAX("max"),
    /** The mean over all cells of the padded input in the window: padding counts as zeros. */
    AVERAGE_INCLUDE_PADDING("avg_p"),
    /** The mean over the pixels in the window: padding is not counted. A window without pixels gives 0. */
    AVERAGE_EXCLUDE_PADDING("avg_np");

    private final String text;

    PoolKind(String text) {
        this.text = text;
    }

    /** The word used in descriptors: {@code max}, {@code avg_p} or {@code avg_np}. */
    public String text() {
        return text;
    }
}
