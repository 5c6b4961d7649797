package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;

/** Names an element of an output by its coordinates. */
final class Coordinates {
    private Coordinates() {}

    /** For example {@code dw[0, 2, 1, 1]}; empty for index −1. */
    static String of(ConvShape shape, Pass pass, int index) {
        return switch (pass) {
            case FORWARD -> text("y", index, shape.oc(), shape.oh(), shape.ow());
            case BACKWARD_DATA -> text("dx", index, shape.ic(), shape.ih(), shape.iw());
            case BACKWARD_WEIGHTS -> text("dw", index, shape.icPerGroup(), shape.kh(), shape.kw());
            case BACKWARD_BIAS -> index < 0 ? "" : "db[" + index + "]";
        };
    }

    /** For example {@code y[0, 2, 1, 1]}; empty for index −1. */
    static String of(PoolShape shape, Pass pass, int index) {
        return pass == Pass.FORWARD
                ? text("y", index, shape.c(), shape.oh(), shape.ow())
                : text("dx", index, shape.c(), shape.ih(), shape.iw());
    }

    private static String text(String array, int index, int channels, int rows, int columns) {
        if (index < 0) {
            return "";
        }
        int plane = index / columns / rows;
        return array + "[" + plane / channels + ", " + plane % channels + ", " + index / columns % rows + ", "
                + index % columns + "]";
    }
}
