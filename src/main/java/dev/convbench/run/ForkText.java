package dev.convbench.run;

import java.util.ArrayList;
import java.util.List;

/** What JMH prints about one fork, as far as it says something that JMH does not say otherwise. */
final class ForkText {
    private static final int MAX_MESSAGE = 400;

    private boolean warmupFork;
    private boolean inErrors;
    private final List<String> errors = new ArrayList<>();

    /** JMH printed a line. */
    void line(String line) {
        if (line.startsWith("# Warmup Fork:")) {
            warmupFork = true;
        } else if (line.startsWith("# Fork:")) {
            warmupFork = false;
        } else if (line.startsWith("<stdout last=") || line.startsWith("<stderr last=")) {
            inErrors = true;
        } else if (line.equals("</stdout>") || line.equals("</stderr>")) {
            inErrors = false;
        } else if (inErrors && !line.isBlank() && !line.startsWith("WARNING:")) {
            errors.add(line.strip());
        }
    }

    /** Whether the fork under way only warms up. */
    boolean inWarmupFork() {
        return warmupFork;
    }

    /** Why a fork failed, in one line. */
    String explain(Throwable failure) {
        Throwable deepest = failure;
        while (next(deepest) != null) {
            deepest = next(deepest);
        }
        String message = deepest.getMessage() == null
                ? deepest.getClass().getSimpleName()
                : isPlain(deepest)
                        ? deepest.getMessage()
                        : deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
        if (message.startsWith("Forked VM failed") && !errors.isEmpty()) {
            message += ": " + errors.get(0);
        }
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
    }

    /** Whether the name of the exception says nothing that its message does not. */
    private static boolean isPlain(Throwable failure) {
        return failure instanceof IllegalStateException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnsupportedOperationException
                || failure.getClass() == RuntimeException.class
                || failure.getClass().getName().startsWith("org.openjdk.jmh.");
    }

    private static Throwable next(Throwable failure) {
        if (failure.getCause() != null && failure.getCause() != failure) {
            return failure.getCause();
        }
        Throwable[] suppressed = failure.getSuppressed();
        return suppressed.length == 0 ? null : suppressed[0];
    }
}
