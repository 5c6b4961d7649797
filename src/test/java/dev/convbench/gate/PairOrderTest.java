package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.convbench.gate.PairOrder.Side;
import dev.convbench.gate.PairOrder.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairOrderTest {
    private static final List<Integer> FIVE = List.of(0, 1, 2, 3, 4);

    private static Side first(int round, int benchmark) {
        return PairOrder.round(3, 1, round, FIVE).stream()
                .filter(slot -> slot.benchmark() == benchmark)
                .findFirst()
                .orElseThrow()
                .side();
    }

    @Test
    void sidesAlternateFromRoundToRound() {
        for (int benchmark : FIVE) {
            for (int round = 0; round < 6; round++) {
                assertNotEquals(first(round, benchmark), first(round + 1, benchmark));
            }
        }
    }

    @Test
    void bothForksOfAPairAreNeighbours() {
        List<Slot> slots = PairOrder.round(9, 2, 4, FIVE);
        assertEquals(10, slots.size());
        for (int i = 0; i < slots.size(); i += 2) {
            assertEquals(slots.get(i).benchmark(), slots.get(i + 1).benchmark());
            assertNotEquals(slots.get(i).side(), slots.get(i + 1).side());
        }
    }

    @Test
    void theSeedGivesTheOrder() {
        assertEquals(PairOrder.round(9, 1, 4, FIVE), PairOrder.round(9, 1, 4, FIVE));
        assertNotEquals(PairOrder.round(9, 1, 4, FIVE), PairOrder.round(10, 1, 4, FIVE));
        assertNotEquals(PairOrder.round(9, 1, 4, FIVE), PairOrder.round(9, 1, 6, FIVE));
    }

    /** A gate that goes on must meet the order that it began with, also with a later version of this program. */
    @Test
    void theOrderStaysWhatItWas() {
        StringBuilder order = new StringBuilder();
        for (int stage = 1; stage <= 2; stage++) {
            for (int round = 0; round < 3; round++) {
                for (Slot slot : PairOrder.round(123456789, stage, round, FIVE)) {
                    order.append(slot.side() == Side.BASE ? 'b' : 'h').append(slot.benchmark());
                }
                order.append(' ');
            }
        }
        assertEquals(
                "b4h4h2b2h0b0h1b1h3b3 b1h1b3h3b0h0b2h2h4b4 b4h4h3b3h1b1h0b0h2b2 "
                        + "h1b1h0b0h3b3b4h4h2b2 b2h2b1h1h4b4b3h3b0h0 h3b3h2b2b4h4h0b0h1b1",
                order.toString().strip());
    }
}
