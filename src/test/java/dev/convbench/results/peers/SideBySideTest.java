package dev.convbench.results.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.TableRenderer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideBySideTest {
    @Test
    void theFasterOfOursIsComparedWithEachPeer() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .forward("net:a", "simd", 3)
                .forward("net:a", "winograd", 2)
                .forward("net:a", "lib", 5);
        SideBySide table = SideBySide.of(runs.run()).get(0);
        assertEquals(List.of("lib"), table.peers());
        SideBySide.Row row = table.rows().get(0);
        assertEquals("winograd", row.ours());
        assertEquals(2.5, row.ratios().get("lib").value(), 1e-9);
        assertTrue(Double.isNaN(row.ratios().get("lib").low()), "one fork has no interval");
    }

    @Test
    void severalForksGiveAnIntervalRoundTheRatio() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .forward("net:a", "simd", 1, 1.02, 0.99)
                .forward("net:a", "lib", 2, 2.05, 1.97);
        Ratio ratio = SideBySide.of(runs.run()).get(0).rows().get(0).ratios().get("lib");
        assertTrue(ratio.low() < ratio.value() && ratio.value() < ratio.high(), ratio.toString());
        assertTrue(1.9 < ratio.low() && ratio.high() < 2.1, ratio.toString());
    }

    @Test
    void thePeerThatKeepsItsLayoutIsNobodysBest() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .peer("lib-blocked", "Library 1.0")
                .forward("net:a", "simd", 1)
                .forward("net:a", "lib", 2)
                .forward("net:a", "lib-blocked", 0.5);
        SideBySide.Row row = SideBySide.of(runs.run()).get(0).rows().get(0);
        assertEquals("lib", row.bestPeer().map(Map.Entry::getKey).orElse(""));
        assertEquals(0.5, row.ratios().get("lib-blocked").value(), 1e-9);
    }

    @Test
    void preparedWeightsStandBesidePreparedWeights() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .forward("net:a", "simd", 2)
                .prepared("net:a", "simd", 1)
                .prepared("net:a", "lib", 3);
        List<SideBySide> tables = SideBySide.of(runs.run());
        assertEquals(1, tables.size(), "no peer was measured with plain weights");
        assertEquals("conv forward, prepared weights", tables.get(0).operation());
        assertEquals(3, tables.get(0).rows().get(0).ratios().get("lib").value(), 1e-9);
    }

    @Test
    void withoutPeersThereIsNothingToSay() {
        assertEquals(
                "",
                PeerRenderer.sideBySide(
                        new PeerRuns().forward("net:a", "simd", 1).run(), TableRenderer.Format.TEXT));
    }

    @Test
    void aPeerThatWasNotMeasuredLeavesItsCellEmpty() {
        PeerRuns runs = new PeerRuns()
                .peer("lib", "Library 1.0")
                .peer("other", "Other 2.0")
                .forward("net:a", "simd", 1)
                .forward("net:a", "lib", 2)
                .forward("net:b", "simd", 1)
                .forward("net:b", "other", 3);
        String text = PeerRenderer.sideBySide(runs.run(), TableRenderer.Format.MD);
        assertTrue(text.contains("| net:a | simd | 1.000 | lib | 2.00 |  |"), text);
        assertTrue(text.contains("| net:b | simd | 1.000 | other |  | 3.00 |"), text);
        assertTrue(text.contains("lib: Library 1.0; other: Other 2.0"), text);
    }
}
