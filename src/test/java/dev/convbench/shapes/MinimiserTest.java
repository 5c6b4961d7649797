package dev.convbench.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Failing shapes shrink to the least that fails. */
class MinimiserTest {
    private static final ConvShape LARGE =
            Descriptors.convolution("g4mb8ic32ih40iw50oc64kh5kw3sh3sw2dh1dw2ph2pw3pb4pr1");

    private static String minimise(Predicate<ConvShape> fails) {
        return Minimiser.minimise(LARGE, fails).toString();
    }

    @Test
    void everyFieldGoesToItsLeastIfNothingMatters() {
        assertEquals(Descriptors.convolution("ic1ih1oc1kh1").toString(), minimise(shape -> true));
    }

    @Test
    void nothingChangesIfEverythingMatters() {
        assertEquals(LARGE.toString(), minimise(LARGE::equals));
    }

    @Test
    void whatMattersStays() {
        assertEquals("g1mb1ic1ih1iw17oc1oh1ow17kh1kw1sh1sw1dh0dw0ph0pw0", minimise(shape -> shape.ow() >= 17));
        assertEquals("g3mb1ic3ih1iw1oc9oh1ow1kh1kw1sh1sw1dh0dw0ph0pw0", minimise(s -> s.g() >= 3 && s.oc() >= 9));
        assertEquals("g1mb1ic7ih1iw1oc1oh1ow1kh1kw1sh1sw1dh0dw0ph0pw0", minimise(s -> s.icPerGroup() > 6));
        assertEquals(
                "g1mb1ic1ih1iw1oc1oh4ow1kh1kw1sh1sw1dh0dw0ph0pw0pb3",
                minimise(s -> s.padBottom() == 3 || s.padBottom() == 4));
    }

    @Test
    void onlyValidShapesAreAskedAbout() {
        List<ConvShape> asked = new ArrayList<>();
        ConvShape small = Minimiser.minimise(LARGE, shape -> {
            asked.add(shape);
            return shape.kh() >= 5 && shape.dh() == 2;
        });
        assertEquals(9, small.ih(), "the dilated kernel has to fit");
        assertTrue(asked.size() < Minimiser.MAX_TRIALS);
    }

    @Test
    void itEndsEvenIfAnswersAreErratic() {
        int[] calls = {0};
        Minimiser.minimise(LARGE, shape -> calls[0]++ % 3 == 0);
        assertTrue(calls[0] <= Minimiser.MAX_TRIALS);
    }

    @Test
    void itEndsAfterSoManyTrials() {
        ConvShape tall = Descriptors.convolution("ic1ih5000iw1oc1kh1");
        int[] height = {5000};
        ConvShape small = Minimiser.minimise(tall, shape -> {
            boolean oneLess = shape.ih() >= height[0] - 1;
            height[0] = oneLess ? shape.ih() : height[0];
            return oneLess;
        });
        assertEquals(height[0], small.ih());
        assertTrue(small.ih() > 5000 - Minimiser.MAX_TRIALS, "not all the way: " + small.ih());
        assertTrue(small.ih() < 5000 - Minimiser.MAX_TRIALS / 4, "some of the way: " + small.ih());
    }

    @Test
    void theSameAnswersGiveTheSameShape() {
        Predicate<ConvShape> fails = shape -> shape.xLength() % 7 < 4;
        assertEquals(minimise(fails), minimise(fails));
    }

    @Test
    void poolingsShrinkToo() {
        PoolShape large = Descriptors.pooling("avg_np_mb4ic9ih30iw31kh4kw3sh3sw2ph1pw2pb0pr1cm1");
        assertEquals(Descriptors.pooling("avg_np_ic1ih1kh1"), Minimiser.minimise(large, shape -> true));
        assertEquals(
                "avg_np_mb1ic1ih1iw1oh1ow1kh1kw1sh1sw1dh0dw0ph0pw0cm1",
                Minimiser.minimise(large, PoolShape::ceilMode).toString());
        assertEquals(
                "avg_np_mb1ic5ih1iw1oh1ow1kh1kw1sh1sw1dh0dw0ph0pw0",
                Minimiser.minimise(large, s -> s.c() >= 5).toString());
    }
}
