package dev.convbench.op;

import java.util.Objects;

/**
 * The answer of a strategy to "can you do this?": yes, or no with the reason.
 *
 * @param ok whether it can
 * @param reason why not, as one phrase; empty when it can
 */
public record Support(boolean ok, String reason) {
    private static final Support YES = new Support(true, "");

    /** Rejects a refusal without a reason. */
    public Support {
        Objects.requireNonNull(reason, "reason");
        if (ok != reason.isEmpty()) {
            throw new IllegalArgumentException(ok ? "a yes carries no reason" : "a no needs a reason");
        }
    }

    /** Supported. */
    public static Support yes() {
        return YES;
    }

    /** Not supported, because of {@code reason}. */
    public static Support no(String reason) {
        return new Support(false, reason);
    }

    /** This answer if it is a no, else {@code other}. */
    public Support and(Support other) {
        return ok ? other : this;
    }
}
