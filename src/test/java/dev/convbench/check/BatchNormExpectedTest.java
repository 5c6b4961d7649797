package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The bound of batch normalisation: every strategy is within it, and a small error is not. */
class BatchNormExpectedTest {
    private static final BatchNormShape SHAPE = new BatchNormShape(3, 4, 5, 6);

    private static BatchNormInputs inputs(Precision precision, double shift, double scale, boolean given) {
        double[] x = Data.uniform(SHAPE.length(), 1);
        for (int k = 0; k < x.length; k++) {
            x[k] = shift + scale * x[k];
        }
        return new BatchNormInputs(
                SHAPE,
                precision,
                x,
                Data.uniform(SHAPE.c(), 2),
                Data.uniform(SHAPE.c(), 3),
                1e-5,
                given ? Data.uniform(SHAPE.c(), 4) : null,
                given ? Data.absolute(Data.uniform(SHAPE.c(), 5)) : null,
                Data.uniform(SHAPE.length(), 6));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, false", "0, 1, true", "100, 1, false", "-1e4, 1, false", "0, 1e6, false", "0, 1e-4, false"})
    void everyStrategyIsWithinItsBound(double shift, double scale, boolean given) {
        for (Precision precision : Precision.values()) {
            BatchNormInputs inputs = inputs(precision, shift, scale, given);
            BatchNormExpected expected = new BatchNormExpected(inputs);
            int asked = 0;
            for (Strategy strategy : Strategies.all()) {
                GivenCheck check = GivenCheck.of(strategy, inputs, expected);
                assertTrue(check.problem().isEmpty(), () -> precision + ": " + check);
                asked += check.ok() ? 1 : 0;
            }
            assertTrue(asked >= 2, "only " + asked);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void oneWrongElementOfAnyOutputShows(Precision precision) {
        BatchNormInputs inputs = inputs(precision, 0, 1, false);
        BatchNormExpected expected = new BatchNormExpected(inputs);
        Strategy strategy = Strategies.reference();
        BatchNorm plan = strategy.batchNorm(SHAPE, precision);
        for (int output = 0; output < 4; output++) {
            BatchNormArrays arrays = new BatchNormArrays(inputs);
            arrays.run(plan, plan.newScratch());
            assertTrue(expected.compare(arrays).total().ok());
            Elements wrong = output == 0
                    ? arrays.y()
                    : output == 1 ? arrays.dx() : output == 2 ? arrays.dgamma() : arrays.dbeta();
            double[] values = wrong.doubles().clone();
            values[1] += precision == Precision.F64 ? 1e-10 : 1e-2;
            wrong.set(values);
            BatchNormExpected.Result found = expected.compare(arrays);
            assertFalse(found.total().ok(), "output " + output);
            assertEquals(1, found.total().misses());
            assertEquals(new String[] {"y", "dx", "dgamma", "dbeta"}[output], found.worst());
        }
    }

    @Test
    void whatThrowsIsAResult() {
        BatchNormInputs inputs = inputs(Precision.F64, 0, 1, false);
        GivenCheck check = GivenCheck.of(new DepthwiseOnly(), inputs, new BatchNormExpected(inputs));
        assertFalse(check.skipped().isEmpty());
    }
}
