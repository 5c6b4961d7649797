package dev.convbench.peers.onednn;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Support;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.EmptyWindows;
import dev.convbench.peers.base.Library;
import dev.convbench.peers.base.PeerStrategy;
import dev.convbench.peers.base.Values;
import java.util.List;

/** oneDNN through JavaCPP's presets: float only, direct convolution. */
public final class OneDnnStrategy extends PeerStrategy {
    private static final Library LIBRARY =
            new Library("oneDNN", List.of("dnnl-", "javacpp-", "opencl-"), () -> OneDnn.load());

    private final Layout layout;

    private OneDnnStrategy(String name, Layout layout, boolean copies, int workers) {
        super(name, copies, workers);
        this.layout = layout;
    }

    /** NCHW prescribed. */
    public static OneDnnStrategy nchw() {
        return new OneDnnStrategy("onednn-nchw", Layout.NCHW, false, 1);
    }

    /** The library's layouts, reorders timed. */
    public static OneDnnStrategy reordered() {
        return new OneDnnStrategy("onednn", Layout.REORDERED, false, 1);
    }

    /** As {@link #reordered} with Java arrays. */
    public static OneDnnStrategy ofArrays() {
        return new OneDnnStrategy("onednn-arrays", Layout.REORDERED, true, 1);
    }

    /** The library's layouts, reorders not timed. */
    public static OneDnnStrategy blocked() {
        return new OneDnnStrategy("onednn-blocked", Layout.BLOCKED, false, 1);
    }

    @Override
    protected PeerStrategy of(int count) {
        return new OneDnnStrategy(name(), layout, !timesOffHeap(), count);
    }

    @Override
    protected Library loaded() {
        return LIBRARY;
    }

    @Override
    protected String call() {
        return switch (layout) {
            case NCHW -> "NCHW in and out, its own layout changes inside";
            case REORDERED -> "its own layout, reorders from and to NCHW timed";
            case BLOCKED -> "its own layout, reorders not timed";
        };
    }

    private static Support float32(Precision precision) {
        return precision == Precision.F32 ? Support.yes() : Support.no("oneDNN has no double on a CPU");
    }

    @Override
    protected Support convolves(ConvShape shape, Pass pass, Precision precision) {
        if (EmptyWindows.in(shape)) {
            return Support.no("oneDNN can end the process where a window reads no pixel");
        }
        boolean larger = (shape.kh() - 1) * shape.dh() >= shape.ih() || (shape.kw() - 1) * shape.dw() >= shape.iw();
        boolean column = shape.ow() == 1 && shape.oh() > 1;
        return larger || column
                ? Support.no(
                        "oneDNN 3.11 gives wrong results, or ends the process, for some kernels larger than the image and"
                                + " some outputs of one column")
                : float32(precision);
    }

    @Override
    protected Support pools(PoolShape shape, Precision precision) {
        boolean within = shape.padBottom() < shape.kh() && shape.padRight() < shape.kw();
        return within ? float32(precision) : Support.no("oneDNN pads by less than the window");
    }

    @Override
    protected boolean preparesWeights(ConvShape shape) {
        return true;
    }

    @Override
    protected Computation computation(ConvShape shape, Pass pass, Precision precision, boolean bias, Values prepared) {
        return new OneDnnConvolution(shape, layout).computation(pass, bias, prepared, workers());
    }

    @Override
    protected Computation computation(PoolShape shape, Precision precision) {
        return OneDnnMaxPool.computation(shape, layout, workers());
    }
}
