package dev.convbench.bench;

import dev.convbench.op.Support;

/** Turns a strategy's refusal into the failure of its benchmark. */
final class Supports {
    private Supports() {}

    /**
     * Lets only a yes pass.
     *
     * @throws UnsupportedOperationException with the reason of a no
     */
    static void require(String subject, Support support) {
        if (!support.ok()) {
            throw new UnsupportedOperationException(subject + " is not supported: " + support.reason());
        }
    }
}
