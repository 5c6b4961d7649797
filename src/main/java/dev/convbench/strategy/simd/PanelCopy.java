package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies the terms of a micropanel from a padded block, whole vectors at a time: each term a few vectors, wherever its pixels stand.
 *
 * <p>Where rows of the map are no shorter than a vector and the tile has three, that mostly takes three to five copies. These are written
 * out, so that places stay in registers: a loop over them took 1.5 cycles an element, which is a sixth of a layer's time with 64 output
 * channels, and these take a third of that.
 */
final class PanelCopy {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int THREE = 3;
    private static final int FIVE = 5;

    private PanelCopy() {}

    /**
     * Copies the taps of some channels, of the last one perhaps not all.
     *
     * @param source where the vectors of a term stand, counted from its place in the block
     * @param target where they go, ascending, counted from the term
     * @param step distance of terms in the panel
     * @param at where channel 0 stands
     * @param tapOffset displacement of each tap
     * @param lastTaps taps of the last channel
     * @param panelAt where the first term goes
     */
    static void terms(
            int[] source,
            int[] target,
            int step,
            double[] block,
            int at,
            int channelStride,
            int channels,
            int[] tapOffset,
            int lastTaps,
            double[] panel,
            int panelAt) {
        if (source.length == THREE) {
            three(source, target, step, block, at, channelStride, channels, tapOffset, lastTaps, panel, panelAt);
        } else if (source.length <= FIVE) {
            five(source, target, step, block, at, channelStride, channels, tapOffset, lastTaps, panel, panelAt);
        } else {
            any(source, target, step, block, at, channelStride, channels, tapOffset, lastTaps, panel, panelAt);
        }
    }

    private static void three(
            int[] source,
            int[] target,
            int step,
            double[] block,
            int at,
            int channelStride,
            int channels,
            int[] tapOffset,
            int lastTaps,
            double[] panel,
            int panelAt) {
        int to0 = target[0];
        int to1 = target[1];
        int to2 = target[2];
        int to = panelAt;
        for (int c = 0; c < channels; c++) {
            int from0 = at + c * channelStride + source[0];
            int from1 = at + c * channelStride + source[1];
            int from2 = at + c * channelStride + source[2];
            int taps = c < channels - 1 ? tapOffset.length : lastTaps;
            for (int t = 0; t < taps; t++, to += step) {
                int tap = tapOffset[t];
                DoubleVector.fromArray(SPECIES, block, from0 + tap).intoArray(panel, to + to0);
                DoubleVector.fromArray(SPECIES, block, from1 + tap).intoArray(panel, to + to1);
                DoubleVector.fromArray(SPECIES, block, from2 + tap).intoArray(panel, to + to2);
            }
        }
    }

    /** One to five vectors: those that are missing are the last one again. */
    private static void five(
            int[] source,
            int[] target,
            int step,
            double[] block,
            int at,
            int channelStride,
            int channels,
            int[] tapOffset,
            int lastTaps,
            double[] panel,
            int panelAt) {
        int last = source.length - 1;
        int second = Math.min(1, last);
        int third = Math.min(2, last);
        int fourth = Math.min(3, last);
        int to0 = target[0];
        int to1 = target[second];
        int to2 = target[third];
        int to3 = target[fourth];
        int to4 = target[last];
        int to = panelAt;
        for (int c = 0; c < channels; c++) {
            int channelAt = at + c * channelStride;
            int from0 = channelAt + source[0];
            int from1 = channelAt + source[second];
            int from2 = channelAt + source[third];
            int from3 = channelAt + source[fourth];
            int from4 = channelAt + source[last];
            int taps = c < channels - 1 ? tapOffset.length : lastTaps;
            for (int t = 0; t < taps; t++, to += step) {
                int tap = tapOffset[t];
                DoubleVector.fromArray(SPECIES, block, from0 + tap).intoArray(panel, to + to0);
                DoubleVector.fromArray(SPECIES, block, from1 + tap).intoArray(panel, to + to1);
                DoubleVector.fromArray(SPECIES, block, from2 + tap).intoArray(panel, to + to2);
                DoubleVector.fromArray(SPECIES, block, from3 + tap).intoArray(panel, to + to3);
                DoubleVector.fromArray(SPECIES, block, from4 + tap).intoArray(panel, to + to4);
            }
        }
    }

    private static void any(
            int[] source,
            int[] target,
            int step,
            double[] block,
            int at,
            int channelStride,
            int channels,
            int[] tapOffset,
            int lastTaps,
            double[] panel,
            int panelAt) {
        int to = panelAt;
        for (int c = 0; c < channels; c++) {
            int taps = c < channels - 1 ? tapOffset.length : lastTaps;
            for (int t = 0; t < taps; t++, to += step) {
                int from = at + c * channelStride + tapOffset[t];
                for (int v = 0; v < source.length; v++) {
                    DoubleVector.fromArray(SPECIES, block, from + source[v]).intoArray(panel, to + target[v]);
                }
            }
        }
    }
}
