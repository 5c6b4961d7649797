package dev.convbench.nn.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.BrokenStrategy;
import dev.convbench.check.Fault;
import dev.convbench.nn.ProgressListener;
import dev.convbench.nn.SplitMix;
import dev.convbench.nn.SyntheticImages;
import dev.convbench.op.Pass;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cells that compare strategies, with some that are wrong. */
class SpeedCellsTest {
    private static Cell convolution(double seconds, Strategy... compared) {
        CellBuilder cell = new CellBuilder();
        cells(seconds, compared).convolution(cell, new SplitMix(5));
        return cell.build("conv", 0);
    }

    private static Cell pooling(Strategy... compared) {
        CellBuilder cell = new CellBuilder();
        cells(0, compared).pooling(cell, new SplitMix(5));
        return cell.build("pool", 0);
    }

    private static SpeedCells cells(double seconds, Strategy... compared) {
        return new SpeedCells(new Settings(
                5,
                Strategies.named("loops"),
                List.of(compared),
                SyntheticImages.draw(1, 1, 1, 1),
                false,
                seconds,
                1,
                1,
                ProgressListener.NONE));
    }

    private static void assertWrong(Cell cell, String operation, Strategy strategy) {
        for (Check check : cell.checks()) {
            boolean wrong = check.name().startsWith(operation);
            assertEquals(!wrong, check.passed(), check::toString);
            assertTrue(!wrong || (check.value() > 1e-6 && check.value() <= 1.001e-3), check::toString);
        }
        for (Timing timing : cell.timings()) {
            boolean wrong =
                    timing.operation().equals(operation) && timing.strategy().equals(strategy.name());
            assertEquals(wrong, timing.error() > 1e-8, timing::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Pass.class)
    void aWrongConvolutionFailsItsCell(Pass pass) {
        Strategy broken = new BrokenStrategy(Fault.LAST_ELEMENT, pass);
        assertWrong(
                convolution(0, Strategies.named("loops"), broken),
                pass == Pass.FORWARD ? "conv forward" : "conv backward",
                broken);
    }

    @ParameterizedTest
    @EnumSource(
            value = Pass.class,
            names = {"FORWARD", "BACKWARD_DATA"})
    void aWrongPoolingFailsItsCell(Pass pass) {
        Strategy broken = new BrokenStrategy(Fault.LAST_ELEMENT, pass);
        assertWrong(
                pooling(broken, Strategies.named("loops")),
                pass == Pass.FORWARD ? "pool forward" : "pool backward",
                broken);
    }

    @Test
    void aStrategyWithoutTheOperationIsNamed() {
        Strategy one = Strategies.all().stream()
                .filter(strategy -> strategy.name().equals("winograd"))
                .findFirst()
                .orElseThrow();
        Cell cell = pooling(one, Strategies.named("loops"));
        assertEquals(List.of("pool forward: not with winograd", "pool backward: not with winograd"), cell.lines());
        assertTrue(cell.passed());
        assertFalse(cell.timings().stream().anyMatch(timing -> timing.strategy().equals("winograd")));
        assertEquals(List.of(), pooling(Strategies.named("loops")).lines());
    }

    @Test
    void timesAreThoseOfACall() {
        for (double seconds : new double[] {0, 0.02}) {
            for (Timing timing : convolution(seconds, Strategies.named("loops")).timings()) {
                assertTrue(timing.millis() > 0.1 && timing.millis() < 5000, timing::toString);
            }
        }
    }
}
