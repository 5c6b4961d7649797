package dev.convbench.results.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.TableRenderer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTotalsTest {
    private static final Map<String, Integer> COUNTS = new LinkedHashMap<>(Map.of("net:a", 1, "net:b", 3));

    private static NetworkTotals.Total total(NetworkTotals totals, String strategy) {
        return totals.totals().stream()
                .filter(one -> one.strategy().equals(strategy))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLayerCountsAsOftenAsTheNetworkHasIt() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .forward("net:a", "auto", 5)
                .forward("net:b", "auto", 2)
                .forward("net:a", "lib", 4)
                .forward("net:b", "lib", 6)
                .forward("other:c", "auto", 100);
        NetworkTotals totals = NetworkTotals.of(runs.run(), "net", COUNTS).get(0);
        assertEquals(4, totals.layers());
        assertEquals(11, total(totals, "auto").milliseconds(), 1e-9);
        assertEquals(22, total(totals, "lib").milliseconds(), 1e-9);
        assertTrue(total(totals, "lib").peer());
    }

    @Test
    void theBestIsTakenLayerByLayerAmongThoseThatGiveNchw() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .peer("lib-blocked", "Library 1.0")
                .forward("net:a", "auto", 5)
                .forward("net:b", "auto", 2)
                .forward("net:a", "simd", 4)
                .forward("net:b", "simd", 3)
                .forward("net:a", "lib", 7)
                .forward("net:b", "lib", 1)
                .forward("net:a", "lib-blocked", 0.1)
                .forward("net:b", "lib-blocked", 0.1);
        NetworkTotals totals = NetworkTotals.of(runs.run(), "net", COUNTS).get(0);
        assertEquals(10, total(totals, NetworkTotals.BEST_OF_OURS).milliseconds(), 1e-9);
        assertEquals(10, total(totals, NetworkTotals.BEST_OF_PEERS).milliseconds(), 1e-9);
        assertEquals(0.4, total(totals, "lib-blocked").milliseconds(), 1e-9);
    }

    @Test
    void aMissingLayerLeavesNoSum() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .forward("net:a", "auto", 5)
                .forward("net:b", "auto", 2)
                .forward("net:a", "lib", 4);
        NetworkTotals totals = NetworkTotals.of(runs.run(), "net", COUNTS).get(0);
        assertTrue(Double.isNaN(total(totals, "lib").milliseconds()));
        assertEquals(3, total(totals, "lib").missing());
        String text = PeerRenderer.networks(List.of(totals), TableRenderer.Format.MD);
        assertTrue(text.contains("net, 4 convolutions, conv forward, f64, 1 worker"), text);
        assertTrue(text.contains("| lib | - |  |  | 3 |"), text);
    }

    @Test
    void weightsReadAsTheyAreCountAsPreparedOnes() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .forward("net:a", "auto", 5)
                .forward("net:b", "auto", 2)
                .forward("net:a", "lib", 9)
                .prepared("net:a", "auto", 4);
        List<NetworkTotals> totals = NetworkTotals.of(runs.run(), "net", COUNTS);
        NetworkTotals prepared = totals.get(1);
        assertEquals("conv forward, prepared weights", prepared.operation());
        assertEquals(10, total(prepared, "auto").milliseconds(), 1e-9);
        assertTrue(
                prepared.totals().stream().noneMatch(one -> one.strategy().equals("lib")),
                "a strategy without any prepared layer does not join");
    }

    @Test
    void theIntervalsOfIndependentLayersAddInSquares() {
        PeerRuns runs = new PeerRuns().forward("net:a", "auto", 4, 4.2).forward("net:b", "auto", 2, 2.2);
        NetworkTotals totals = NetworkTotals.of(runs.run(), "net", COUNTS).get(0);
        double a = halfWidth(4, 4.2);
        double b = halfWidth(2, 2.2);
        assertEquals(Math.hypot(a, 3 * b), total(totals, "auto").half(), 1e-9);
    }

    /** Half the width of the t interval of two forks, on logarithms. */
    private static double halfWidth(double first, double second) {
        double mean = (Math.log(first) + Math.log(second)) / 2;
        double error = Math.abs(Math.log(first) - Math.log(second)) / 2;
        double t = 12.706204736174694;
        return (Math.exp(mean + t * error) - Math.exp(mean - t * error)) / 2;
    }
}
