package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineLimitsTest {
    private final RunFixture fixture = new RunFixture();

    private MachineLimits limits() {
        return MachineLimits.of(fixture.run());
    }

    private Work work(int config) {
        return fixture.run().document().configurations().get(config).work();
    }

    @Test
    void thePeakIsTheBestForkOfTheBestKernel() {
        int weak = fixture.peak("weak");
        int strong = fixture.peak("strong");
        fixture.peakFork(weak, null, 30).peakFork(strong, null, 50).peakFork(strong, "middle", 56);
        assertEquals(Optional.of(56e9), limits().peak("f64"));
        assertEquals(Optional.empty(), limits().peak("f32"));
        assertEquals(strong, limits().peaks().get(0).configuration().id());
    }

    @Test
    void theNearestFootprintWithTheSameWorkersGivesTheCopyRate() {
        fixture.copyFork(fixture.copy(65536, 1), 90);
        fixture.copyFork(fixture.copy(131072, 1), 60);
        fixture.copyFork(fixture.copy(131072, 2), 100);
        assertEquals(60e9, limits().copyRate(1e5, 1).orElseThrow(), 1);
        assertEquals(90e9, limits().copyRate(7e4, 1).orElseThrow(), 1);
        assertEquals(100e9, limits().copyRate(1e5, 2).orElseThrow(), 1);
        assertTrue(limits().copyRate(1e5, 4).isEmpty());
        assertTrue(limits().copyRate(1e7, 1).isEmpty());
    }

    @Test
    void theRooflineIsWhicheverIsSlower() {
        int conv = fixture.conv("simd", 2);
        fixture.peakFork(fixture.peak("k"), null, 45);
        fixture.copyFork(fixture.copy(98304, 2), 100);
        // 9e5 real operations at 2 x 45 GFLOP/s: 1e5 a second; 1e5 bytes at 100 GB/s: 1e6 a second
        assertEquals(1e5, limits().attainable(work(conv), 1), 1e-3);
        assertEquals(2e5, limits().attainable(work(conv), 2), 1e-3);
        assertEquals(0.5, limits().shareOfPeak(work(conv), 1, 5e4), 1e-12);
    }

    @Test
    void slowMemoryLimitsAConvolutionAndAlwaysAPooling() {
        int conv = fixture.conv("simd", 1);
        int pool = fixture.pool("simd", 1);
        fixture.peakFork(fixture.peak("k"), null, 45);
        fixture.copyFork(fixture.copy(98304, 1), 2);
        assertEquals(2e4, limits().attainable(work(conv), 1), 1e-3);
        assertEquals(2e4, limits().attainable(work(pool), 1), 1e-3);
    }

    @Test
    void withoutMeasurementsNothingIsAttainable() {
        int conv = fixture.conv("simd", 1);
        assertTrue(Double.isNaN(limits().attainable(work(conv), 1)));
        assertTrue(Double.isNaN(limits().shareOfPeak(work(conv), 1, 1e3)));
    }
}
