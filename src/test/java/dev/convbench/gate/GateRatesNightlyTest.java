package dev.convbench.gate;

import org.junit.jupiter.api.Tag;

/** 10,000 gates each. */
@Tag("nightly")
class GateRatesNightlyTest extends GateRates {
    GateRatesNightlyTest() {
        super(10_000);
    }
}
