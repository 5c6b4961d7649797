package dev.convbench.peers.blas;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Support;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Library;
import dev.convbench.peers.base.PeerStrategy;
import dev.convbench.peers.base.Values;
import java.util.List;
import java.util.function.Supplier;

/** A library's matrix product under a column matrix made in Java: what a user writes who has only a BLAS. */
public final class BlasStrategy extends PeerStrategy {
    private static final Library OPEN_BLAS =
            new Library("OpenBLAS", List.of("openblas-", "javacpp-"), () -> OpenBlas.load());
    private static final Library NETLIB =
            new Library("netlib", List.of("blas-", "arpack_combined_all-"), () -> Netlib.load());
    private static final int MAX_ELEMENTS = 1 << 27;

    private final Library library;
    private final Supplier<MatrixProduct> product;

    private BlasStrategy(String name, Library library, Supplier<MatrixProduct> product, int workers) {
        super(name, false, workers);
        this.library = library;
        this.product = product;
    }

    /** Under OpenBLAS. */
    public static BlasStrategy openBlas() {
        return new BlasStrategy("openblas", OPEN_BLAS, () -> new OpenBlas(), 1);
    }

    /** Under netlib. */
    public static BlasStrategy netlib() {
        return new BlasStrategy("netlib", NETLIB, () -> new Netlib(), 1);
    }

    @Override
    protected PeerStrategy of(int count) {
        return new BlasStrategy(name(), library, product, count);
    }

    @Override
    protected Library loaded() {
        return library;
    }

    @Override
    protected String call() {
        return "columns made in Java, block by block, the blocks shared by Java threads; one product a block";
    }

    @Override
    protected Support convolves(ConvShape shape, Pass pass, Precision precision) {
        if (pass != Pass.FORWARD) {
            return Support.no("a matrix product under im2col is compared forward only");
        }
        if (shape.g() > 1 && shape.icPerGroup() == 1) {
            return Support.no("depthwise: a matrix product of one row has nothing to do");
        }
        return new Im2colCut(shape, workers()).columnElements() <= MAX_ELEMENTS
                ? Support.yes()
                : Support.no("a block of columns would have more than " + MAX_ELEMENTS + " elements");
    }

    @Override
    protected Support pools(PoolShape shape, Precision precision) {
        return Support.no("a matrix product finds no maxima");
    }

    @Override
    protected Computation computation(ConvShape shape, Pass pass, Precision precision, boolean bias, Values prepared) {
        return precision == Precision.F64
                ? new Im2colF64(product.get(), shape, bias, workers())
                : new Im2colF32(product.get(), shape, bias, workers());
    }

    @Override
    protected Computation computation(PoolShape shape, Precision precision) {
        throw new UnsupportedOperationException(pools(shape, precision).reason());
    }
}
