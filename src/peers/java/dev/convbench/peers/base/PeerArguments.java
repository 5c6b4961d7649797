package dev.convbench.peers.base;

import dev.convbench.op.Arguments;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import java.util.function.Consumer;

/** Checks of what is handed to a peer's plan, with the exceptions of every plan. */
final class PeerArguments {
    private PeerArguments() {}

    static void check(Values values, int length, String name, Precision precision, Object shape) {
        if (values == null) {
            throw new NullPointerException(name + " is null");
        }
        if (values.precision() != precision) {
            throw new IllegalArgumentException(
                    "this plan is for " + precision.text() + ": it takes " + precision.javaType() + " arrays, not "
                            + values.precision().javaType());
        }
        if (values.length() != length) {
            throw new IllegalArgumentException(
                    name + " has " + values.length() + " elements, must have " + length + " for " + shape);
        }
    }

    static void distinct(Values output, String outputName, Values input, String inputName) {
        if (output != null && input != null && output.array() == input.array()) {
            throw new IllegalArgumentException(outputName + " and " + inputName + " are the same array");
        }
    }

    static PeerScratch scratch(Scratch scratch) {
        return Arguments.scratch(scratch, PeerScratch.class);
    }

    /** Does something with a scratch that no other thread uses meanwhile. */
    static void entered(Scratch scratch, Object plan, Consumer<PeerScratch> action) {
        PeerScratch s = scratch(scratch);
        s.enter(plan);
        try {
            action.accept(s);
        } finally {
            s.exit();
        }
    }
}
