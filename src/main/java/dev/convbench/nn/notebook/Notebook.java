package dev.convbench.nn.notebook;

import dev.convbench.nn.SplitMix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Replays the cells of the notebook in their order. All random numbers come from one seed, with a stream of their own for each
 * cell, so a cell gives the same whatever the others do.
 */
public final class Notebook {
    private static final long STREAM = 0x632be59bd9b4e019L;

    private final List<String> titles = new ArrayList<>();
    private final List<BiConsumer<CellBuilder, SplitMix>> cells = new ArrayList<>();
    private final long seed;

    /** A notebook that has not run yet. */
    public Notebook(Settings settings) {
        seed = settings.seed();
        LayerCells layers = new LayerCells(settings);
        SpeedCells speed = new SpeedCells(settings);
        NetworkCells network = new NetworkCells(settings);
        BatchNormCells norm = new BatchNormCells(settings);
        add("The images", network::data);
        add("Convolution forward, against the printed values", layers::convForward);
        add("The shape of the printed values", layers::printedShape);
        add("Convolution backward, against centred differences", layers::convBackward);
        add("Max pooling forward, against the printed values", layers::poolForward);
        add("Max pooling backward, against centred differences", layers::poolBackward);
        add("Fast convolution: 100 images of 3x31x31, 25 filters of 3x3, stride 2", speed::convolution);
        add("Fast pooling: 100 images of 3x32x32, windows of 2x2", speed::pooling);
        add("conv - relu - pool, against centred differences", layers::convReluPool);
        add("conv - relu, against centred differences", layers::convRelu);
        add("The network: loss at the start", network::initialLoss);
        add("The network: gradients against centred differences", network::gradients);
        add("Overfitting 100 images", network::overfit);
        add("Spatial batch normalisation in training", norm::forwardTrain);
        add("Spatial batch normalisation in test mode", norm::forwardTest);
        add("Spatial batch normalisation backward, against centred differences", norm::backward);
        add("Training the network", network::training);
    }

    private void add(String title, BiConsumer<CellBuilder, SplitMix> cell) {
        titles.add(title);
        cells.add(cell);
    }

    /** The titles of the cells, in order. */
    public List<String> titles() {
        return List.copyOf(titles);
    }

    /**
     * Runs all cells in order.
     *
     * @param before is told the title of a cell before it runs
     * @param after is given each cell when it is done
     * @return all of them
     */
    public List<Cell> run(Consumer<String> before, Consumer<Cell> after) {
        List<Cell> done = new ArrayList<>();
        for (int k = 0; k < cells.size(); k++) {
            before.accept(titles.get(k));
            CellBuilder builder = new CellBuilder();
            long start = System.nanoTime();
            cells.get(k).accept(builder, new SplitMix(seed + STREAM * (k + 1)));
            Cell cell = builder.build(titles.get(k), (System.nanoTime() - start) * 1e-9);
            after.accept(cell);
            done.add(cell);
        }
        return done;
    }
}
