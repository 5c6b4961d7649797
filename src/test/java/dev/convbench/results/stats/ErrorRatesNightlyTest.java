package dev.convbench.results.stats;

import org.junit.jupiter.api.Tag;

/** 10,000 trials each. */
@Tag("nightly")
class ErrorRatesNightlyTest extends ErrorRates {
    ErrorRatesNightlyTest() {
        super(10_000);
    }
}
