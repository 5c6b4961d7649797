package dev.convbench.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against figures of SciPy 1.17 (ttest_ind with equal_var=False and trim, ttest_1samp), and against hand-made cases. */
class EffectTest {
    private static final double[] FIVE = {0.010, 0.031, -0.012, 0.004, 0.022};
    private static final double[] FIVE_SLOWER = {0.061, 0.048, 0.090, 0.055, 0.071};
    private static final double[] TWELVE = {
        0.0069, 0.0164, 0.0066, 0.4, 0.0181, 0.0089, -0.0107, 0.0116, 0.0073, 0.0059, 0.0006, 0.0109
    };
    private static final double[] SIXTEEN = {
        0.0079, 0.0251, 0.0155, 0.048, 0.0312, 0.0212, 0.0065, 0.0223, 0.0302, 0.0217, 0.0688, 0.0602, -0.0513, -0.0267,
        0.0248, 0.0173
    };

    @Test
    void welch() {
        Effect effect = Effect.unpaired(FIVE, FIVE_SLOWER);
        assertEquals(0.054, effect.logRatio(), 1e-12);
        assertEquals(5.1889505447857855, effect.logRatio() / effect.standardError(), 1e-9);
        assertEquals(7.998029284558694, effect.degreesOfFreedom(), 1e-9);
        assertEquals(0.0008342302465860263, effect.pValue(), 1e-12);
        Interval interval = effect.interval(0.99);
        assertEquals(0.019078894373383073, interval.low(), 1e-9);
        assertEquals(0.08892110562661694, interval.high(), 1e-9);
    }

    /** Its t is SciPy's; its freedom is one fewer an arm, hence p is 0.1109 and not 0.1092. */
    @Test
    void yuenFromTenForksOn() {
        Effect effect = Effect.unpaired(TWELVE, SIXTEEN);
        assertEquals(0.01248, effect.logRatio(), 1e-12);
        assertEquals(1.7011141240970147, effect.logRatio() / effect.standardError(), 1e-9);
        assertEquals(14.049871397257538, effect.degreesOfFreedom(), 1e-9);
        assertEquals(0.1109381560656536, effect.pValue(), 1e-9);
    }

    @Test
    void pairs() {
        Effect effect = Effect.paired(0.011, 0.043, 0.012, 0.034, 0.022, 0.051, 0.017, 0.029);
        assertTrue(effect.isPaired());
        assertEquals(0.027375, effect.logRatio(), 1e-12);
        assertEquals(0.001114511894237794, effect.pValue(), 1e-12);
        assertEquals(0.00932468322831894, effect.interval(0.99).low(), 1e-9);
    }

    @Test
    void swappingTheSidesChangesTheSignOnly() {
        Effect there = Effect.unpaired(TWELVE, FIVE_SLOWER);
        Effect back = Effect.unpaired(FIVE_SLOWER, TWELVE);
        assertEquals(there.logRatio(), -back.logRatio(), 1e-15);
        assertEquals(there.pValue(), back.pValue(), 1e-15);
        assertEquals(there.interval(0.9).high(), -back.interval(0.9).low(), 1e-12);
    }

    @Test
    void oneForkHasNoInterval() {
        Effect effect = Effect.unpaired(new double[] {0.1}, FIVE);
        assertFalse(effect.hasInterval());
        assertTrue(Double.isNaN(effect.pValue()));
        assertEquals(Interval.UNKNOWN, effect.interval(0.99));
    }

    @Test
    void withoutAnySpreadADifferenceIsCertain() {
        double[] zeros = new double[5];
        double[] ones = new double[5];
        Arrays.fill(ones, 1);
        assertEquals(1, Effect.unpaired(zeros, zeros).pValue());
        assertEquals(0, Effect.unpaired(zeros, ones).pValue());
        assertEquals(new Interval(1, 1), Effect.unpaired(zeros, ones).interval(0.99));
    }

    @Test
    void oneWildForkAmongTwelveChangesLittle() {
        double[] tame = TWELVE.clone();
        tame[3] = 0.02;
        Effect wild = Effect.unpaired(TWELVE, SIXTEEN);
        Effect quiet = Effect.unpaired(tame, SIXTEEN);
        assertEquals(quiet.logRatio(), wild.logRatio(), 1e-12);
        assertEquals(quiet.standardError(), wild.standardError(), 1e-12);
    }

    @Test
    void refusesWhatIsNoLogarithm() {
        assertThrows(IllegalArgumentException.class, () -> Arm.of());
        assertThrows(IllegalArgumentException.class, () -> Arm.of(0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Arm.of(Double.NEGATIVE_INFINITY, 0));
    }

    @Test
    void withinAMarginIsWhereTheIntervalIs() {
        Effect effect = Effect.unpaired(FIVE, FIVE_SLOWER);
        double high = effect.interval(0.99).high();
        assertTrue(effect.isWithin(high + 1e-9, 0.99));
        assertFalse(effect.isWithin(high - 1e-9, 0.99));
        assertFalse(Effect.unpaired(new double[1], FIVE).isWithin(10, 0.99));
    }
}
