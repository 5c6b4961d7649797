package dev.convbench.simd;

import java.util.List;

/**
 * The width of the vectors that kernels use: the hardware's, or the one that {@link #PROPERTY} asks for.
 *
 * <p>A width beyond the hardware's is emulated lane by lane: right but tens of times slower. It serves tests and is refused
 * for timing. Loads without the Vector API.
 */
public final class Widths {
    /** System property that overrides the width in bits: 128, 256 or 512. */
    public static final String PROPERTY = "convbench.vector.bits";

    private static final List<Integer> CHOICES = List.of(128, 256, 512);

    private Widths() {}

    /**
     * Reads a value of the property.
     *
     * @param text the value, or null if it is not set
     * @return bits, or 0 if it is not set
     * @throws IllegalArgumentException if it is none of the widths
     */
    public static int parse(String text) {
        String problem = problem(text);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
        return text == null ? 0 : Integer.parseInt(text);
    }

    /** What is wrong with a value of the property; empty if nothing is. */
    static String problem(String text) {
        boolean known = text == null || CHOICES.stream().anyMatch(bits -> text.equals(bits.toString()));
        return known ? "" : PROPERTY + " is '" + text + "', must be 128, 256 or 512";
    }

    /**
     * The width in use, in bits.
     *
     * @throws IllegalStateException with the reason if vector kernels are not usable here
     */
    public static int bits() {
        requireUsable();
        return Species.BITS;
    }

    /**
     * The width that the JVM prefers on this hardware, in bits.
     *
     * @throws IllegalStateException with the reason if vector kernels are not usable here
     */
    public static int hardwareBits() {
        requireUsable();
        return Species.HARDWARE_BITS;
    }

    /** Why the width in use must not be timed; empty if it may be, or if there are no vectors here. */
    public static String timingProblem() {
        return VectorModule.isUsable() ? timingProblem(bits(), hardwareBits()) : "";
    }

    static String timingProblem(int bits, int hardwareBits) {
        return bits <= hardwareBits
                ? ""
                : PROPERTY + " asks for " + bits + " bits but the hardware has " + hardwareBits
                        + ": emulated vectors can be tested but not timed";
    }

    /**
     * Refuses to go on if the width in use must not be timed.
     *
     * @throws IllegalStateException with the reason
     */
    public static void requireTimable() {
        String problem = timingProblem();
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
    }

    private static void requireUsable() {
        if (!VectorModule.isUsable()) {
            throw new IllegalStateException(VectorModule.problem());
        }
    }
}
